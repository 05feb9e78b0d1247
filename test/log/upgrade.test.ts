/** A data folder of an earlier version: copied first, then changed in one step, whatever happens on the way. */
import { afterAll, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Database } from "bun:sqlite";
import { StoreError } from "../../src/base/store-error.ts";
import { migrate, newestSchema } from "../../src/log/migrations.ts";
import { sqliteLog } from "../../src/log/sqlite.ts";
import type { UpgradeProgress } from "../../src/log/upgrade.ts";
import { neededBytes, upgrade } from "../../src/log/upgrade.ts";
import type { DurableRecord } from "../../src/protocol/durable-record.ts";
import { fixturesFolder } from "../support/exchange/format.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { deaf } from "../support/proposals.ts";
import { StoreFolders, databaseIn, openStore, textsOf } from "../support/sqlite-store.ts";

setDefaultTimeout(testTimeoutMs);

const folders = new StoreFolders();

afterAll(() => folders.remove());

/** A data folder of 0.1.0: the fixture itself is never opened, since a reader leaves files beside it. */
function fixture(): string {
  const folder = folders.fresh();
  cpSync(join(fixturesFolder, "data"), folder, { recursive: true });
  return folder;
}

const original = fixture();
let folder = "";
beforeEach(() => void (folder = fixture()));

const copyName = "chat.db.version-1";

function schemaOf(path: string): unknown {
  using database = new Database(path, { readonly: true });
  return database.query("PRAGMA user_version").values()[0]?.[0];
}

test("an upgrade is told, and its copy stays until the next start that went well", () => {
  const texts = textsIn(folder);
  const { length } = readFileSync(join(folder, "chat.db"));
  const told: UpgradeProgress[] = [];
  void sqliteLog({ folder, upgrading: (progress) => told.push(progress) }, deaf).close();
  const copy = join(folder, copyName);
  expect(told.map(({ step, copiedBytes }) => [step, copiedBytes])).toEqual([
    ["copying", 0],
    ["copying", length],
    ["migrating", length],
    ["done", length],
  ]);
  expect(told[0]).toMatchObject({ from: 1, to: newestSchema(), totalBytes: length, copy });
  expect([schemaOf(copy), textsIn(folder, copyName)]).toEqual([1, texts]);
  expect(schemaOf(join(folder, "chat.db"))).toBe(newestSchema());
  {
    using store = openStore(folder);
    expect(textsOf(store.log)).not.toEqual([]);
  }
  expect(existsSync(copy)).toBe(false);
});

test("the copy of an upgrade holds what was in the write-ahead log", () => {
  const earlier = folders.fresh();
  const path = join(earlier, "chat.db");
  const database = new Database(path);
  database.run("PRAGMA journal_mode = WAL");
  migrate(database, 0, 1);
  database.run("INSERT INTO logs (id, name) VALUES (1, 'lobby')");
  database.run("INSERT INTO entries VALUES ((1 << 33) + 1, 5, 1, 'ann', NULL, 'in the log', NULL)");
  // What is left of a server that was killed.
  for (const name of ["chat.db", "chat.db-wal"]) cpSync(join(earlier, name), join(folder, name));
  database.close();
  expect(readFileSync(join(folder, "chat.db-wal")).length).toBeGreaterThan(0);
  openStore(folder)[Symbol.dispose]();
  using copy = new Database(join(folder, copyName), { readonly: true });
  expect(copy.query("SELECT text FROM entries").values()).toEqual([["in the log"]]);
});

const stages = ["copying", "migrating", "done"] as const;

test.each(stages)("an upgrade that dies at %s is done by the next start", (stage) => {
  const [expected, topics] = [textsIn(original), topicsIn(original)];
  expect(() =>
    sqliteLog(
      {
        folder,
        upgrading: ({ step }) => {
          if (step === stage) throw new Error("killed");
        },
      },
      deaf,
    ),
  ).toThrow(StoreError);
  expect(schemaOf(join(folder, "chat.db"))).toBe(stage === "done" ? newestSchema() : 1);
  using store = openStore(folder);
  expect(textsOf(store.log)).toEqual(expected);
  expect(store.log.records().filter(({ type }) => type === "topic")).toEqual(topics);
});

test("an upgrade begins its copy anew after one that was cut off", () => {
  writeFileSync(join(folder, copyName), "of an earlier try");
  writeFileSync(join(folder, `${copyName}.part`), "half of a copy");
  openStore(folder)[Symbol.dispose]();
  expect(schemaOf(join(folder, copyName))).toBe(1);
  expect(readdirSync(folder)).not.toContain(`${copyName}.part`);
});

