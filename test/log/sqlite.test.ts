/** The log in SQLite: the contract of all stores, what it keeps over a restart, and the folders it refuses. */
import { afterAll, describe, expect, test } from "bun:test";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { sqliteLog } from "../../src/log/sqlite.ts";
import { newestSchema } from "../../src/log/migrations.ts";
import type { StoreProblem } from "../../src/base/store-error.ts";
import { StoreError } from "../../src/base/store-error.ts";
import { logContract } from "../contracts/log.ts";
import { StoreFolders, databaseIn, draft, openStore, textsOf } from "../support/sqlite-store.ts";
import { record } from "../support/proposals.ts";

const folders = new StoreFolders();

afterAll(() => folders.remove());

/** The index is used in all of it: a search without one would answer the same. */
function searchFailed(cause: unknown): never {
  throw cause;
}

logContract("sqliteLog", (listener) => sqliteLog({ folder: folders.fresh(), searchFailed }, listener));

/** Root may write everywhere, so that nothing is read-only for it. */
const isRoot = process.getuid?.() === 0;

describe("sqliteLog, opened again", () => {
  test("has what was committed, goes on counting, and knows the keys", () => {
    const folder = folders.fresh();
    {
      using store = openStore(folder);
      store.log.propose([draft("one", { key: "k" }), draft("psst", { log: "@1", to: "bob" })]);
    }
    using store = openStore(folder);
    store.log.propose([draft("again", { key: "k" }), draft("two")]);
    expect(store.reports).toMatchObject([
      [
        { outcome: "repeated", entry: { seq: 1, text: "one" } },
        { outcome: "new", entry: { seq: 2 } },
      ],
    ]);
    expect(textsOf(store.log)).toEqual(["one", "two"]);
    expect(store.log.read("@1", 0, 9)).toMatchObject([{ seq: 1, to: "bob", text: "psst" }]);
  });

  test("has the same secret and the same records", () => {
    const folder = folders.fresh();
    const topic = { type: "topic", room: "tea", topic: "green" } as const;
    let secret: Uint8Array;
    {
      using store = openStore(folder);
      secret = store.log.secret();
      store.log.propose([record(topic)]);
    }
    using store = openStore(folder);
    expect(store.log.secret()).toEqual(secret);
    expect(store.log.records()).toEqual([topic]);
  });

  test("knows the head of a log without reading its entries", () => {
    const folder = folders.fresh();
    {
      using store = openStore(folder);
      store.log.propose(Array.from({ length: 100 }, (_, index) => draft(`${index}`)));
    }
    using database = databaseIn(folder);
    const plan = database
      .query<{ detail: string }, []>(
        `EXPLAIN QUERY PLAN SELECT place, time, sender, target, text, key FROM entries
         WHERE place > 8589934592 AND place < 17179869184 ORDER BY place DESC LIMIT 1`,
      )
      .all();
    // A search in the tree that the order comes out of: one entry is read, however many there are.
    expect(plan.map(({ detail }) => detail)).toEqual([
      "SEARCH entries USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
    ]);
    using store = openStore(folder);
    expect(store.log.head("lobby")).toBe(100);
  });

  test("finds a key in an index", () => {
    const folder = folders.fresh();
    openStore(folder)[Symbol.dispose]();
    using database = databaseIn(folder);
    const plan = database
      .query<{ detail: string }, []>(
        "EXPLAIN QUERY PLAN SELECT * FROM entries WHERE identity = 1 AND key = 'k' AND place > 1 AND place < 2",
      )
      .all();
    expect(plan.map(({ detail }) => detail).join()).toContain("INDEX entries_by_key");
  });
});

describe("sqliteLog, refused by the disk", () => {
  test.each(["ROLLBACK", "ABORT", "FAIL"])(
    "takes nothing of a batch that ends in %s, and the next one whole",
    (how) => {
      const folder = folders.fresh();
      using store = openStore(folder);
      store.log.propose([draft("before")]);
      using database = databaseIn(folder);
      database.run(
        `CREATE TRIGGER full BEFORE INSERT ON entries WHEN new.text = 'boom' BEGIN SELECT RAISE(${how}, 'full'); END`,
      );
      const topic = { type: "topic", room: "tea", topic: "lost" } as const;
      // In logs and of senders that are new with this very batch.
      const batch = [draft("one"), draft("new", { log: "tea", identity: "2", key: "k" }), draft("boom")];
      store.log.propose([...batch, record(topic)]);
      expect(store.reports[1]).toHaveProperty("failed");
      expect([textsOf(store.log), textsOf(store.log, "tea"), store.log.head("tea")]).toEqual([
        ["before"],
        [],
        0,
      ]);
      expect(store.log.records()).toEqual([]);
      store.log.propose([draft("two"), draft("new", { log: "tea", identity: "2", key: "k" })]);
      expect(store.reports[2]).toMatchObject([
        { outcome: "new", entry: { log: "lobby", seq: 2 } },
        { outcome: "new", entry: { log: "tea", seq: 1 } },
      ]);
      expect(textsOf(store.log)).toEqual(["before", "two"]);
    },
  );
});

