/** How the database of a data folder is opened, and what is said when it cannot be used. */
import { afterAll, describe, expect, test } from "bun:test";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StoreProblem } from "../../src/base/store-error.ts";
import { StoreError } from "../../src/base/store-error.ts";
import { fileName, openDatabase, openForReading, withStoreErrors } from "../../src/log/database.ts";
import { busyTimeoutMs } from "../../src/log/limits.ts";
import { StoreFolders, draft, openStore } from "../support/sqlite-store.ts";

const folders = new StoreFolders();

afterAll(() => folders.remove());

/** What is told of an error in a data folder. */
function told(folder: string, error: unknown): StoreError {
  try {
    withStoreErrors(folder, () => {
      throw error;
    });
  } catch (thrown) {
    if (thrown instanceof StoreError) return thrown;
    throw thrown;
  }
  throw new Error("nothing was thrown");
}

const withCode = (code: string): Error => Object.assign(new Error("no luck"), { code });

/** A folder in which something stands where the database should be. */
function holding(kind: "file" | "folder" | "nothing"): string {
  const folder = folders.fresh();
  if (kind === "file") writeFileSync(join(folder, fileName), "");
  if (kind === "folder") mkdirSync(join(folder, fileName));
  return folder;
}

describe("withStoreErrors", () => {
  const problems: readonly (readonly [code: string, problem: StoreProblem])[] = [
    ["SQLITE_READONLY", "read_only"],
    ["SQLITE_READONLY_DBMOVED", "read_only"],
    ["EACCES", "read_only"],
    ["EROFS", "read_only"],
    ["EPERM", "read_only"],
    ["SQLITE_FULL", "full"],
    ["ENOSPC", "full"],
    ["SQLITE_CORRUPT", "damaged"],
    ["SQLITE_CORRUPT_VTAB", "damaged"],
    ["SQLITE_NOTADB", "damaged"],
    ["SQLITE_ERROR", "damaged"],
    ["SQLITE_BUSY", "in_use"],
    ["SQLITE_BUSY_RECOVERY", "in_use"],
    ["EISDIR", "missing"],
    ["SQLITE_IOERR_READ", "unusable"],
    ["SQLITE_NOMEM", "unusable"],
    ["EMFILE", "unusable"],
    ["", "unusable"],
  ];

  test.each(problems)("tells %s as %s", (code, problem) => {
    const cause = withCode(code);
    expect(told("/some/folder", cause)).toMatchObject({ problem, folder: "/some/folder", cause });
  });

  test.each([
    ["file", "read_only"],
    ["folder", "missing"],
    ["nothing", "missing"],
  ] as const)("tells SQLITE_CANTOPEN by what is there: a %s is %s", (kind, problem) => {
    const folder = holding(kind);
    for (const code of ["SQLITE_CANTOPEN", "SQLITE_CANTOPEN_ISDIR"])
      expect(told(folder, withCode(code)).problem).toBe(problem);
  });

  test("tells an error without a code, and what is no error, as unusable", () => {
    for (const thrown of [new Error("no luck"), "no luck", undefined])
      expect(told("/some/folder", thrown).problem).toBe("unusable");
  });

  test("leaves a problem that was found already as it is, and gives back what there is", () => {
    const found = new StoreError("gone", "/some/folder");
    expect(told("/another/folder", found)).toBe(found);
    expect(withStoreErrors("/some/folder", () => 7)).toBe(7);
  });
});

/** What a database says of itself. */
function setting(database: ReturnType<typeof openForReading>, name: string): unknown {
  return Object.values(database.query<Record<string, unknown>, []>(`PRAGMA ${name}`).get() ?? {})[0];
}

describe("openDatabase", () => {
  test("syncs each commit to a write-ahead log, and never waits for locks of others in a statement", () => {
    const { database, release } = openDatabase(folders.fresh());
    const names = ["journal_mode", "synchronous", "wal_autocheckpoint", "journal_size_limit", "busy_timeout"];
    // 2 is FULL: a commit that returns survives a power cut.
    expect(names.map((name) => setting(database, name))).toEqual(["wal", 2, 4_000, 67_108_864, 0]);
    expect([setting(database, "cache_size"), setting(database, "temp_store")]).toEqual([-65_536, 2]);
    database.close();
    release();
  });

  test("lets go of a folder that it refuses", () => {
    const folder = folders.fresh();
    const { database, release } = openDatabase(folder);
    const refused = holding("file");
    for (let count = 0; count < 2; count += 1) expect(problemOf(() => openDatabase(refused))).toBe("damaged");
    expect(problemOf(() => openDatabase(folder))).toBe("in_use");
    database.close();
    release();
  });
});

describe("openForReading", () => {
  test("reads beside a server, waits for locks as it does, and can change nothing", () => {
    const folder = folders.fresh();
    using store = openStore(folder);
    store.log.propose([draft("one")]);
    const database = openForReading(folder);
    expect(setting(database, "busy_timeout")).toBe(busyTimeoutMs);
    expect(database.query("SELECT text FROM entries").all()).toEqual([{ text: "one" }]);
    expect(() => database.run("DELETE FROM entries")).toThrow("readonly");
    database.close();
  });

  test.each([
    ["a folder that is not there", (folder: string) => join(folder, "deeper")],
    ["a folder without a database", (folder: string) => folder],
  ])("makes nothing in %s", (_, path) => {
    const folder = folders.fresh();
    expect(problemOf(() => openForReading(path(folder)))).toBe("missing");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("refuses what is no database", () => {
    const folder = folders.fresh();
    writeFileSync(join(folder, fileName), "no database at all. ".repeat(100));
    expect(problemOf(() => openForReading(folder))).toBe("damaged");
  });
});

function problemOf(open: () => unknown): StoreProblem | undefined {
  try {
    open();
    return undefined;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return error.problem;
  }
}
