/** What is read of sessions while the store takes its time, and what becomes of them. */
import { expect, test } from "bun:test";
import { closeTimeoutMs, frameTimeoutMs, loginTimeoutMs } from "../../src/protocol/limits.ts";
import { memoryLog } from "../../src/log/memory.ts";
import {
  serverPingAfterMs,
  serverPingTimeoutMs,
  settleTimeoutMs,
  sweepMs,
  turnShareMs,
} from "../../src/server/limits.ts";
import { openRoom, slowLog } from "../support/room.ts";

const limits = { sessionProposalsMax: 3, sessionBytesMax: 1e9, itemsMax: 6, bytesMax: 1e9 };

function open() {
  const store = slowLog();
  const room = openRoom(store.open, 0, { credits: limits });
  const commit = () => {
    store.commit();
    room.scheduler.turns();
  };
  return { ...room, ...store, commit };
}

type Person = ReturnType<ReturnType<typeof open>["enter"]>;

/** One message in each turn, until no more is read or there are ten. */
function talk({ scheduler }: ReturnType<typeof open>, person: Person, prefix = ""): number {
  let said = 0;
  for (; said < 10 && !person.paused; said += 1) {
    person.say({ type: "broadcast", msg: `${prefix}${said}`, key: `${prefix}${said}` });
    scheduler.turns();
  }
  return said;
}

function texts(person: Person): readonly unknown[] {
  return person.news().flatMap(({ type, msg }) => (type === "broadcast" ? [msg] : []));
}

test("a session is read no further while too much of it waits for the store, and then from where it was", () => {
  const room = open();
  const [alice, bob] = [room.enter("alice"), room.enter("bob")];
  // The bound is passed with the fourth; the fifth is what has come, and is not handled.
  expect(talk(room, alice)).toBe(limits.sessionProposalsMax + 2);
  bob.news();
  bob.say({ type: "ping", key: "k" });
  room.scheduler.turns();
  expect(bob.news()).toEqual([{ type: "pong", key: "k" }]);
  room.commit();
  expect(alice.paused).toBe(false);
  for (let count = 0; count < 5; count += 1) room.commit();
  expect(texts(bob)).toEqual(["0", "1", "2", "3", "4"]);
  expect(texts(alice)).toEqual(["0", "1", "2", "3", "4"]);
});

test("nobody who speaks is read any further while too much waits in all", () => {
  const room = open();
  const people = ["a", "b", "c"].map((name) => room.enter(name));
  const said = people.map((person, index) => {
    for (let count = 0; count < 2; count += 1) {
      person.say({ type: "broadcast", msg: `${index}${count}` });
      room.scheduler.turns();
    }
    return person.paused;
  });
  expect(said).toEqual([false, false, false]);
  people[0]?.say({ type: "broadcast", msg: "03" });
  room.scheduler.turns();
  for (const person of people) person.say({ type: "ping", key: "k" });
  expect(people.map(({ paused }) => paused)).toEqual([true, true, true]);
  for (let count = 0; count < 7; count += 1) room.commit();
  expect(people.map(({ paused }) => paused)).toEqual([false, false, false]);
  for (const person of people) expect(person.news()).toContainEqual({ type: "pong", key: "k" });
});

test("a batch that fails gives credit back, too", () => {
  const room = open();
  const alice = room.enter("alice");
  talk(room, alice);
  room.fail();
  room.scheduler.turns();
  expect(alice.paused).toBe(false);
  expect(alice.news().find(({ key }) => key === "0")).toMatchObject({ code: "storage" });
});

test("a session that is not read misses no deadline", () => {
  const room = open();
  const alice = room.enter("alice");
  alice.send('{"type":"ping",');
  room.scheduler.turns();
  alice.send('"key":"k"}');
  talk(room, alice);
  alice.news();
  room.scheduler.pass(frameTimeoutMs + serverPingAfterMs + serverPingTimeoutMs + 2 * sweepMs);
  expect([alice.closed, alice.finished, alice.news()]).toEqual([false, false, []]);
  for (let count = 0; count < 6; count += 1) room.commit();
  room.scheduler.pass(serverPingAfterMs - sweepMs);
  expect([alice.closed, alice.finished]).toEqual([false, false]);
  expect(alice.news()).not.toContainEqual({ type: "ping" });
  // From now on it can be asked again.
  room.scheduler.pass(2 * sweepMs);
  expect(alice.news()).toContainEqual({ type: "ping" });
});