describe("sqliteLog, in a folder it cannot use", () => {
  test("makes a folder that is missing, for its owner alone", () => {
    const folder = join(folders.fresh(), "deep", "er");
    openStore(folder)[Symbol.dispose]();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test("refuses a data folder of a newer version, and changes nothing in it", () => {
    const folder = folders.fresh();
    openStore(folder)[Symbol.dispose]();
    {
      using database = databaseIn(folder);
      database.run(`PRAGMA user_version = ${newestSchema() + 1}`);
      database.run("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    const before = readFileSync(join(folder, "chat.db"));
    expect(problemOf(() => openStore(folder))).toBe("newer");
    expect(readFileSync(join(folder, "chat.db")).equals(before)).toBe(true);
    // The refusal holds the folder no longer.
    {
      using database = databaseIn(folder);
      database.run(`PRAGMA user_version = ${newestSchema()}`);
    }
    openStore(folder)[Symbol.dispose]();
  });

  test("refuses a folder that another server uses, until that one has closed it", () => {
    const folder = folders.fresh();
    const store = openStore(folder);
    expect(problemOf(() => openStore(folder))).toBe("in_use");
    store.log.propose([draft("undisturbed")]);
    expect(textsOf(store.log)).toEqual(["undisturbed"]);
    store[Symbol.dispose]();
    openStore(folder)[Symbol.dispose]();
  });

  test("refuses what is no database", () => {
    const folder = folders.fresh();
    writeFileSync(join(folder, "chat.db"), "no database at all. ".repeat(100));
    expect(problemOf(() => openStore(folder))).toBe("damaged");
  });

  test("refuses a file where the folder should be", () => {
    const path = join(folders.fresh(), "file");
    writeFileSync(path, "");
    expect(problemOf(() => openStore(path))).toBe("unusable");
    expect(problemOf(() => openStore(join(path, "deeper")))).toBe("unusable");
    expect(existsSync(path)).toBe(true);
  });

  test.skipIf(isRoot)(
    `refuses a folder that may not be written to${isRoot ? " (skipped: root may write everywhere)" : ""}`,
    () => {
      const folder = folders.fresh();
      openStore(folder)[Symbol.dispose]();
      chmodSync(folder, 0o500);
      chmodSync(join(folder, "chat.db"), 0o400);
      expect(problemOf(() => openStore(folder))).toBe("read_only");
      chmodSync(folder, 0o700);
    },
  );

  const setpriv = Bun.which("setpriv");
  const canDrop = isRoot && setpriv !== null;
  test.skipIf(isRoot && !canDrop)(
    `refuses a database that may not be written to${isRoot && !canDrop ? " (skipped: root may write everywhere)" : ""}`,
    () => {
      const folder = folders.fresh();
      openStore(folder)[Symbol.dispose]();
      const path = join(folder, "chat.db");
      chmodSync(path, 0o400);
      if (setpriv === null || !isRoot) return expect(problemOf(() => openStore(folder))).toBe("read_only");
      const source = join(import.meta.dir, "../../src/log/sqlite.ts");
      const script = `import { sqliteLog } from ${JSON.stringify(source)};
        try {
          sqliteLog({ folder: ${JSON.stringify(folder)} }, { committed() {}, failed() {} });
          console.log("opened");
        } catch (error) { console.log(error.problem ?? error.message); }`;
      const nobody = 65_534;
      for (const name of readdirSync(folder)) chownSync(join(folder, name), nobody, nobody);
      for (const each of [folder, dirname(folder)]) chmodSync(each, 0o755);
      chownSync(folder, nobody, nobody);
      const options = [`--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups"];
      const run = Bun.spawnSync([setpriv, ...options, process.execPath, "-e", script]);
      expect(run.stdout.toString() + run.stderr.toString()).toBe("read_only\n");
    },
  );

  test("refuses a folder with a folder in the database's place", () => {
    const folder = folders.fresh();
    mkdirSync(join(folder, "chat.db"));
    expect(problemOf(() => openStore(folder))).toBe("missing");
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
