/** The commit numbers and epochs of the store. */
import { afterAll, expect, test } from "bun:test";
import { epochsMax } from "../../src/log/limits.ts";
import { StoreFolders, databaseIn, draft, openStore } from "../support/sqlite-store.ts";
import { record } from "../support/proposals.ts";

const folders = new StoreFolders();

afterAll(() => folders.remove());

function values(folder: string, select: string): readonly (readonly unknown[])[] {
  using database = databaseIn(folder);
  return database.query(select).values();
}

const lastNumber = "SELECT value FROM counters WHERE name = 'batch'";
const ids = "SELECT commit_id >> 20, commit_id & 0xfffff, text FROM entries ORDER BY place";
const epochs = "SELECT first, length(id) FROM epochs ORDER BY first";
const topic = record({ type: "topic", room: "tea", topic: "green" });

test("each batch has the next number, also after a restart, and each entry of it its index", () => {
  const folder = folders.fresh();
  {
    using store = openStore(folder);
    store.log.propose([draft("a"), draft("b")]);
    store.log.propose([topic, draft("c")]);
  }
  {
    using store = openStore(folder);
    store.log.propose([draft("d")]);
  }
  expect(values(folder, ids)).toEqual([
    [1, 0, "a"],
    [1, 1, "b"],
    [2, 1, "c"],
    [3, 0, "d"],
  ]);
  expect(values(folder, "SELECT kind, subject, value, batch FROM records")).toEqual([
    ["topic", "tea", '{"topic":"green"}', 2],
  ]);
  expect(values(folder, lastNumber)).toEqual([[3]]);
});

test("the two entries of a direct message share their id, and name whose the other one is", () => {
  const folder = folders.fresh();
  {
    using store = openStore(folder);
    store.log.propose([draft("in the room"), draft("psst", { log: "@1", copyTo: "@2", to: "bob" })]);
    store.log.propose([draft("note to self", { log: "@1", to: "alice" })]);
  }
  const entries = `SELECT logs.name, identities.name, commit_id >> 20, commit_id & 0xfffff, text FROM entries
    JOIN logs ON logs.id = place >> 33 LEFT JOIN identities ON identities.id = recipient ORDER BY place`;
  expect(values(folder, entries)).toEqual([
    ["lobby", null, 1, 0, "in the room"],
    ["@1", "2", 1, 1, "psst"],
    ["@1", "1", 2, 0, "note to self"],
    ["@2", "2", 1, 1, "psst"],
  ]);
});

test("a batch that writes nothing takes no number", () => {
  const folder = folders.fresh();
  using store = openStore(folder);
  store.log.propose([{ type: "lookUp", log: "lobby", identity: "1", key: "k" }]);
  expect([values(folder, lastNumber), values(folder, epochs)]).toEqual([[[0]], []]);
  store.log.propose([draft("a", { key: "k" })]);
  store.log.propose([draft("again", { key: "k" })]);
  expect(values(folder, lastNumber)).toEqual([[1]]);
});

test("a batch that failed takes no number, and what comes next has it", () => {
  const folder = folders.fresh();
  using store = openStore(folder);
  store.log.propose([draft("a")]);
  {
    using database = databaseIn(folder);
    database.run("CREATE TRIGGER refuse BEFORE INSERT ON entries BEGIN SELECT raise(ABORT, 'no'); END");
  }
  store.log.propose([draft("b")]);
  expect(store.reports.at(-1)).toHaveProperty("failed");
  {
    using database = databaseIn(folder);
    database.run("DROP TRIGGER refuse");
  }
  store.log.propose([draft("c")]);
  expect(values(folder, ids)).toEqual([
    [1, 0, "a"],
    [2, 0, "c"],
  ]);
});

test("an epoch begins with the first batch of an opening", () => {
  const folder = folders.fresh();
  for (const texts of [["a", "b"], [], ["c"]]) {
    using store = openStore(folder);
    for (const text of texts) store.log.propose([draft(text)]);
  }
  expect(values(folder, epochs)).toEqual([
    [1, 16],
    [3, 16],
  ]);
  expect(values(folder, "SELECT count(DISTINCT id) FROM epochs")).toEqual([[2]]);
});

test.each([
  [epochsMax - 1, 1],
  [epochsMax, 2],
])("the newest epochs are kept: of %i and one more, from the %i. on", (count, oldest) => {
  const folder = folders.fresh();
  openStore(folder)[Symbol.dispose]();
  {
    using database = databaseIn(folder);
    database.run(`INSERT INTO epochs WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
      SELECT i, randomblob(16) FROM n`);
    database.run("UPDATE counters SET value = ? WHERE name = 'batch'", [count]);
  }
  using store = openStore(folder);
  store.log.propose([draft("a")]);
  expect(values(folder, "SELECT min(first), max(first), count(*) FROM epochs")).toEqual([
    [oldest, count + 1, Math.min(count + 1, epochsMax)],
  ]);
});
