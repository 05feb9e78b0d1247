/** The pauses between the frames of classic sessions, and that nobody is woken who is gone. */
import { expect, test } from "bun:test";
import { openRoom } from "../support/room.ts";

test("WriteThrottle forgets a session that hung up while answers waited for it: nothing is written any more", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice", "classic");
  for (let count = 0; count < 10; count += 1) alice.say({ type: "ping" });
  scheduler.turns();
  const before = alice.writes.length;
  alice.hangUp();
  scheduler.pass(1_000);
  expect(alice.writes.length).toBe(before);
});

test("WriteThrottle writes all answers to a session that stays", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice", "classic");
  const before = alice.writes.length;
  for (let count = 0; count < 10; count += 1) alice.say({ type: "ping" });
  scheduler.pass(1_000);
  expect(alice.writes.length - before).toBe(10);
});
