/** What the operator is told of a store that fails: once, and once more when it works again. */
import { afterAll, expect, test } from "bun:test";
import { renameSync } from "node:fs";
import { StoreError } from "../../src/base/store-error.ts";
import { memoryLog } from "../../src/log/memory.ts";
import { sqliteLog } from "../../src/log/sqlite.ts";
import { startLogging } from "../../src/server/logging.ts";
import { storeProblemQuietMs, storeCheckMs } from "../../src/server/limits.ts";
import { StoreHealth } from "../../src/server/store-health.ts";
import { delegate } from "../simulation/storage.ts";
import { lastingStore } from "../support/lasting-store.ts";
import { openRoom } from "../support/room.ts";
import { StoreFolders } from "../support/sqlite-store.ts";

const folders = new StoreFolders();

afterAll(() => folders.remove());

function logged() {
  const lines: string[] = [];
  const logger = startLogging({ level: "info", format: "text", write: (line) => lines.push(line) });
  return { logger, lines };
}

test("StoreHealth tells of each problem once a minute, with the folder and what to do, and of the end of one it told", () => {
  const { logger, lines } = logged();
  let time = 0;
  const health = new StoreHealth(logger, () => time);
  health.works();
  const problems = ["full", "full", "read_only", "full"] as const;
  for (const problem of problems) health.failed(new StoreError(problem, "/some/folder"));
  expect(lines.map((line) => line.split("messages are not stored: ")[1]?.trim())).toEqual([
    "the disk with '/some/folder' is full; delete something on it",
    "'/some/folder' or a file in it cannot be written; change its permissions",
  ]);
  health.works();
  health.works();
  expect(lines).toHaveLength(3);
  expect(lines.at(-1)).toContain("messages are stored again");
  time = storeProblemQuietMs - 1;
  health.failed(new StoreError("full", "/some/folder"));
  expect([lines.length, health.isWorking]).toEqual([3, false]);
  time += 1;
  health.failed(new StoreError("full", "/some/folder"));
  expect(lines).toHaveLength(4);
});

test("StoreHealth tells of a disk that fails and works by turns twice a minute, and of no stack", () => {
  const { logger, lines } = logged();
  let time = 0;
  const health = new StoreHealth(logger, () => time);
  const cause = Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
  for (; time < storeProblemQuietMs; time += 100) {
    health.failed(new StoreError("full", "/some/folder", cause));
    health.maintenanceFailed(new StoreError("full", "/some/folder", cause));
    health.works();
    health.maintenanceFailed(new StoreError("full", "/some/folder", cause));
  }
  expect(lines).toHaveLength(2);
  expect(lines.join("")).not.toContain("    at ");
});

test("StoreHealth tells of maintenance that fails alone, but not of a lock that it meets", () => {
  const { logger, lines } = logged();
  const health = new StoreHealth(logger, () => 0);
  health.maintenanceFailed(new StoreError("in_use", "/some/folder"));
  expect(lines).toEqual([]);
  health.maintenanceFailed(new StoreError("full", "/some/folder"));
  expect(lines[0]).toContain("maintenance failed: the disk with '/some/folder' is full");
  expect(health.isWorking).toBe(true);
});

test.each(["gone", "replaced", "damaged", "unusable"] as const)(
  "StoreHealth names the folder that is %s",
  (problem) => {
    const { logger, lines } = logged();
    const health = new StoreHealth(logger, () => 0);
    health.failed(new StoreError(problem, "/some/folder", new Error("no page 7")));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("messages are not stored");
    expect(lines[0]).toContain("/some/folder");
    expect(health.isWorking).toBe(false);
  },
);

test("a server whose disk was full works again though nobody sends anything", () => {
  const { logger, lines } = logged();
  const store = lastingStore();
  const { hub, enter, scheduler } = openRoom((listener) => store.open(listener), 0, { logger });
  const alice = enter("alice");
  store.setBroken(true);
  alice.say({ type: "broadcast", msg: "lost" });
  scheduler.pass(3 * storeCheckMs);
  expect(hub.storeHealth.isWorking).toBe(false);
  store.setBroken(false);
  lines.length = 0;
  scheduler.pass(3 * storeCheckMs);
  expect(hub.storeHealth.isWorking).toBe(true);
  expect(lines.filter((line) => line.includes("stored again"))).toHaveLength(1);
});

