/** What is read of sessions while the store takes its time, and what becomes of them. */
import { expect, test } from "bun:test";
import { closeTimeoutMs, frameTimeoutMs } from "../../src/protocol/limits.ts";
import { serverPingAfterMs, serverPingTimeoutMs, settleTimeoutMs, sweepMs } from "../../src/server/limits.ts";
import { openRoom, slowLog } from "../support/room.ts";

const limits = { sessionProposalsMax: 3, sessionBytesMax: 1e9, proposalsMax: 6, bytesMax: 1e9 };

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
  room.scheduler.pass(sweepMs);
  expect([alice.closed, alice.finished]).toEqual([false, false]);
  // From now on it can be asked again.
  room.scheduler.pass(serverPingAfterMs + 2 * sweepMs);
  expect(alice.news()).toContainEqual({ type: "ping" });
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

test("a session that leaves waits for its acknowledgement", () => {
  const room = open();
  const alice = room.enter("alice");
  alice.say({ type: "broadcast", msg: "bye", key: "k" }, { type: "leave", room: "lobby" });
  room.scheduler.pass(100);
  expect(alice.finished).toBe(false);
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
  expect(alice.news()).toMatchObject([]);
  expect(alice.closed).toBe(true);
  await new Promise(setImmediate);
  room.scheduler.pass(settleTimeoutMs);
  await stopped;
});
