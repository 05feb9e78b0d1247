/** The deadlines of a session, and its last words: what arrives before a connection is closed. */
import { expect, test } from "bun:test";
import { closeTimeoutMs, frameTimeoutMs, loginTimeoutMs } from "../../src/protocol/limits.ts";
import {
  requestsPerTickMax,
  serverPingAfterMs,
  serverPingTimeoutMs,
  stallTimeoutMs,
  sweepMs,
} from "../../src/server/limits.ts";
import { lastingStore } from "../support/lasting-store.ts";
import { openRoom } from "../support/room.ts";

test("overdue ends a session without a login, with a reason", () => {
  const { connect, scheduler } = openRoom();
  const silent = connect();
  scheduler.pass(loginTimeoutMs - sweepMs);
  expect(silent.finished).toBe(false);
  scheduler.pass(2 * sweepMs);
  expect(String(silent.news()[0]?.["msg"])).toContain("There was no login for too long");
  expect(silent.finished).toBe(true);
});

test("overdue counts to a successful login, whatever is asked before", () => {
  const { connect, scheduler } = openRoom();
  const idler = connect();
  for (let passed = 0; passed < loginTimeoutMs; passed += 1000) {
    idler.say({ type: "ping" });
    scheduler.pass(1000);
  }
  scheduler.pass(2 * sweepMs);
  expect(idler.finished).toBe(true);
});

test("overdue leaves a quiet classic member alone, and asks it nothing", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice", "classic");
  const before = alice.bytes;
  scheduler.pass(60 * 60 * 1000);
  expect(alice.finished || alice.closed).toBe(false);
  expect(alice.bytes).toBe(before);
});

test("overdue asks a quiet v2 member for a sign of life, and is content with any", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice");
  alice.news();
  for (let round = 0; round < 100; round += 1) {
    scheduler.pass(serverPingAfterMs + 2 * sweepMs);
    expect(alice.news()).toEqual([{ type: "ping" }]);
    scheduler.pass(serverPingTimeoutMs - 3 * sweepMs);
    alice.say({ type: "pong" });
  }
  expect(alice.finished || alice.closed).toBe(false);
  expect(alice.news()).toEqual([]);
});

test("overdue does not ask who speaks", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice");
  alice.news();
  for (let round = 0; round < 10; round += 1) {
    scheduler.pass(serverPingAfterMs - 2 * sweepMs);
    alice.say({ type: "ping" });
  }
  scheduler.turns();
  expect(new Set(alice.news().map(({ type }) => type))).toEqual(new Set(["pong"]));
});

test("overdue drops a v2 member that gives no sign of life, within a bound", () => {
  const { hub, enter, scheduler } = openRoom();
  const dead = enter("dead");
  scheduler.pass(serverPingAfterMs + serverPingTimeoutMs - 2 * sweepMs);
  expect(dead.closed).toBe(false);
  scheduler.pass(4 * sweepMs);
  expect(dead.closed).toBe(true);
  expect(hub.sessionCount).toBe(0);
});

test("overdue ends a session whose frame does not end, however it trickles", () => {
  const { enter, scheduler } = openRoom();
  const mallory = enter("mallory");
  mallory.news();
  mallory.send('{"type":"');
  for (let passed = 0; passed < frameTimeoutMs; passed += 1000) {
    mallory.send("x");
    scheduler.pass(1000);
  }
  scheduler.pass(2 * sweepMs);
  expect(mallory.news()).toMatchObject([
    { event: "leave", nickname: "mallory" },
    { type: "error", code: "frame_timeout" },
  ]);
  expect(mallory.finished).toBe(true);
});

test("overdue begins anew with every frame", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice");
  for (let passed = 0; passed < 4 * frameTimeoutMs; passed += 1000) {
    alice.send(passed === 0 ? '{"type":"pi' : 'ng"}{"type":"pi');
    scheduler.pass(1000);
  }
  expect(alice.finished).toBe(false);
});

