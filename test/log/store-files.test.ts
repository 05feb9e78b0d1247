/** A data folder that is deleted, moved or replaced under an open store: nothing is acknowledged that would be lost. */
import { Database } from "bun:sqlite";
import { afterAll, describe, expect, spyOn, test } from "bun:test";
import { copyFileSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { StoreError } from "../../src/base/store-error.ts";
import { StoreFolders, databaseIn, draft, openStore, textsOf } from "../support/sqlite-store.ts";
import type { OpenStore } from "../support/sqlite-store.ts";
import { statementsThatWait } from "../support/waiting-statements.ts";

const folders = new StoreFolders();

afterAll(() => folders.remove());

function checked(store: OpenStore): string | undefined {
  try {
    store.log.check();
    return undefined;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return error.problem;
  }
}

/** What became of a message that is sent now. */
function sent(store: OpenStore, text: string): string {
  store.log.propose([draft(text)]);
  const report = store.reports.at(-1);
  if (report === undefined || !("failed" in report)) return "stored";
  return report.failed instanceof StoreError ? report.failed.problem : String(report.failed);
}

const chat = (folder: string) => join(folder, "chat.db");

const accidents: readonly (readonly [string, (folder: string) => void, "gone" | "replaced"])[] = [
  ["the folder is deleted", (folder) => rmSync(folder, { recursive: true }), "gone"],
  ["the folder is moved", (folder) => renameSync(folder, `${folder}-moved`), "gone"],
  ["chat.db is deleted", (folder) => rmSync(chat(folder)), "gone"],
  ["the write-ahead log is deleted", (folder) => rmSync(`${chat(folder)}-wal`), "gone"],
  ["the lock is deleted", (folder) => rmSync(join(folder, "chat.lock")), "gone"],
  [
    "the folder is replaced by a copy",
    (folder) => {
      cpSync(folder, `${folder}-copy`, { recursive: true });
      renameSync(folder, `${folder}-moved`);
      renameSync(`${folder}-copy`, folder);
    },
    "replaced",
  ],
  [
    "chat.db is restored from a copy",
    (folder) => {
      copyFileSync(chat(folder), `${chat(folder)}.copy`);
      renameSync(`${chat(folder)}.copy`, chat(folder));
    },
    "replaced",
  ],
];

describe.each(accidents)("when %s", (_, happen, problem) => {
  test("the next message is refused, and nothing of it is in the log", () => {
    const folder = folders.fresh();
    using store = openStore(folder);
    expect(sent(store, "before")).toBe("stored");
    expect(checked(store)).toBeUndefined();
    // A folder's time stands still within one tick of the system: a change in the tick of the last look is check's.
    Bun.sleepSync(20);
    happen(folder);
    expect(sent(store, "lost")).toBe(problem);
    expect(sent(store, "lost, too")).toBe(problem);
    expect(textsOf(store.log)).toEqual(["before"]);
  });

  test("check says so, also in the tick of the last look", () => {
    const folder = folders.fresh();
    using store = openStore(folder);
    sent(store, "before");
    happen(folder);
    expect(checked(store)).toBe(problem);
    expect(sent(store, "lost")).toBe(problem);
  });
});

test("a store refuses what comes after check has found something gone, though the folder's time says nothing", () => {
  const folder = folders.fresh();
  using store = openStore(folder);
  const setTime = () => utimesSync(folder, 1_000, 1_000);
  setTime();
  expect(sent(store, "before")).toBe("stored");
  renameSync(chat(folder), `${chat(folder)}.moved`);
  // As if it were the tick of the last look.
  setTime();
  expect(checked(store)).toBe("gone");
  expect(sent(store, "lost")).toBe("gone");
  renameSync(`${chat(folder)}.moved`, chat(folder));
  setTime();
  expect(sent(store, "after")).toBe("stored");
  expect(textsOf(store.log)).toEqual(["before", "after"]);
});

test("a store goes on when its folder comes back", () => {
  const folder = folders.fresh();
  using store = openStore(folder);
  sent(store, "one");
  renameSync(folder, `${folder}-moved`);
  expect(checked(store)).toBe("gone");
  expect(sent(store, "two")).toBe("gone");
  renameSync(`${folder}-moved`, folder);
  expect(checked(store)).toBeUndefined();
  expect(sent(store, "three")).toBe("stored");
  expect(textsOf(store.log)).toEqual(["one", "three"]);
});

test("a store is not disturbed by other files that come into its folder", () => {
  const folder = folders.fresh();
  using store = openStore(folder);
  for (let count = 0; count < 3; count += 1) {
    mkdirSync(join(folder, `other-${count}`));
    expect([sent(store, `${count}`), checked(store)]).toEqual(["stored", undefined]);
  }
});

test("a store that lost its write-ahead log alone saves what was committed there", () => {
  const folder = folders.fresh();
  const saved = folders.fresh();
  {
    using store = openStore(folder);
    sent(store, "kept");
    rmSync(`${chat(folder)}-wal`);
    expect(checked(store)).toBe("gone");
    // As it is now, without what closing would do.
    copyFileSync(chat(folder), chat(saved));
  }
  using store = openStore(saved);
  expect(textsOf(store.log)).toEqual(["kept"]);
});

/** The texts of a store whose database is a copy of this one as it is now, without what closing would do. */
function textsOfCopy(folder: string): readonly string[] {
  const saved = folders.fresh();
  copyFileSync(chat(folder), chat(saved));
  using store = openStore(saved);
  return textsOf(store.log);
}

test("a store without its write-ahead log waits for no reader, and saves the rest when that is gone", () => {
  const folder = folders.fresh();
  using store = openStore(folder);
  sent(store, "seen");
  {
    using reader = databaseIn(folder);
    reader.run("BEGIN");
    reader.query("SELECT count(*) FROM entries").get();
    sent(store, "later");
    rmSync(`${chat(folder)}-wal`);
    expect(statementsThatWait(() => expect(checked(store)).toBe("gone"))).toEqual([]);
  }
  expect(checked(store)).toBe("gone");
  expect(textsOfCopy(folder)).toEqual(["seen", "later"]);
});

test("a store that lost its lock alone leaves its database alone", () => {
  const folder = folders.fresh();
  using store = openStore(folder);
  sent(store, "before");
  const before = readFileSync(chat(folder));
  rmSync(join(folder, "chat.lock"));
  expect(checked(store)).toBe("gone");
  expect(readFileSync(chat(folder)).equals(before)).toBe(true);
});

test("a store that lost its database, too, writes nothing into the one that took its place", () => {
  const folder = folders.fresh();
  using store = openStore(folder);
  sent(store, "before");
  const run = spyOn(Database.prototype, "run");
  rmSync(chat(folder));
  rmSync(`${chat(folder)}-wal`);
  expect(checked(store)).toBe("gone");
  expect(run).not.toHaveBeenCalled();
  run.mockRestore();
});

test("a store that cannot save what was in its write-ahead log says what is gone, not why it cannot", () => {
  const folder = folders.fresh();
  using store = openStore(folder);
  sent(store, "before");
  rmSync(`${chat(folder)}-wal`);
  const run = spyOn(Database.prototype, "run").mockImplementation(() => {
    throw new Error("database or disk is full");
  });
  expect(checked(store)).toBe("gone");
  run.mockRestore();
});
