/** What the operator is told of a store that fails: once, and once more when it works again. */
import { afterAll, expect, test } from "bun:test";
import { renameSync } from "node:fs";
import { StoreError } from "../../src/base/store-error.ts";
import { sqliteLog } from "../../src/log/sqlite.ts";
import { startLogging } from "../../src/server/logging.ts";
import { storeCheckMs } from "../../src/server/limits.ts";
import { StoreHealth } from "../../src/server/store-health.ts";
import { openRoom } from "../support/room.ts";
import { StoreFolders } from "../support/sqlite-store.ts";

const folders = new StoreFolders();

afterAll(() => folders.remove());

function logged() {
  const lines: string[] = [];
  const logger = startLogging({ level: "info", format: "text", write: (line) => lines.push(line) });
  return { logger, lines };
}

test("StoreHealth tells of a failure once, of another one anew, and once that it is over", () => {
  const { logger, lines } = logged();
  const health = new StoreHealth(logger);
  health.works();
  const causes = ["full", "full", "broken", "full"].map((message) => new Error(message));
  for (const cause of causes) health.failed(cause);
  health.isInPlace();
  expect(lines).toHaveLength(3);
  health.works();
  health.works();
  expect(lines).toHaveLength(4);
  expect(lines.at(-1)).toContain("messages are stored again");
});

test("StoreHealth names the folder that is gone", () => {
  const { logger, lines } = logged();
  const health = new StoreHealth(logger);
  health.failed(new StoreError("gone", "/some/folder"));
  expect(lines[0]).toContain("messages are not stored");
  expect(lines[0]).toContain("/some/folder");
  health.isInPlace();
  expect(lines).toHaveLength(2);
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