test("overdue drops a peer that takes nothing of what waits, and tells the others", () => {
  const { enter, scheduler } = openRoom();
  const [dead, alice] = [enter("dead"), enter("alice", "classic")];
  dead.take(0);
  alice.say({ type: "broadcast", msg: "hello?" });
  scheduler.pass(stallTimeoutMs - 2 * sweepMs);
  expect(dead.closed).toBe(false);
  scheduler.pass(4 * sweepMs);
  expect(dead.closed).toBe(true);
  expect(String(alice.news().at(-1)?.["msg"])).toContain("dead left the room");
});

test("overdue is patient with a peer that takes a little now and then", () => {
  const { enter, scheduler } = openRoom();
  const [slow, alice] = [enter("slow"), enter("alice", "classic")];
  slow.take(0);
  for (let count = 0; count < 50; count += 1) alice.say({ type: "broadcast", msg: "x".repeat(200) });
  for (let round = 0; round < 20; round += 1) {
    scheduler.pass(stallTimeoutMs / 2);
    slow.take(100);
  }
  expect(slow.closed).toBe(false);
});

test("overdue lets go of a peer that does not read its goodbye", () => {
  const { connect, scheduler } = openRoom();
  const silent = connect();
  scheduler.turns();
  silent.take(0);
  scheduler.pass(loginTimeoutMs + sweepMs);
  expect([silent.finished, silent.closed]).toEqual([false, false]);
  scheduler.pass(closeTimeoutMs + 2 * sweepMs);
  expect(silent.closed).toBe(true);
});

test("overdue counts from a session's first goodbye, though its client ends its side later", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice");
  alice.take(0);
  alice.say({ type: "leave", room: "lobby" });
  scheduler.pass(closeTimeoutMs - 2 * sweepMs);
  expect(alice.closed).toBe(false);
  alice.endSending();
  scheduler.pass(3 * sweepMs);
  expect(alice.closed).toBe(true);
});

test("overdue lets go of a peer that has its goodbye and does not hang up", () => {
  const { connect, scheduler } = openRoom();
  const silent = connect();
  scheduler.pass(loginTimeoutMs + sweepMs);
  expect([silent.finished, silent.closed]).toEqual([true, false]);
  scheduler.pass(closeTimeoutMs + 2 * sweepMs);
  expect(silent.closed).toBe(true);
});

test("a half-closed client gets the answers to what it asked, and its messages are said", () => {
  const { enter, scheduler } = openRoom();
  const [piped, alice] = [enter("piped"), enter("alice")];
  piped.news();
  piped.say(
    { type: "broadcast", msg: "one", key: "1" },
    { type: "ls", key: "2" },
    { type: "ping", key: "3" },
  );
  piped.endSending();
  scheduler.turns();
  expect(new Set(piped.news().map(({ key }) => key))).toEqual(new Set(["1", "2", "3"]));
  expect(piped.finished).toBe(true);
  expect(alice.news()).toMatchObject([{ msg: "one" }]);
});

test("a half-closed client that asked more than a turn allows gets all its answers", () => {
  const { enter, scheduler } = openRoom();
  const piped = enter("piped");
  const asked = requestsPerTickMax * 3 + 7;
  piped.send('{"type":"ping"}'.repeat(asked));
  piped.endSending();
  scheduler.turns();
  expect(piped.news()).toHaveLength(asked);
  expect(piped.finished).toBe(true);
});

test("a half-closed client that reads slowly gets all its answers", () => {
  const { enter, scheduler } = openRoom();
  const piped = enter("piped");
  const asked = 20_000;
  piped.take(0);
  piped.send('{"type":"ping"}'.repeat(asked));
  piped.endSending();
  for (let round = 0; round < 200; round += 1) {
    scheduler.turns();
    if (!piped.finished) piped.take(10_000);
  }
  expect(piped.news()).toHaveLength(asked);
  expect(piped.finished).toBe(true);
});

