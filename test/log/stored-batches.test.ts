/** The commit numbers and epochs of the store. */
import { afterAll, expect, test } from "bun:test";
import { epochsMax } from "../../src/log/limits.ts";
import type { Epoch } from "../../src/protocol/epochs.ts";
import { epochsToldMax } from "../../src/protocol/limits.ts";
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

/** A store that was opened so many times, with a batch each; and what a reader of its first epoch knew. */
function reopened(folder: string, times: number) {
  let first: readonly Epoch[] = [];
  for (let count = 0; count < times; count += 1) {
    using store = openStore(folder);
    store.log.propose([draft(`${count}`)]);
    if (count === 0) first = store.log.epochs();
  }
  return first;
}

test.each([1, 15, 16, 17, 40])("a reader of the first of %i epochs and this one is found again", (times) => {
  const folder = folders.fresh();
  const known = reopened(folder, times);
  using store = openStore(folder);
  // The next epoch begins with the second batch, or with the next one.
  expect(store.log.forkOf(known)).toBe(2);
  expect(store.log.epochs()).toHaveLength(Math.min(times + 1, epochsToldMax));
  expect(store.log.forkOf([{ id: "x".repeat(22), first: 1 }])).toBeUndefined();
  expect(store.log.forkOf([])).toBeUndefined();
});

test("a store goes on where its own reader was, and forks from one that knows another future", () => {
  const folder = folders.fresh();
  const known = reopened(folder, 2);
  using store = openStore(folder);
  const present = store.log.epochs();
  expect(store.log.forkOf(present)).toBe(Infinity);
  store.log.propose([draft("in the present epoch")]);
  expect(store.log.forkOf(present)).toBe(Infinity);
  expect(store.log.forkOf(store.log.epochs())).toBe(Infinity);
  expect(store.log.forkOf([...known, { id: "x".repeat(22), first: 9 }])).toBe(2);
});

test("seqBefore takes what was deleted for common, and knows where the rest was committed", () => {
  const folder = folders.fresh();
  using store = openStore(folder, { entriesMax: 3 });
  for (const text of ["1", "2", "3", "4", "5"]) store.log.propose([draft(text)]);
  while (store.log.maintain({ now: 0 }));
  expect([1, 3, 4, 5, 6].map((batch) => store.log.seqBefore("lobby", batch))).toEqual([2, 2, 3, 4, 5]);
});
