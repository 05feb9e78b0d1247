/** A topic is a record: it is answered and told once it is stored, and what its setter sends meanwhile waits. */
import { expect, test } from "bun:test";
import { memoryLog } from "../../src/log/memory.ts";
import type { FakeConnection } from "../support/fake-connection.ts";
import { lastingStore } from "../support/lasting-store.ts";
import { openRoom, slowLog } from "../support/room.ts";

test("a topic is answered and told when it is stored, and what happens meanwhile behind it", () => {
  const log = slowLog();
  const { enter, scheduler } = openRoom(log.open);
  const [alice, bob] = [enter("alice"), enter("bob")];
  alice.news();
  alice.say({ type: "topic", msg: "green", key: "k" }, { type: "ls", key: "l" });
  scheduler.turns();
  enter("carol");
  bob.say({ type: "broadcast", msg: "hello" });
  scheduler.turns();
  expect([...alice.news(), ...bob.news()]).toEqual([]);
  log.commit();
  scheduler.turns();
  expect(alice.news()).toMatchObject([
    { type: "topic", topic: "green", key: "k" },
    { event: "topic", nickname: "alice" },
    { event: "join", nickname: "carol" },
    { type: "ls", key: "l" },
  ]);
  expect(bob.news().map(({ event, msg }) => event ?? msg)).toEqual(["topic", "join"]);
  log.commit();
  expect(bob.news().map(({ msg }) => msg)).toEqual(["hello"]);
});

test("a topic that the store refuses is not set, and whoever set it is told and goes on", () => {
  const store = lastingStore();
  const { enter, scheduler } = openRoom((listener) => store.open(listener));
  const [alice, bob] = [enter("alice"), enter("bob")];
  for (const one of [alice, bob]) one.news();
  for (const broken of [true, false]) {
    store.setBroken(broken);
    alice.say({ type: "topic", msg: "green", key: "k" }, { type: "topic", key: "l" });
    scheduler.turns();
  }
  expect(alice.news().filter(({ event }) => event === undefined)).toMatchObject([
    { type: "error", code: "storage", key: "k" },
    { type: "topic", topic: "", key: "l" },
    { type: "topic", topic: "green", key: "k" },
    { type: "topic", topic: "green", key: "l" },
  ]);
  expect(bob.news()).toMatchObject([{ event: "topic", topic: "green" }]);
});

test("a topic of which nobody knows whether it is stored ends the session without an answer", () => {
  const { enter, scheduler } = openRoom((listener) => ({
    ...memoryLog(listener),
    propose: (proposals) =>
      listener.failed(
        new Error("the disk broke"),
        proposals.map(() => ({ outcome: "uncertain" })),
      ),
  }));
  const alice = enter("alice");
  alice.news();
  alice.say({ type: "topic", msg: "green" });
  scheduler.turns();
  expect([alice.news(), alice.closed]).toEqual([[], true]);
});

test("of several topics in one turn each is answered and told, and one that is no other is told to nobody", () => {
  const { enter, scheduler } = openRoom();
  const [alice, bob] = [enter("alice"), enter("bob")];
  for (const one of [alice, bob]) one.news();
  alice.say({ type: "topic", msg: "one" });
  bob.say({ type: "topic", msg: "two" });
  scheduler.turns();
  const news = (one: FakeConnection) =>
    one.news().map(({ type, event, topic }) => `${String(event ?? type)} ${String(topic)}`);
  expect(news(alice)).toEqual(["topic one", "topic one", "topic two"]);
  expect(news(bob)).toEqual(["topic two", "topic one", "topic two"]);
  alice.say({ type: "topic", msg: "two" });
  scheduler.turns();
  expect([news(alice), news(bob)]).toEqual([["topic two"], []]);
});

test("a session that waits for its topic and has hung up its half gets the answer, and then the end", () => {
  const log = slowLog();
  const { enter, scheduler } = openRoom(log.open);
  const alice = enter("alice");
  alice.news();
  alice.say({ type: "topic", msg: "green", key: "k" }, { type: "ping", key: "l" });
  alice.endSending();
  scheduler.turns();
  expect([alice.news(), alice.finished]).toEqual([[], false]);
  log.commit();
  scheduler.turns();
  expect(alice.news().map(({ key }) => key)).toEqual(["k", undefined, "l"]);
  expect(alice.finished).toBe(true);
});

test("a topic that is set already is answered at once, unless another change is on its way", () => {
  const log = slowLog();
  const { enter, scheduler } = openRoom(log.open);
  const [alice, bob] = [enter("alice"), enter("bob")];
  for (const one of [alice, bob]) one.news();
  alice.say({ type: "topic", msg: "", key: "same" });
  scheduler.turns();
  expect(alice.news()).toMatchObject([{ type: "topic", topic: "", key: "same" }]);
  alice.say({ type: "topic", msg: "green", key: "a" });
  scheduler.turns();
  bob.say({ type: "topic", msg: "", key: "b" });
  scheduler.turns();
  expect([...alice.news(), ...bob.news()]).toEqual([]);
  for (let batch = 0; batch < 2; batch += 1) log.commit();
  scheduler.turns();
  const told = (one: FakeConnection) => one.news().map(({ topic, key }) => [topic, key]);
  expect(told(alice)).toEqual([
    ["green", "a"],
    ["green", undefined],
    ["", undefined],
  ]);
  expect(told(bob)).toEqual([
    ["green", undefined],
    ["", "b"],
    ["", undefined],
  ]);
  bob.say({ type: "topic", msg: "", key: "c" });
  scheduler.turns();
  expect(told(bob)).toEqual([["", "c"]]);
});

test("a topic that the store refused does not count as on its way any more", () => {
  const log = slowLog();
  const { enter, scheduler } = openRoom(log.open);
  const alice = enter("alice");
  alice.say({ type: "topic", msg: "green" });
  scheduler.turns();
  log.fail();
  scheduler.turns();
  alice.news();
  alice.say({ type: "topic", msg: "", key: "k" });
  scheduler.turns();
  expect(alice.news()).toMatchObject([{ topic: "", key: "k" }]);
});
