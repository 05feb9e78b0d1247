/** The deadlines of a session. */
import { expect, test } from "bun:test";
import { closeTimeoutMs, frameTimeoutMs, loginTimeoutMs } from "../../src/protocol/limits.ts";
import {
  classicPauseMs,
  creditLimits,
  serverPingAfterMs,
  serverPingTimeoutMs,
  stallTimeoutMs,
  sweepMs,
} from "../../src/server/limits.ts";
import { openRoom, slowLog } from "../support/room.ts";

test("Deadlines end a session without a login, with a reason", () => {
  const { connect, scheduler } = openRoom();
  const silent = connect();
  scheduler.pass(loginTimeoutMs - sweepMs);
  expect(silent.finished).toBe(false);
  scheduler.pass(2 * sweepMs);
  expect(String(silent.news()[0]?.["msg"])).toContain("There was no login for too long");
  expect(silent.finished).toBe(true);
});

test("Deadlines counts to a successful login, whatever is asked before", () => {
  const { connect, scheduler } = openRoom();
  const idler = connect();
  for (let passed = 0; passed < loginTimeoutMs; passed += 1000) {
    idler.say({ type: "ping" });
    scheduler.pass(1000);
  }
  scheduler.pass(2 * sweepMs);
  expect(idler.finished).toBe(true);
});

test("Deadlines leaves a quiet classic member alone, and asks it nothing", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice", "classic");
  const before = alice.bytes;
  scheduler.pass(60 * 60 * 1000);
  expect(alice.finished || alice.closed).toBe(false);
  expect(alice.bytes).toBe(before);
});

test("Deadlines asks a quiet v2 member for a sign of life, and is content with any", () => {
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

test("Deadlines does not ask who speaks", () => {
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

test("Deadlines drops a v2 member that gives no sign of life, within a bound", () => {
  const { hub, enter, scheduler } = openRoom();
  const dead = enter("dead");
  scheduler.pass(serverPingAfterMs + serverPingTimeoutMs - 2 * sweepMs);
  expect(dead.closed).toBe(false);
  scheduler.pass(4 * sweepMs);
  expect(dead.closed).toBe(true);
  expect(hub.sessionCount).toBe(0);
});

test("Deadlines ends a session whose frame does not end, however it trickles", () => {
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

test("Deadlines begins anew with every frame", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice");
  for (let passed = 0; passed < 4 * frameTimeoutMs; passed += 1000) {
    alice.send(passed === 0 ? '{"type":"pi' : 'ng"}{"type":"pi');
    scheduler.pass(1000);
  }
  expect(alice.finished).toBe(false);
});

test("Deadlines drops a peer that takes nothing of what waits, and tells the others", () => {
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

test("Deadlines is patient with a peer that takes a little now and then", () => {
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

test("Deadlines lets go of a peer that does not read its goodbye", () => {
  const { connect, scheduler } = openRoom();
  const silent = connect();
  scheduler.turns();
  silent.take(0);
  scheduler.pass(loginTimeoutMs + sweepMs);
  expect([silent.finished, silent.closed]).toEqual([false, false]);
  scheduler.pass(closeTimeoutMs + 2 * sweepMs);
  expect(silent.closed).toBe(true);
});

test("Deadlines counts from a session's first goodbye, though its client ends its side later", () => {
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

test("Deadlines lets go of a peer that has its goodbye and does not hang up", () => {
  const { connect, scheduler } = openRoom();
  const silent = connect();
  scheduler.pass(loginTimeoutMs + sweepMs);
  expect([silent.finished, silent.closed]).toEqual([true, false]);
  scheduler.pass(closeTimeoutMs + 2 * sweepMs);
  expect(silent.closed).toBe(true);
});

test("Deadlines takes it as a sign of life when a peer reads what waited, the question too", () => {
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

type Person = ReturnType<ReturnType<typeof openRoom>["enter"]>;

/** What a deadline runs from, and whether it has passed. */
const deadlines: readonly (readonly [string, number, (alice: Person) => void, (alice: Person) => boolean])[] =
  [
    [
      "a frame that does not end",
      frameTimeoutMs,
      (alice) => alice.send('{"type'),
      ({ finished }) => finished,
    ],
    [
      "a peer that takes nothing",
      stallTimeoutMs,
      (alice) => {
        alice.take(0);
        alice.say({ type: "ping" });
      },
      ({ closed }) => closed,
    ],
    [
      "the question for a sign of life",
      serverPingAfterMs,
      (alice) => {
        alice.say({ type: "pong" });
        alice.news();
      },
      (alice) => alice.news().some(({ type }) => type === "ping"),
    ],
    [
      "a goodbye that nobody takes",
      closeTimeoutMs,
      (alice) => {
        alice.take(0);
        alice.say({ type: "leave", room: "lobby" });
      },
      ({ closed }) => closed,
    ],
  ];

test.each(deadlines)(
  "Deadlines keeps the time of %s to the millisecond",
  (...[, timeoutMs, begin, isOver]) => {
    for (const shortMs of [0, 1]) {
      const { enter, scheduler } = openRoom();
      const alice = enter("alice");
      // Sweeps come at whole seconds from here on.
      scheduler.pass(sweepMs - (100 % sweepMs) + shortMs);
      begin(alice);
      scheduler.pass(timeoutMs - shortMs);
      expect(isOver(alice)).toBe(shortMs === 0);
    }
  },
);

test.each([
  [0, true],
  [1, false],
])("Deadlines ends a session without a login %i ms before its time is over: %p", (shortMs, ended) => {
  const { connect, scheduler } = openRoom();
  scheduler.pass(shortMs);
  const silent = connect();
  // It is told so behind the greeting, one frame at a time.
  scheduler.pass(loginTimeoutMs - shortMs + 2 * classicPauseMs);
  expect(silent.finished).toBe(ended);
});

test("Deadlines drops who was asked for a sign of life when the time for it is over, not before", () => {
  const { enter, scheduler } = openRoom();
  const dead = enter("dead");
  dead.news();
  while (!dead.news().some(({ type }) => type === "ping")) scheduler.pass(sweepMs);
  scheduler.pass(serverPingTimeoutMs - sweepMs);
  expect(dead.closed).toBe(false);
  scheduler.pass(sweepMs);
  expect(dead.closed).toBe(true);
});

test("Deadlines gives a session that was not read for want of credit the time of a login anew", () => {
  const log = slowLog();
  const { connect, enter, scheduler } = openRoom(log.open, 0, { credits: { ...creditLimits, itemsMax: 1 } });
  const alice = enter("alice");
  for (let count = 0; !alice.paused; count += 1) {
    alice.say({ type: "broadcast", msg: `${count}` });
    scheduler.turns();
  }
  const idler = connect();
  idler.say({ type: "ping" });
  scheduler.pass(2 * loginTimeoutMs);
  for (let commits = 0; commits < 5; commits += 1) {
    log.commit();
    scheduler.turns();
  }
  scheduler.pass(loginTimeoutMs - sweepMs);
  expect([idler.paused, idler.finished]).toEqual([false, false]);
  scheduler.pass(2 * sweepMs);
  expect(idler.finished).toBe(true);
});
