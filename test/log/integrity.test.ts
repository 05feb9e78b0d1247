/** A database that is not what the program makes is told to be damaged, whatever is wrong with it, and left as it is. */
import { Database } from "bun:sqlite";
import { afterAll, describe, expect, test } from "bun:test";
import {
  chmodSync,
  copyFileSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { StoreError } from "../../src/base/store-error.ts";
import { exportLines } from "../../src/server/export.ts";
import { StoreFolders, databaseIn, draft, openStore, textsOf } from "../support/sqlite-store.ts";

const folders = new StoreFolders();

afterAll(() => folders.remove());

/** A folder with some messages in it, and no server. */
function used(): string {
  const folder = folders.fresh();
  {
    using store = openStore(folder);
    store.log.propose(Array.from({ length: 2_000 }, (_, index) => draft(`${index}`)));
    while (store.log.maintain({ now: 0 }));
  }
  using database = databaseIn(folder);
  database.run("PRAGMA wal_checkpoint(TRUNCATE)");
  return folder;
}

const original = used();

function copyOf(folder: string): string {
  const copy = folders.fresh();
  for (const name of readdirSync(folder)) copyFileSync(join(folder, name), join(copy, name));
  return copy;
}

function problemOf(use: () => unknown): string | undefined {
  try {
    use();
    return undefined;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return error.problem;
  }
}

const tables = [
  "logs",
  "identities",
  "entries",
  "records",
  "spent_keys",
  "epochs",
  "counters",
  "secrets",
] as const;

const changes: readonly (readonly [string, string])[] = [
  ...tables.map((table) => [`the table ${table} is missing`, `DROP TABLE ${table}`] as const),
  ["an index is missing", "DROP INDEX entries_by_key"],
  ["a column is missing", "ALTER TABLE records RENAME COLUMN time TO moment"],
  [
    "a column has another type",
    "DROP TABLE counters; CREATE TABLE counters (name TEXT PRIMARY KEY, value TEXT) STRICT",
  ],
  ["a counter is missing", "DELETE FROM counters WHERE name = 'batch'"],
  ["there is no secret", "DELETE FROM secrets"],
  ["the secret is of another kind", "UPDATE secrets SET name = 'other'"],
  ["the secret is too short", "UPDATE secrets SET value = x'00'"],
  ["it is of no version", "PRAGMA user_version = 0"],
];

describe("sqliteLog refuses as damaged a database in which", () => {
  test.each(changes)("%s", (_, sql) => {
    const folder = copyOf(original);
    {
      using database = databaseIn(folder);
      for (const statement of sql.split(";")) database.run(statement);
      database.run("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    const before = readFileSync(join(folder, "chat.db"));
    expect(problemOf(() => openStore(folder))).toBe("damaged");
    expect(readFileSync(join(folder, "chat.db")).equals(before)).toBe(true);
    // The refusal holds the folder no longer.
    copyFileSync(join(original, "chat.db"), join(folder, "chat.db"));
    using store = openStore(folder);
    expect(textsOf(store.log)).toHaveLength(2_000);
  });

  const size = readFileSync(join(original, "chat.db")).length;

  test.each([
    ["there is nothing", 0],
    ["there is less than a header", 50],
    ["there is the first page alone", 4_096],
    ["half is cut off", size / 2],
    ["the last page is cut off", size - 4_096],
  ])("%s", (_, length) => {
    const folder = copyOf(original);
    truncateSync(join(folder, "chat.db"), length);
    expect(problemOf(() => openStore(folder))).toBe("damaged");
  });

  test("there is something else", () => {
    const folder = folders.fresh();
    writeFileSync(join(folder, "chat.db"), crypto.getRandomValues(new Uint8Array(10_000)));
    expect(problemOf(() => openStore(folder))).toBe("damaged");
  });
});

test("sqliteLog makes no new database over messages whose database is missing", () => {
  const folder = folders.fresh();
  {
    using store = openStore(folder);
    store.log.propose([draft("kept")]);
    copyFileSync(join(folder, "chat.db-wal"), join(folder, "wal"));
  }
  rmSync(join(folder, "chat.db"));
  copyFileSync(join(folder, "wal"), join(folder, "chat.db-wal"));
  expect(problemOf(() => openStore(folder))).toBe("damaged");
});

test("sqliteLog begins anew where an earlier start died before the database was whole", () => {
  const folder = folders.fresh();
  writeFileSync(join(folder, "chat.db.new"), "half of a database");
  using store = openStore(folder);
  store.log.propose([draft("one")]);
  expect(textsOf(store.log)).toEqual(["one"]);
  expect(readdirSync(folder)).not.toContain("chat.db.new");
});

test("sqliteLog takes nothing out of the journal of an earlier start that died", () => {
  const folder = folders.fresh();
  const other = join(folders.fresh(), "other.db");
  {
    using database = new Database(other, { create: true });
    for (const pragma of ["journal_mode = DELETE", "cache_size = 1", "cache_spill = 1"])
      database.run(`PRAGMA ${pragma}`);
    database.run("CREATE TABLE other (bytes)");
    for (let row = 0; row < 100; row += 1) database.run("INSERT INTO other VALUES (zeroblob(4000))");
    database.run("BEGIN");
    database.run("UPDATE other SET bytes = randomblob(4000)");
    copyFileSync(`${other}-journal`, join(folder, "chat.db.new-journal"));
  }
  // The mark of a journal that is to be played back.
  const mark = readFileSync(join(folder, "chat.db.new-journal")).subarray(0, 8).toString("hex");
  expect(mark).toBe("d9d505f920a163d7");
  using store = openStore(folder);
  store.log.propose([draft("one")]);
  expect(textsOf(store.log)).toEqual(["one"]);
  expect(readdirSync(folder)).not.toContain("chat.db.new-journal");
});

test("sqliteLog opens a database with more in it than it knows", () => {
  const folder = copyOf(original);
  {
    using database = databaseIn(folder);
    database.run("CREATE TABLE mine (text)");
  }
  using store = openStore(folder);
  expect(store.log.head("lobby")).toBe(2_000);
});

/** Overwrites everything behind the first pages: the schema is whole, and the rest is rubbish. */
function rot(folder: string): void {
  const path = join(folder, "chat.db");
  const bytes = readFileSync(path);
  bytes.fill(0xa5, 4_096 * 20);
  writeFileSync(path, bytes);
}

test("sqliteLog says of pages that cannot be read that they are damaged, when they are read", () => {
  const folder = copyOf(original);
  rot(folder);
  const problem = problemOf(() => {
    using store = openStore(folder);
    store.log.records();
    store.log.read("lobby", 0, 10_000);
  });
  expect(problem).toBe("damaged");
});

test("sqliteLog says of a secret that goes while it is open that the store is damaged", () => {
  const folder = copyOf(original);
  using store = openStore(folder);
  using database = databaseIn(folder);
  database.run("DELETE FROM secrets");
  expect(problemOf(() => store.log.secret())).toBe("damaged");
});

test("exportLines says of pages that cannot be read that they are damaged", () => {
  const folder = copyOf(original);
  rot(folder);
  expect(problemOf(() => Array.from(exportLines({ folder, room: undefined, mailboxes: true }) ?? []))).toBe(
    "damaged",
  );
});

test.skipIf(process.platform === "win32")(
  "sqliteLog keeps its files from others in a folder that is open",
  () => {
    const folder = folders.fresh();
    chmodSync(folder, 0o755);
    using store = openStore(folder);
    store.log.propose([draft("secret")]);
    const modes = new Map(
      readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777]),
    );
    for (const name of ["chat.db", "chat.db-wal", "chat.db-shm", "chat.lock"])
      expect(modes.get(name)).toBe(0o600);
  },
);
