/** What the server does at intervals, on a clock that the test owns. */
import { getLogger } from "@logtape/logtape";
import type { Logger } from "@logtape/logtape";
import { expect, test } from "bun:test";
import { StoreError } from "../../src/base/store-error.ts";
import { memoryLog } from "../../src/log/memory.ts";
import {
  backgroundDelayMs,
  backgroundRetryMs,
  collectIntervalMs,
  collectSessionsMin,
  storeCheckMs,
  storeProblemQuietMs,
  sweepIntervalMs,
} from "../../src/server/limits.ts";
import { Maintenance } from "../../src/server/maintenance.ts";
import { startLogging } from "../../src/server/logging.ts";
import { StoreHealth } from "../../src/server/store-health.ts";
import { FakeScheduler } from "../support/fake-scheduler.ts";
import { openRoom } from "../support/room.ts";

/** A server of which only the numbers are there. */
function openServer(maintain: () => boolean = () => false, logger: Logger = getLogger("test")) {
  const scheduler = new FakeScheduler();
  const server = { stored: 0, sessions: 0, tended: 0, collected: 0, isStoreInPlace: true, scheduler };
  const log = memoryLog({ committed: () => undefined, failed: () => undefined });
  const maintenance = new Maintenance({
    scheduler,
    log: {
      ...log,
      check: () => {
        if (!server.isStoreInPlace) throw new StoreError("gone", "/some/folder");
      },
      maintain: () => {
        server.tended += 1;
        return maintain();
      },
    },
    isInUse: () => true,
    storedCount: () => server.stored,
    sessionCount: () => server.sessions,
    collectGarbage: () => (server.collected += 1),
    storeHealth: new StoreHealth(logger, () => scheduler.monotonic()),
    storeRecovered: () => undefined,
  });
  return { ...server, server, maintenance };
}

test("Maintenance leaves the log alone while its files are not in their places", () => {
  const { server, scheduler } = openServer();
  server.isStoreInPlace = false;
  scheduler.pass(storeCheckMs);
  const { tended } = server;
  scheduler.pass(sweepIntervalMs + 10 * backgroundRetryMs);
  expect(server.tended).toBe(tended);
  server.isStoreInPlace = true;
  scheduler.pass(storeCheckMs + backgroundRetryMs);
  expect(server.tended).toBeGreaterThan(tended);
});

test("Maintenance tells the operator of maintenance that fails once a minute, and goes on trying", () => {
  const lines: string[] = [];
  const logger = startLogging({ level: "info", format: "text", write: (line) => lines.push(line) });
  const { server, scheduler } = openServer(() => {
    throw new StoreError("full", "/some/folder");
  }, logger);
  scheduler.pass(backgroundDelayMs + storeProblemQuietMs - 1);
  expect(server.tended).toBeGreaterThanOrEqual(storeProblemQuietMs / backgroundRetryMs);
  expect(lines).toHaveLength(1);
  scheduler.pass(backgroundRetryMs);
  expect(lines).toHaveLength(2);
});

test("Maintenance of an idle server wakes once a second, and once a minute for a sweep", () => {
  const { server, scheduler } = openServer();
  scheduler.pass(sweepIntervalMs / 2);
  const { tended } = server;
  const before = scheduler.firedCount;
  scheduler.pass(sweepIntervalMs);
  expect(scheduler.firedCount - before).toBeLessThanOrEqual(sweepIntervalMs / 1_000 + 2);
  expect(server.tended).toBe(tended + 1);
});

const crowds = [
  ["gives memory back once, when a crowd has come and it is quiet", [collectSessionsMin, 0, 0, 0], [], 1],
  ["gives none back for a few", [collectSessionsMin - 1, 0, 0], [], 0],
  ["waits until the crowd has settled", [collectSessionsMin, 300, 300], [], 0],
  ["waits while somebody speaks", [collectSessionsMin, 0, 0], [0, 1, 1], 0],
  ["gives it back again when the crowd is gone", [collectSessionsMin, 0, -collectSessionsMin, 0], [], 2],
] as const;

for (const [what, comings, messages, collected] of crowds)
  test(`Maintenance ${what}`, () => {
    const { server, scheduler } = openServer();
    comings.forEach((coming, index) => {
      server.sessions += coming;
      server.stored += messages[index] ?? 0;
      scheduler.pass(collectIntervalMs);
    });
    expect(server.collected).toBe(collected);
  });

test("Maintenance stop ends them all", () => {
  const { server, scheduler, maintenance } = openServer();
  maintenance.stop();
  server.sessions = collectSessionsMin;
  scheduler.pass(collectIntervalMs * 3);
  expect([server.tended, server.collected]).toEqual([0, 0]);
});

test("a server wakes the log's maintenance for messages, and not for what is no message", () => {
  let tended = 0;
  const maintain = () => ((tended += 1), false);
  const { enter, scheduler } = openRoom((listener) => ({ ...memoryLog(listener), maintain }));
  const alice = enter("alice");
  const tendedAfter = (request: object) => {
    scheduler.pass(2 * backgroundDelayMs);
    const before = tended;
    alice.say(request);
    scheduler.pass(2 * backgroundDelayMs);
    return tended - before;
  };
  expect(tendedAfter({ type: "broadcast", msg: "hi" })).toBe(1);
  expect(tendedAfter({ type: "typing", room: "lobby" })).toBe(0);
  expect(tendedAfter({ type: "topic", msg: "tea" })).toBe(0);
});

test("a server gives memory back when a crowd has come, and again when it has gone", () => {
  let collected = 0;
  const { connect, scheduler } = openRoom(undefined, 0, { collectGarbage: () => void (collected += 1) });
  const crowd = Array.from({ length: collectSessionsMin }, () => connect());
  scheduler.pass(3 * collectIntervalMs);
  expect(collected).toBe(1);
  for (const one of crowd) one.hangUp();
  scheduler.pass(3 * collectIntervalMs);
  expect(collected).toBe(2);
});

test("a server writes nothing to try a store that works", () => {
  let isFull = false;
  let tries = 0;
  const { hub, scheduler } = openRoom((listener) => {
    const tryWrite = () => {
      tries += 1;
      if (isFull) throw new Error("the disk is full");
    };
    return { ...memoryLog(listener), tryWrite };
  });
  scheduler.pass(3 * storeCheckMs);
  expect(tries).toBe(0);
  isFull = true;
  hub.storeHealth.failed(new Error("the disk is full"));
  scheduler.pass(2 * storeCheckMs);
  expect(tries).toBe(2);
  isFull = false;
  scheduler.pass(3 * storeCheckMs);
  expect([tries, hub.storeHealth.isWorking]).toEqual([3, true]);
});
