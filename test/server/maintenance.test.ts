/** What the server does at intervals, on a clock that the test owns. */
import { getLogger } from "@logtape/logtape";
import { expect, test } from "bun:test";
import { StoreError } from "../../src/base/store-error.ts";
import { memoryLog } from "../../src/log/memory.ts";
import {
  collectSessionsMin,
  storeCheckMs,
  busyEntriesMin,
  maintenanceIntervalMs,
  collectIntervalMs,
} from "../../src/server/limits.ts";
import { Maintenance } from "../../src/server/maintenance.ts";
import { startLogging } from "../../src/server/logging.ts";
import { StoreHealth } from "../../src/server/store-health.ts";
import { FakeScheduler } from "../support/fake-scheduler.ts";
import { openRoom } from "../support/room.ts";

/** A server of which only the numbers are there. */
function openServer(maintain: () => boolean = () => false, logger = getLogger("test")) {
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
    logger,
    isInUse: () => true,
    storedCount: () => server.stored,
    sessionCount: () => server.sessions,
    collectGarbage: () => (server.collected += 1),
    storeHealth: new StoreHealth(getLogger("test"), () => 0),
    storeRecovered: () => undefined,
  });
  return { ...server, server, maintenance };
}

test("Maintenance runs the log's maintenance, but not while messages come in great number", () => {
  const { server, scheduler } = openServer();
  scheduler.pass(maintenanceIntervalMs);
  expect(server.tended).toBe(1);
  server.stored += busyEntriesMin;
  scheduler.pass(maintenanceIntervalMs);
  expect(server.tended).toBe(1);
  server.stored += busyEntriesMin - 1;
  scheduler.pass(maintenanceIntervalMs);
  expect(server.tended).toBe(2);
});

test("Maintenance leaves the log alone while its files are not in their places", () => {
  const { server, scheduler } = openServer();
  server.isStoreInPlace = false;
  scheduler.pass(storeCheckMs);
  const { tended } = server;
  scheduler.pass(10 * maintenanceIntervalMs);
  expect(server.tended).toBe(tended);
  server.isStoreInPlace = true;
  scheduler.pass(storeCheckMs + maintenanceIntervalMs);
  expect(server.tended).toBeGreaterThan(tended);
});

test("Maintenance keeps maintaining a log whose disk was full", () => {
  const { server, scheduler } = openServer(() => {
    throw new Error("the disk is full");
  });
  scheduler.pass(maintenanceIntervalMs * 3);
  expect(server.tended).toBe(3);
});

test("Maintenance tells the operator once of maintenance that fails, and anew of the next failure after a success", () => {
  const lines: string[] = [];
  const logger = startLogging({ level: "info", format: "text", write: (line) => lines.push(line) });
  let failing = true;
  const { scheduler } = openServer(() => {
    if (failing) throw new Error("the disk is full");
    return false;
  }, logger);
  scheduler.pass(maintenanceIntervalMs * 3);
  expect(lines).toHaveLength(1);
  failing = false;
  scheduler.pass(maintenanceIntervalMs);
  expect(lines).toHaveLength(1);
  failing = true;
  scheduler.pass(maintenanceIntervalMs * 3);
  expect(lines).toHaveLength(2);
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

test("a server puts the log's upkeep off while many messages come, and not for what is no message", () => {
  let tended = 0;
  const maintain = () => ((tended += 1), false);
  const { enter, scheduler } = openRoom((listener) => ({ ...memoryLog(listener), maintain }));
  const alice = enter("alice");
  const rounds = 5;
  const tendedDuring = (request: object) => {
    scheduler.pass(maintenanceIntervalMs);
    const before = tended;
    for (let round = 0; round < rounds; round += 1) {
      alice.say(...Array.from({ length: busyEntriesMin }, () => request));
      scheduler.pass(maintenanceIntervalMs);
    }
    return tended - before;
  };
  expect(tendedDuring({ type: "broadcast", msg: "hi" })).toBe(0);
  expect(tendedDuring({ type: "typing", room: "lobby" })).toBe(rounds);
  expect(tendedDuring({ type: "topic", msg: "tea" })).toBe(rounds);
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
