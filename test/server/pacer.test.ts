/** The pauses between the frames of classic sessions, and that nobody is woken who is gone. */
import { expect, test } from "bun:test";
import { openRoom } from "../support/room.ts";

test("Pacer forgets: nothing is written to a classic session that hung up while frames waited for it", () => {
  const { enter, scheduler } = openRoom();
  const [alice, bob] = [enter("alice", "classic"), enter("bob")];
  for (let count = 0; count < 10; count += 1) bob.say({ type: "broadcast", msg: `${count}` });
  scheduler.turns();
  alice.hangUp();
  const before = alice.bytes;
  scheduler.pass(1_000);
  expect(alice.bytes).toBe(before);
});
