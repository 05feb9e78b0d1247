/** A key decides once, also while the store takes its time: what is sent again is the same message, whatever has changed. */
import { expect, test } from "bun:test";
import type { FakeConnection } from "../support/fake-connection.ts";
import { openRoom, slowLog } from "../support/room.ts";

function open() {
  const store = slowLog();
  const room = openRoom(store.open);
  return {
    ...room,
    /** The store takes all that waits. */
    commit: () => {
      for (let count = 0; count < 5; count += 1) store.commit();
      room.scheduler.turns();
    },
    fail: () => {
      store.fail();
      room.scheduler.turns();
    },
  };
}

/** What one is shown, without who comes, goes and changes names. */
function shown(person: FakeConnection): readonly Record<string, unknown>[] {
  return person.news().filter(({ type }) => type !== "system_msg");
}

test("a direct message that is sent again reaches nobody else, who has taken the nickname meanwhile", () => {
  const { enter, scheduler, commit } = open();
  const [alice, bob, carol] = [enter("alice"), enter("bob"), enter("carol")];
  const again = { type: "sendto", nickname: "bob", msg: "for bob alone", key: "k" };
  alice.say(again);
  scheduler.turns();
  bob.say({ type: "nick", msg: "rob" });
  carol.say({ type: "nick", msg: "bob" });
  scheduler.turns();
  for (const person of [alice, bob, carol]) person.news();
  alice.say(again);
  scheduler.turns();
  commit();
  expect(shown(bob)).toMatchObject([{ type: "single", from: "alice", msg: "for bob alone" }]);
  expect(shown(carol)).toEqual([]);
  expect(shown(alice)).toMatchObject([
    { type: "single", seq: 1, key: "k" },
    { type: "single", seq: 1, key: "k", repeat: true },
  ]);
});

test("a direct message that is sent again in the same turn reaches nobody else either", () => {
  const { enter, scheduler } = openRoom();
  const [alice, bob, carol] = [enter("alice"), enter("bob"), enter("carol")];
  for (const person of [alice, bob, carol]) person.news();
  const again = { type: "sendto", nickname: "bob", msg: "for bob alone", key: "k" };
  alice.say(again);
  bob.say({ type: "nick", msg: "rob" });
  carol.say({ type: "nick", msg: "bob" });
  alice.say(again);
  scheduler.turns();
  expect(carol.news().filter(({ type }) => type === "single")).toEqual([]);
  expect(bob.news().filter(({ type }) => type === "single")).toHaveLength(1);
});

test.each([
  [
    "the room was left",
    { type: "broadcast", room: "tea", msg: "hi", key: "k" },
    { type: "leave", room: "tea" },
    "broadcast",
  ],
  ["the lobby is ignored", { type: "broadcast", msg: "hi", key: "k" }, { type: "ignore" }, "broadcast"],
] as const)(
  "a message whose first copy is on its way is not refused because %s meanwhile",
  (_, message, change, type) => {
    const { enter, scheduler, commit } = open();
    const alice = enter("alice");
    alice.say({ type: "join", room: "tea" });
    scheduler.turns();
    alice.say(message);
    scheduler.turns();
    alice.say(change);
    alice.say(message);
    scheduler.turns();
    alice.news();
    commit();
    commit();
    scheduler.turns();
    const answers = alice.news().filter(({ key }) => key === "k");
    expect(answers).toMatchObject([
      { type, seq: 1, key: "k" },
      { type, seq: 1, key: "k", repeat: true },
    ]);
  },
);

test("a direct message whose first copy is on its way is not refused because nobody has the nickname now", () => {
  const { enter, scheduler, commit } = open();
  const [alice, bob] = [enter("alice"), enter("bob", "classic")];
  const message = { type: "sendto", nickname: "bob", msg: "bye", key: "k" };
  alice.say(message);
  scheduler.turns();
  bob.hangUp();
  scheduler.turns();
  alice.news();
  alice.say(message);
  scheduler.turns();
  expect(shown(alice)).toEqual([]);
  commit();
  expect(shown(alice)).toMatchObject([
    { type: "single", seq: 1, key: "k" },
    { type: "single", seq: 1, key: "k", repeat: true },
  ]);
});

test("a refusal waits for the log when its key may be known, and is given when it is not", () => {
  const { enter, scheduler, commit, fail } = open();
  const alice = enter("alice");
  alice.news();
  const message = { type: "broadcast", room: "tea", msg: "hi" };
  alice.say(message, { ...message, key: "k" });
  scheduler.turns();
  expect(shown(alice)).toMatchObject([{ code: "not_in_room" }]);
  commit();
  expect(shown(alice)).toMatchObject([{ code: "not_in_room", key: "k" }]);
  alice.say({ ...message, key: "l" });
  scheduler.turns();
  fail();
  expect(shown(alice)).toMatchObject([{ code: "storage", key: "l" }]);
});