test("a session that is not read has no frame timeout, though the rest of its frame came when it was not read", () => {
  const room = open();
  const people = ["a", "b", "c"].map((name) => room.enter(name));
  const alice = room.enter("alice");
  alice.send('{"type":"ping",');
  room.scheduler.turns();
  for (let count = 0; count <= limits.itemsMax; count += 1) {
    people[count % people.length]?.say({ type: "broadcast", msg: `${count}` });
    room.scheduler.turns();
  }
  alice.send('"key":"k"}');
  expect(alice.paused).toBe(true);
  room.scheduler.pass(frameTimeoutMs + 2 * sweepMs);
  expect([alice.closed, alice.finished]).toEqual([false, false]);
  for (let count = 0; count <= limits.itemsMax; count += 1) room.commit();
  expect(alice.news()).toContainEqual({ type: "pong", key: "k" });
});

test("a client that has said all gets its acknowledgement before the connection ends, however late it is", () => {
  const room = open();
  const alice = room.enter("alice");
  alice.say({ type: "broadcast", msg: "bye", key: "k" });
  alice.endSending();
  room.scheduler.pass(closeTimeoutMs);
  expect(alice.finished).toBe(false);
  room.commit();
  room.scheduler.pass(100);
  expect(alice.news().find(({ key }) => key === "k")).toMatchObject({ type: "broadcast", seq: 1 });
  expect(alice.finished).toBe(true);
});

test("a session that leaves waits for its acknowledgement, longer than its end may take", () => {
  const room = open();
  const alice = room.enter("alice");
  alice.say({ type: "broadcast", msg: "bye", key: "k" }, { type: "leave", room: "lobby" });
  room.scheduler.pass(2 * closeTimeoutMs);
  expect([alice.finished, alice.closed]).toEqual([false, false]);
  room.commit();
  room.scheduler.pass(100);
  expect(alice.news().find(({ key }) => key === "k")).toMatchObject({ type: "broadcast", seq: 1 });
  expect(alice.finished).toBe(true);
});

test("a server that stops tells what became of everything before it says goodbye", async () => {
  const room = open();
  const alice = room.enter("alice");
  alice.news();
  for (const key of ["a", "b"]) {
    alice.say({ type: "broadcast", msg: key, key });
    room.scheduler.turns();
  }
  let isStopped = false;
  const stopped = room.hub.stop().then(() => (isStopped = true));
  alice.say({ type: "broadcast", msg: "too late", key: "c" });
  room.scheduler.pass(100);
  expect(alice.news()).toEqual([]);
  room.commit();
  room.fail();
  await new Promise(setImmediate);
  room.scheduler.pass(100);
  expect(alice.news().map(({ type, key, code }) => [type, key, code])).toEqual([
    ["broadcast", "a", undefined],
    ["error", "b", "storage"],
    ["error", undefined, "shutting_down"],
  ]);
  expect(isStopped).toBe(false);
  alice.hangUp();
  await stopped;
});

test("a server that stops does not wait for ever for a store that says nothing", async () => {
  const room = open();
  const alice = room.enter("alice");
  alice.say({ type: "broadcast", msg: "hello", key: "k" });
  room.scheduler.turns();
  alice.news();
  const stopped = room.hub.stop();
  room.scheduler.pass(settleTimeoutMs);
  await new Promise(setImmediate);
  room.scheduler.pass(closeTimeoutMs + 2 * sweepMs);
  // Whether its message is in the log, its key decides later.
  expect(alice.news()).toMatchObject([{ type: "error", code: "shutting_down" }]);
  expect(alice.closed).toBe(true);
  for (let waits = 0; waits < 2; waits += 1) {
    await new Promise(setImmediate);
    room.scheduler.pass(settleTimeoutMs);
  }
  await stopped;
});