test("a copy beside a damaged database is kept", () => {
  openStore(folder)[Symbol.dispose]();
  {
    using database = databaseIn(folder);
    database.run("DROP TABLE records");
  }
  expect(() => openStore(folder)).toThrow(StoreError);
  expect(readdirSync(folder)).toContain(copyName);
});

test("a database of an earlier version that is damaged is refused before anything is copied", () => {
  {
    using database = databaseIn(folder);
    database.run("DROP TABLE words");
  }
  expect(() => openStore(folder)).toThrow(StoreError);
  expect(readdirSync(folder)).not.toContain(copyName);
  expect(schemaOf(join(folder, "chat.db"))).toBe(1);
});

test.each([
  [0, false],
  [-1, true],
])(
  "an upgrade needs room for the copy, and refuses before it changes anything: %i bytes more",
  (more, isRefused) => {
    const path = join(folder, "chat.db");
    const before = readFileSync(path);
    const needed = neededBytes(path);
    using database = new Database(path);
    const refused = catchStoreError(() =>
      upgrade(database, { folder, path, from: 1, report: () => undefined, freeBytes: () => needed + more }),
    );
    expect([refused?.problem, refused?.missingBytes]).toEqual(
      isRefused ? ["no_room", 1] : [undefined, undefined],
    );
    if (!isRefused) return;
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(folder)).not.toContain(copyName);
  },
);

function catchStoreError(act: () => void): StoreError | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
}

test("an upgrade waits for nobody: while another program reads the write-ahead log, it is refused", () => {
  {
    using database = new Database(join(folder, "chat.db"));
    database.run("PRAGMA journal_mode = WAL");
    database.run("UPDATE topics SET topic = 'of the log'");
    using reader = new Database(join(folder, "chat.db"));
    reader.run("BEGIN");
    reader.query("SELECT * FROM topics").all();
    database.run("UPDATE topics SET topic = 'of the log, and newer'");
    expect(catchStoreError(() => openStore(folder))?.problem).toBe("in_use");
    expect(readdirSync(folder)).not.toContain(copyName);
  }
  using store = openStore(folder);
  expect(store.log.records()).toContainEqual({ type: "topic", room: "tea", topic: "of the log, and newer" });
});

test("an upgrade whose migration fails leaves the database and no copy", () => {
  const path = join(folder, "chat.db");
  using database = new Database(path);
  database.run("CREATE TABLE epochs (something)");
  expect(() => upgrade(database, { folder, path, from: 1, report: () => undefined })).toThrow();
  expect(readdirSync(folder)).not.toContain(copyName);
  expect(schemaOf(path)).toBe(1);
});

test("the room that an upgrade needs counts what is in the write-ahead log twice, and no leftovers of an earlier try", () => {
  const path = join(folder, "chat.db");
  const { length } = readFileSync(path);
  const bytes = (ahead: number) => length + 2 * ahead + Math.ceil(length / 4) + 16 * 1024 * 1024;
  expect(neededBytes(path)).toBe(bytes(0));
  writeFileSync(`${path}-wal`, "x".repeat(1_000));
  expect(neededBytes(path)).toBe(bytes(1_000));
  rmSync(`${path}-wal`);
  writeFileSync(join(folder, `${copyName}.part`), "half of a copy");
  const freeBytes = () => (readdirSync(folder).includes(`${copyName}.part`) ? 0 : neededBytes(path));
  using database = new Database(path);
  upgrade(database, { folder, path, from: 1, report: () => undefined, freeBytes });
  expect(schemaOf(path)).toBe(newestSchema());
});

test("the copy of an upgrade is its owner's alone", () => {
  openStore(folder)[Symbol.dispose]();
  expect(statSync(join(folder, copyName)).mode & 0o777).toBe(0o600);
});

test("an upgraded database can be put back by its copy", () => {
  openStore(folder)[Symbol.dispose]();
  for (const name of ["chat.db", "chat.db-wal", "chat.db-shm"]) rmSync(join(folder, name), { force: true });
  cpSync(join(folder, copyName), join(folder, "chat.db"));
  using store = openStore(folder);
  expect(textsOf(store.log)).toEqual(textsIn(original));
});

function textsIn(dataFolder: string, name = "chat.db"): readonly string[] {
  using database = new Database(join(dataFolder, name), { readonly: true });
  return database
    .query<{ text: string }, []>(
      "SELECT text FROM entries JOIN logs ON logs.id = place >> 33 WHERE name = 'lobby' ORDER BY place",
    )
    .all()
    .map(({ text }) => text);
}

function topicsIn(dataFolder: string): DurableRecord[] {
  using database = new Database(join(dataFolder, "chat.db"), { readonly: true });
  return database
    .query<{ room: string; topic: string }, []>("SELECT room, topic FROM topics ORDER BY room")
    .all()
    .map(({ room, topic }) => ({ type: "topic", room, topic }));
}
