/** Time limits hold for peers that take or send nothing, even when the clock is set back by an hour meanwhile. */
import { expect, test } from "bun:test";
import { closeTimeoutMs, frameTimeoutMs, graceMs, loginTimeoutMs } from "../../src/protocol/limits.ts";
import { serverPingAfterMs, serverPingTimeoutMs, stallTimeoutMs, sweepMs } from "../../src/server/limits.ts";
import { openRoom } from "../support/room.ts";

const hour = 3_600_000;
test("a clock that is set back while the server closes keeps nobody waiting", async () => {
  const { hub, enter, scheduler } = openRoom();
  const dead = enter("dead");
  dead.take(0);
  const stopped = hub.stop();
  scheduler.pass(2 * sweepMs);
  scheduler.setBack(hour);
  scheduler.pass(closeTimeoutMs + 2 * sweepMs);
  await stopped;
  expect(dead.closed).toBe(true);
});

test.each([
  ["behind a step forward", hour, hour / 2],
  ["back to an hour before the start", hour, 2 * hour],
  ["twice", -hour, hour],
] as const)("a clock that is set back %s keeps its time limits", (_, forwardMs, backMs) => {
  const { connect, scheduler } = openRoom();
  scheduler.pass(2 * sweepMs);
  scheduler.setBack(-forwardMs);
  scheduler.pass(2 * sweepMs);
  const silent = connect();
  scheduler.setBack(backMs);
  scheduler.pass(loginTimeoutMs + 2 * sweepMs);
  expect(silent.text).toContain("no login");
});

test.each([
  ["before the question", 0],
  ["after the question", serverPingAfterMs + 2 * sweepMs],
] as const)("a clock that is set back %s keeps no dead v2 member", (_, before) => {
  const { enter, scheduler } = openRoom();
  const dead = enter("dead");
  scheduler.pass(before);
  scheduler.setBack(hour);
  scheduler.pass(serverPingAfterMs + serverPingTimeoutMs + 3 * sweepMs);
  expect(dead.news()).toEqual([{ type: "ping" }]);
  expect(dead.closed).toBe(true);
});

test("a clock that is set back keeps no frame without end, no peer that takes nothing, no lost member", () => {
  const { connect, enter, scheduler } = openRoom();
  const [endless, deaf, lost, alice] = [
    enter("endless"),
    enter("deaf"),
    connect(),
    enter("alice", "classic"),
  ];
  lost.say({ type: "login", msg: "lost", v: 2, after: {} });
  scheduler.pass(2 * sweepMs);
  endless.send('{"type":"');
  deaf.take(0);
  alice.say({ type: "broadcast", msg: "hello?" });
  lost.hangUp();
  scheduler.pass(2 * sweepMs);
  scheduler.setBack(hour);
  const shown = () => alice.news().map(({ msg }) => /(\w+) left the room/.exec(String(msg))?.[1]);
  shown();
  scheduler.pass(frameTimeoutMs + 2 * sweepMs);
  expect(shown()).toEqual(["endless"]);
  scheduler.pass(graceMs);
  expect(shown()).toEqual(["lost"]);
  scheduler.pass(stallTimeoutMs - graceMs - frameTimeoutMs + 2 * sweepMs);
  expect(shown()).toEqual(["deaf"]);
});
