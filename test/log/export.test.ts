/** Reading a whole store beside the one that writes it. */
import { Database } from "bun:sqlite";
import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExportOptions } from "../../src/log/export.ts";
import { exportedEntries } from "../../src/log/export.ts";
import type { Log } from "../../src/log/log.ts";
import { newestSchema } from "../../src/log/migrations.ts";
import { sqliteLog } from "../../src/log/sqlite.ts";
import { readEntriesMax } from "../../src/log/limits.ts";
import { StoreError } from "../../src/base/store-error.ts";
import { draft } from "../support/proposals.ts";

const folders = mkdtempSync(join(tmpdir(), "chat-export-"));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

function open() {
  const folder = mkdtempSync(join(folders, "store-"));
  const log = sqliteLog({ folder }, { committed: () => undefined, failed: (cause) => expect(cause).toBe(0) });
  const read = (options: Partial<ExportOptions> = {}) => {
    const found = exportedEntries({ folder, room: undefined, mailboxes: false, ...options });
    return found === undefined ? undefined : Array.from(found).flat();
  };
  return { folder, log, read, [Symbol.dispose]: () => void log.close() };
}

function say(log: Log, room: string, ...texts: readonly string[]): void {
  log.propose(texts.map((text) => draft(text, { log: room, from: "ann", time: 5 })));
}

describe("exportedEntries", () => {
  test("gives every room whole and in order, while the store is in use", () => {
    using store = open();
    const many = Array.from({ length: readEntriesMax * 2 + 1 }, (_, index) => String(index));
    say(store.log, "lobby", ...many);
    say(store.log, "tea", "a", "b");
    const entries = store.read() ?? [];
    expect(entries.filter(({ log }) => log === "lobby").map(({ text }) => text)).toEqual(many);
    expect(entries.slice(-2)).toMatchObject([
      { log: "tea", seq: 1, text: "a", from: "ann", time: 5 },
      { log: "tea", seq: 2, text: "b" },
    ]);
  });

  test("ends with what there was when it began, however much is said meanwhile", () => {
    using store = open();
    say(store.log, "lobby", ...Array.from({ length: readEntriesMax + 1 }, () => "x"));
    let count = 0;
    for (const block of exportedEntries({ folder: store.folder, room: undefined, mailboxes: false }) ?? []) {
      count += block.length;
      say(store.log, "lobby", "y");
    }
    expect(count).toBe(readEntriesMax + 1);
  });

  test("gives mailboxes to those only who ask for them", () => {
    using store = open();
    say(store.log, "lobby", "a");
    store.log.propose([draft("psst", { log: "@1", from: "ann", to: "bob", key: "k", time: 5 })]);
    expect(store.read()?.map(({ text }) => text)).toEqual(["a"]);
    expect(store.read({ mailboxes: true })).toMatchObject([
      { text: "a" },
      { log: "@1", to: "bob", text: "psst", key: "k" },
    ]);
    expect(store.read({ room: "@1" })).toBeUndefined();
  });

  test("gives one room, and tells a missing one from an empty store", () => {
    using store = open();
    expect(store.read()).toEqual([]);
    say(store.log, "lobby", "a");
    say(store.log, "tea", "b");
    expect(store.read({ room: "tea" })).toMatchObject([{ log: "tea", text: "b" }]);
    expect(store.read({ room: "coffee" })).toBeUndefined();
  });

  test("tells a folder without data", () => {
    const read = () => exportedEntries({ folder: join(folders, "none"), room: undefined, mailboxes: false });
    expect(read).toThrow(StoreError);
  });

  test.each([
    [0, undefined],
    [1, "newer"],
  ])("reads a store whose version is %i newer than the program: %p", (newerBy, problem) => {
    const store = open();
    say(store.log, "lobby", "a");
    store[Symbol.dispose]();
    {
      using database = new Database(join(store.folder, "chat.db"));
      database.run(`PRAGMA user_version = ${newestSchema() + newerBy}`);
    }
    const problemOf = () => {
      try {
        return store.read()?.length === 1 ? undefined : "lost";
      } catch (error) {
        return error instanceof StoreError ? error.problem : error;
      }
    };
    expect(problemOf()).toBe(problem);
  });

  test.skipIf(process.platform !== "linux").each([
    ["is read to its end", undefined, Number.POSITIVE_INFINITY],
    ["is read in part", undefined, 1],
    ["has no such room", "coffee", 0],
  ])("leaves no write-ahead log open when a store %s", (_, room, blocksMax) => {
    using store = open();
    say(store.log, "lobby", ...Array.from({ length: readEntriesMax + 1 }, () => "x"));
    let count = 0;
    for (const _block of exportedEntries({ folder: store.folder, room, mailboxes: false }) ?? []) {
      count += 1;
      if (count >= blocksMax) break;
    }
    // The store's own.
    expect(openFiles(join(store.folder, "chat.db-wal"))).toBe(1);
  });
});

/** How many of the descriptors of this process are open on a file. */
function openFiles(path: string): number {
  return readdirSync("/proc/self/fd").filter((descriptor) => {
    try {
      return readlinkSync(join("/proc/self/fd", descriptor)) === path;
    } catch {
      // The one that the folder was read with.
      return false;
    }
  }).length;
}
