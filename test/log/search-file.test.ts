/** The file of the search index: whatever becomes of it, everything is found, and the index is made anew. */
import { Database } from "bun:sqlite";
import { afterAll, describe, expect, test } from "bun:test";
import {
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { sqliteLog } from "../../src/log/sqlite.ts";
import { found } from "../support/found.ts";
import { deaf } from "../support/proposals.ts";
import { index, rowsIn, rowsOf, say, textsFound, times } from "../support/search-index.ts";
import { StoreFolders, draft, openStore } from "../support/sqlite-store.ts";

const folders = new StoreFolders();

afterAll(() => folders.remove());

describe("the search index is made anew when", () => {
  const path = (folder: string): string => join(folder, "search.db");
  test.each<readonly [string, (folder: string) => void]>([
    ["it is missing", (folder) => rmSync(path(folder))],
    ["it is empty", (folder) => writeFileSync(path(folder), "")],
    ["it is no database", (folder) => writeFileSync(path(folder), "tea".repeat(10_000))],
    ["it is cut off", (folder) => writeFileSync(path(folder), readFileSync(path(folder)).subarray(0, 8_192))],
    [
      "its pages are overwritten",
      (folder) => {
        const bytes = readFileSync(path(folder));
        bytes.fill(0x55, 4_096);
        writeFileSync(path(folder), bytes);
      },
    ],
    ["it is of another version", (folder) => change(folder, "PRAGMA user_version = 1")],
    ["a table is missing", (folder) => change(folder, "DROP TABLE segment_1")],
    ["it does not say how far the log had come", (folder) => change(folder, "DELETE FROM history")],
    ["it is of another store", (folder) => change(folder, "UPDATE history SET epoch_id = x'00'")],
    ["it has come further than the log", (folder) => change(folder, "UPDATE history SET batch = batch + 1")],
  ])("%s", (_, damage) => {
    const folder = folders.fresh();
    {
      using store = openStore(folder);
      say(store, ...times(600, "no"), "tea");
      index(store);
    }
    // Lost with the file.
    change(folder, "CREATE TABLE of_before (one)");
    damage(folder);
    using store = openStore(folder);
    expect(textsFound(store, "tea")).toEqual(["tea"]);
    index(store);
    expect(textsFound(store, "tea")).toEqual(["tea"]);
    expect([rowsIn(folder, "tea"), rowsIn(folder, "no")]).toEqual([1, 600]);
    expect(rowsOf(folder, "SELECT name FROM sqlite_schema WHERE name = 'of_before'")).toEqual([]);
    expect(statSync(path(folder)).mode & 0o777).toBe(0o600);
  });

  test.each([
    ["before the store was opened once more", true],
    ["while the store was open", false],
  ])(
    "the folder was restored from a copy that was made %s, and others took the places since",
    (_, reopens) => {
      const [folder, older] = [folders.fresh(), folders.fresh()];
      const store = openStore(folder);
      say(store, "one");
      if (reopens) store[Symbol.dispose]();
      cpSync(folder, older, { recursive: true });
      const again = reopens ? openStore(folder) : store;
      say(again, "tea");
      index(again);
      again[Symbol.dispose]();
      for (const name of readdirSync(folder)) if (name.startsWith("chat.db")) rmSync(join(folder, name));
      cpSync(older, folder, { recursive: true, filter: (path) => !/search|shm/.test(path) });
      {
        using restored = openStore(folder);
        say(restored, "coffee");
      }
      using last = openStore(folder);
      index(last);
      expect([textsFound(last, "coffee"), textsFound(last, "tea")]).toEqual([["coffee"], []]);
    },
  );
});

describe("the search index goes on after its write-ahead log was cut off", () => {
  /** A folder as a process that dies leaves it. */
  const left = folders.fresh();
  const walName = "search.db-wal";
  {
    const folder = folders.fresh();
    using store = openStore(folder);
    for (let count = 0; count < 4; count += 1) {
      say(store, ...times(100, "no"), "tea");
      index(store);
    }
    cpSync(folder, left, { recursive: true });
  }
  const walBytes = statSync(join(left, walName)).size;

  test.each(Array.from({ length: 12 }, (_, part) => Math.floor((walBytes * part) / 11)))(
    "at byte %i",
    (bytes) => {
      const folder = folders.fresh();
      cpSync(left, folder, { recursive: true });
      rmSync(join(folder, "search.db-shm"), { force: true });
      truncateSync(join(folder, walName), bytes);
      using store = openStore(folder);
      expect(textsFound(store, "tea")).toHaveLength(4);
      index(store);
      expect(textsFound(store, "tea")).toHaveLength(4);
      expect([rowsIn(folder, "tea"), rowsIn(folder, "no")]).toEqual([4, 400]);
      expect(store.searchFailures).toEqual([]);
    },
  );
});

test("a store whose index cannot be made searches without it, and says so", () => {
  const folder = folders.fresh();
  const failures: unknown[] = [];
  // A folder cannot be replaced by a file.
  const blocked = join(folder, "search.db-wal", "in the way");
  writeFileWithFolder(blocked);
  const log = sqliteLog({ folder, searchFailed: (cause) => void failures.push(cause) }, deaf);
  log.propose(Array.from({ length: 600 }, () => draft("tea")));
  expect(found(log, "lobby", "tea", 1_000)).toHaveLength(600);
  expect(failures.length).toBeGreaterThan(0);
  failures.length = 0;
  while (log.maintain({ now: 0 }));
  expect(failures).toHaveLength(1);
  // It is tried again with the next entry.
  rmSync(join(folder, "search.db-wal"), { recursive: true });
  log.propose([draft("tea")]);
  while (log.maintain({ now: 0 }));
  expect(rowsIn(folder, "tea")).toBe(601);
  void log.close();
});

function change(folder: string, sql: string): void {
  using database = new Database(join(folder, "search.db"));
  database.run(sql);
}

function writeFileWithFolder(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "");
}