test("a half-closed client is written to no more once it is finished", () => {
  const { enter, scheduler } = openRoom();
  const [piped, classic, alice] = [enter("piped"), enter("classic", "classic"), enter("alice")];
  for (const person of [piped, classic]) person.endSending();
  scheduler.pass(100);
  const before = [piped.bytes, classic.bytes];
  alice.say({ type: "broadcast", msg: "too late" });
  scheduler.pass(100);
  expect([piped.bytes, classic.bytes]).toEqual(before);
});

test("stop tells everybody, finishes each behind what waited, and resolves when all are gone", async () => {
  const { hub, enter, connect, scheduler } = openRoom();
  const [alice, bob, stranger] = [enter("alice"), enter("bob", "classic"), connect()];
  alice.news();
  bob.news();
  alice.say({ type: "ls", key: "k" });
  const stopped = hub.stop();
  scheduler.pass(100);
  expect(alice.news()).toMatchObject([
    { type: "ls", key: "k" },
    { type: "error", code: "shutting_down" },
  ]);
  expect(bob.news()).toMatchObject([{ type: "system_msg" }]);
  expect(stranger.news()).toMatchObject([{ type: "system_msg" }]);
  for (const person of [alice, bob, stranger]) {
    expect(person.finished).toBe(true);
    person.hangUp();
  }
  await stopped;
});

test("stop shows what was said in its turn before the goodbye", () => {
  const { hub, enter, scheduler } = openRoom();
  const [alice, bob] = [enter("alice"), enter("bob")];
  alice.news();
  alice.say({ type: "broadcast", msg: "last words", key: "k" });
  void hub.stop();
  scheduler.pass(100);
  expect(bob.news()).toMatchObject([{ msg: "last words" }, { code: "shutting_down" }]);
  expect(alice.news()).toMatchObject([{ msg: "last words", key: "k" }, { code: "shutting_down" }]);
});

test("stop ends after its deadline, though nobody reads", async () => {
  const { hub, enter, scheduler } = openRoom();
  const dead = enter("dead");
  dead.take(0);
  const stopped = hub.stop();
  scheduler.pass(closeTimeoutMs + 2 * sweepMs);
  await stopped;
  expect(dead.closed).toBe(true);
});

test("stop stores what the store refused before, if it takes it again before everybody is gone", async () => {
  const store = lastingStore();
  const { hub, enter, scheduler } = openRoom((listener) => store.open(listener));
  const alice = enter("alice");
  store.setBroken(true);
  alice.say({ type: "topic", msg: "green" });
  const stopped = hub.stop();
  scheduler.turns();
  store.setBroken(false);
  alice.hangUp();
  await stopped;
  expect(store.log.facts()).toEqual([{ type: "topic", room: "lobby", topic: "green" }]);
});

test("stop resolves at once when nobody is connected", async () => {
  await openRoom().hub.stop();
});

test("overdue takes it as a sign of life when a peer reads what waited, the question too", () => {
  const { enter, scheduler } = openRoom();
  const busy = enter("busy");
  busy.news();
  busy.take(0);
  scheduler.pass(serverPingAfterMs + 2 * sweepMs);
  scheduler.pass(stallTimeoutMs / 2);
  busy.take(Number.POSITIVE_INFINITY);
  scheduler.pass(serverPingAfterMs - 2 * sweepMs);
  expect(busy.closed).toBe(false);
  expect(busy.news()).toEqual([{ type: "ping" }]);
});

test("nothing is read of a session that hung up while its requests waited", () => {
  const { enter, scheduler } = openRoom();
  const [mallory, alice] = [enter("mallory"), enter("alice")];
  mallory.send('{"type":"broadcast","msg":"flood"}'.repeat(requestsPerTickMax + 1));
  mallory.hangUp();
  scheduler.turns();
  expect(alice.news().filter(({ type }) => type === "broadcast")).toHaveLength(requestsPerTickMax);
  expect(mallory.paused).toBe(true);
});