test("a server with a full disk logs one line, however many messages it refuses", () => {
  const { logger, lines } = logged();
  const store = lastingStore();
  const { enter, scheduler } = openRoom((listener) => store.open(listener), 0, { logger });
  const alice = enter("alice");
  store.setBroken(true);
  lines.length = 0;
  for (let count = 0; count < 10; count += 1) {
    alice.say({ type: "broadcast", msg: "lost" }, { type: "broadcast", msg: "lost", key: `${count}` });
    scheduler.pass(1_000);
  }
  expect(lines).toHaveLength(1);
  expect(alice.news()).toHaveLength(20);
});

test("a server whose disk was full works again with the first message that is stored", () => {
  const store = lastingStore();
  const { hub, enter, scheduler } = openRoom((listener) => store.open(listener));
  const alice = enter("alice");
  for (const broken of [true, false]) {
    store.setBroken(broken);
    alice.say({ type: "broadcast", msg: "hello" });
    scheduler.turns();
    expect(hub.storeHealth.isWorking).toBe(!broken);
  }
});

test("a server whose folder comes back onto a full disk does not say that messages are stored again", () => {
  const { logger, lines } = logged();
  const folder = folders.fresh();
  let full = true;
  const { hub, scheduler } = openRoom(
    (listener) => {
      const log = sqliteLog({ folder }, listener);
      const tryWrite = () => {
        if (full) throw new StoreError("full", folder);
        log.tryWrite();
      };
      return delegate(log, { tryWrite });
    },
    0,
    { logger },
  );
  hub.storeHealth.failed(new StoreError("full", folder));
  renameSync(folder, `${folder}-moved`);
  scheduler.pass(2 * storeCheckMs);
  renameSync(`${folder}-moved`, folder);
  scheduler.pass(2 * storeCheckMs);
  expect(hub.storeHealth.isWorking).toBe(false);
  const told = lines.filter((line) => /stored|refused/.test(line));
  expect(told).toHaveLength(2);
  expect(told[0]).toContain("full");
  full = false;
  scheduler.pass(storeCheckMs);
  expect(lines.filter((line) => line.includes("stored again"))).toHaveLength(1);
});

test("a server whose folder is moved away says so within a second, refuses, and goes on when it is back", () => {
  const { logger, lines } = logged();
  const folder = folders.fresh();
  const { enter, scheduler } = openRoom((listener) => sqliteLog({ folder }, listener), 0, { logger });
  const alice = enter("alice");
  scheduler.pass(storeCheckMs);
  renameSync(folder, `${folder}-moved`);
  lines.length = 0;
  scheduler.pass(storeCheckMs);
  const errors = () => lines.filter((line) => line.includes("not stored")).length;
  expect(errors()).toBe(1);
  alice.news();
  for (const key of ["a", "b"]) {
    alice.say({ type: "broadcast", msg: "lost", key });
    scheduler.pass(storeCheckMs);
  }
  expect(alice.news().map(({ code, key }) => [code, key])).toEqual([
    ["storage", "a"],
    ["storage", "b"],
  ]);
  expect(errors()).toBe(1);
  renameSync(`${folder}-moved`, folder);
  scheduler.pass(storeCheckMs);
  expect(lines.filter((line) => line.includes("stored again"))).toHaveLength(1);
  alice.say({ type: "broadcast", msg: "found", key: "a" });
  scheduler.turns();
  expect(alice.news()).toMatchObject([{ seq: 1, msg: "found", key: "a" }]);
});

test("a server logs reads that fail once a minute, however often they are tried, and is healthy", () => {
  const { logger, lines } = logged();
  const fails = () => {
    throw new Error("database disk image is malformed");
  };
  const { hub, enter, scheduler } = openRoom(
    (listener) => ({ ...memoryLog(listener), readBack: fails, search: fails }),
    0,
    { logger },
  );
  const alice = enter("alice");
  const read = () => {
    alice.say({ type: "history" }, { type: "search", query: "tea" });
    scheduler.turns();
    return lines.filter((line) => line.includes("could not be read")).length;
  };
  expect([read(), read()]).toEqual([1, 1]);
  expect(alice.news().map(({ code }) => code)).toEqual(["storage", "storage", "storage", "storage"]);
  scheduler.pass(storeProblemQuietMs - 1);
  expect(read()).toBe(1);
  scheduler.pass(1);
  expect(read()).toBe(2);
  expect(hub.storeHealth.isWorking).toBe(true);
});
