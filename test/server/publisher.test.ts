/** Every message gets its sender one answer, whatever happens in the same turn; also when the store refuses it. */
import { expect, test } from "bun:test";
import { answerBytesMax, requestsPerTickMax } from "../../src/server/limits.ts";
import { lastingStore } from "../support/lasting-store.ts";
import { openRoom } from "../support/room.ts";

test("a sender that leaves the room in the same turn gets its acknowledgement", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice");
  alice.say({ type: "join", room: "tea" });
  scheduler.turns();
  alice.news();
  alice.say({ type: "broadcast", room: "tea", msg: "bye", key: "k" }, { type: "leave", room: "tea" });
  scheduler.turns();
  expect(alice.news().filter(({ key }) => key === "k")).toMatchObject([
    { type: "broadcast", room: "tea", seq: 1, msg: "bye", repeat: true },
  ]);
});

test("a sender that ignores the lobby in the same turn gets its acknowledgement", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice");
  alice.news();
  alice.say({ type: "broadcast", msg: "enough", key: "k" }, { type: "ignore" });
  scheduler.turns();
  expect(alice.news().filter(({ key }) => key === "k")).toMatchObject([{ seq: 1, repeat: true }]);
});

test("a sender that leaves altogether in the same turn gets its acknowledgement before the line ends", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice");
  alice.news();
  alice.say({ type: "broadcast", msg: "bye", key: "k" }, { type: "leave", room: "lobby" });
  scheduler.turns();
  expect(alice.news().filter(({ key }) => key === "k")).toMatchObject([{ seq: 1, msg: "bye" }]);
  expect(alice.finished).toBe(true);
});

test("a private message is acknowledged by the sender's own copy, once", () => {
  const { enter, scheduler } = openRoom();
  const [alice] = [enter("alice"), enter("bob")];
  alice.news();
  for (let time = 0; time < 2; time += 1) {
    alice.say({ type: "sendto", nickname: "bob", msg: "psst", key: "k" });
    scheduler.turns();
  }
  expect(alice.news().map(({ seq, repeat }) => ({ seq, repeat }))).toEqual([
    { seq: 1, repeat: undefined },
    { seq: 1, repeat: true },
  ]);
});

test("while the store refuses, senders are told under their keys, and readers go on reading", () => {
  const store = lastingStore();
  const { enter, scheduler } = openRoom((listener) => store.open(listener));
  const [alice, bob] = [enter("alice"), enter("bob")];
  bob.take(30);
  for (const msg of ["one", "two"]) alice.say({ type: "broadcast", msg });
  scheduler.turns();
  store.setBroken(true);
  alice.news();
  alice.say({ type: "broadcast", msg: "lost", key: "k" }, { type: "ping", key: "l" });
  scheduler.turns();
  expect(alice.news().map(({ type, code, key }) => [type, code, key])).toEqual([
    ["pong", undefined, "l"],
    ["error", "storage", "k"],
  ]);
  bob.take(Number.POSITIVE_INFINITY);
  expect(bob.news().map(({ msg }) => msg)).toEqual(["one", "two"]);
  alice.say({ type: "history", limit: 5 });
  scheduler.turns();
  expect(alice.news()).toMatchObject([{ entries: [{ msg: "one" }, { msg: "two" }] }]);
});

test("a message that was refused goes in under the same key when the store takes messages again", () => {
  const store = lastingStore();
  const { enter, scheduler } = openRoom((listener) => store.open(listener));
  const [alice, bob] = [enter("alice"), enter("bob")];
  alice.news();
  for (const broken of [true, false]) {
    store.setBroken(broken);
    alice.say({ type: "broadcast", msg: "again", key: "k" });
    scheduler.turns();
  }
  expect(alice.news()).toMatchObject([{ code: "storage" }, { seq: 1, msg: "again", key: "k" }]);
  expect(bob.news()).toMatchObject([{ seq: 1, msg: "again" }]);
});

test("comings and goings are shown while the store refuses", () => {
  const store = lastingStore();
  const { enter, scheduler } = openRoom((listener) => store.open(listener));
  const alice = enter("alice");
  alice.news();
  store.setBroken(true);
  const bob = enter("bob");
  bob.hangUp();
  scheduler.turns();
  expect(alice.news().map(({ event }) => event)).toEqual(["join", "leave"]);
});

test("answers that nobody takes stop the reading: the bound, and what the requests of one turn have made", () => {
  const { enter, scheduler } = openRoom();
  const mallory = enter("mallory");
  mallory.say({ type: "broadcast", msg: "x".repeat(1_000), key: "k" });
  scheduler.turns();
  const before = mallory.bytes;
  mallory.take(0);
  const perTurn = 20;
  let sent = 0;
  while (!mallory.paused && sent < requestsPerTickMax * 10) {
    for (let count = 0; count < perTurn && !mallory.paused; count += 1) {
      mallory.say({ type: "broadcast", msg: "again", key: "k" });
      sent += 1;
    }
    scheduler.turns();
  }
  expect(mallory.paused).toBe(true);
  mallory.take(answerBytesMax);
  const most = answerBytesMax + perTurn * 1_200;
  expect(sent * 1_000).toBeLessThan(most);
  mallory.take(Number.POSITIVE_INFINITY);
  expect(mallory.bytes - before).toBeLessThan(most);
});