test("a client whose login is not read for want of credit has all its time for it afterwards", () => {
  const room = open();
  const alice = room.enter("alice");
  alice.say({ type: "broadcast", msg: "wait" });
  room.scheduler.turns();
  while (!alice.paused) {
    alice.say({ type: "join", room: "tea" }, { type: "leave", room: "tea" });
    room.scheduler.turns();
  }
  const bob = room.connect();
  bob.say({ type: "login", msg: "bob", v: 2 });
  room.scheduler.pass(loginTimeoutMs + 2 * sweepMs);
  expect([bob.paused, bob.closed, bob.finished]).toEqual([true, false, false]);
  for (let count = 0; count < 10; count += 1) room.commit();
  room.scheduler.pass(sweepMs);
  expect(bob.text).toContain('"success":true');
});

test("what comes and goes behind a batch that takes its time is bounded, and all of it is shown", () => {
  const room = open();
  const [alice, bob] = [room.enter("alice"), room.enter("bob")];
  bob.news();
  alice.say({ type: "broadcast", msg: "wait" });
  room.scheduler.turns();
  let count = 0;
  for (; count < 100 && !alice.paused; count += 1) {
    alice.say({ type: "join", room: "tea" }, { type: "leave", room: "tea" });
    room.scheduler.turns();
  }
  expect(count).toBeLessThan(limits.itemsMax + 2);
  for (let commits = 0; commits < 10; commits += 1) room.commit();
  expect(alice.paused).toBe(false);
});

test("tens of thousands of turns without a message may wait behind one that takes its time", () => {
  const store = slowLog();
  const { enter, scheduler, connect } = openRoom(store.open);
  const alice = enter("alice");
  alice.say({ type: "broadcast", msg: "wait" });
  scheduler.turns();
  const bob = connect();
  for (let count = 0; count < 20_000; count += 1) {
    if (count === 0) bob.say({ type: "login", msg: "bob", v: 2, after: {} });
    else bob.say({ type: "leave", room: "tea" }, { type: "join", room: "tea" });
    scheduler.turns();
    if (bob.paused) break;
  }
  alice.news();
  for (let commits = 0; commits < 5; commits += 1) store.commit();
  scheduler.turns();
  expect(alice.news().length).toBeGreaterThan(0);
  expect(bob.paused).toBe(false);
});

test("one turn takes no more than may wait in all, and the next one goes on", () => {
  const { enter, scheduler } = openRoom(undefined, 0, { credits: limits });
  const people = ["a", "b", "c"].map((name) => enter(name));
  for (const person of people) {
    person.news();
    person.say(
      ...Array.from({ length: 5 }, (_, index) => ({ type: "broadcast", msg: `${index}`, key: `${index}` })),
    );
  }
  expect(people.map(({ paused }) => paused)).toEqual([false, true, true]);
  scheduler.turns();
  expect(people.map(({ paused }) => paused)).toEqual([false, false, false]);
  for (const person of people)
    expect(person.news().filter(({ type }) => type === "broadcast")).toHaveLength(15);
});

test("a server that is told to stop twice stops once", async () => {
  const room = open();
  const alice = room.enter("alice");
  const [first, second] = [room.hub.stop(), room.hub.stop()];
  expect(first).toBe(second);
  room.scheduler.pass(100);
  alice.hangUp();
  await first;
});

test("requests that take long are left to the next turn once they have had their share of one", () => {
  let reads = 0;
  const { enter, scheduler } = openRoom((listener) => {
    const log = memoryLog(listener);
    const readBack = () => {
      reads += 1;
      scheduler.setBack(-1);
      return [];
    };
    return { ...log, readBack };
  });
  const [alice, bob] = [enter("alice"), enter("bob")];
  alice.say(...Array.from({ length: 2 * turnShareMs + 1 }, () => ({ type: "history" })));
  bob.say({ type: "ping", key: "k" });
  expect([reads, alice.paused]).toEqual([turnShareMs, true]);
  scheduler.turn();
  expect(bob.news()).toContainEqual({ type: "pong", key: "k" });
  expect([reads, alice.paused]).toEqual([2 * turnShareMs, true]);
  scheduler.turn();
  expect([reads, alice.paused]).toEqual([2 * turnShareMs + 1, false]);
});
