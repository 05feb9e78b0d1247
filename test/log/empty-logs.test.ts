/** Logs that hold nothing are forgotten, and nobody is misled by a log of the same name that comes later. */
import { afterAll, describe, expect, test } from "bun:test";
import { keyMemoryMs } from "../../src/protocol/limits.ts";
import { maintenanceLogsMax, seqMax } from "../../src/log/limits.ts";
import type { OpenStore } from "../support/sqlite-store.ts";
import { StoreFolders, databaseIn, draft, openStore } from "../support/sqlite-store.ts";
import { record } from "../support/proposals.ts";

const folders = new StoreFolders();

afterAll(() => folders.remove());

const nobody = () => false;

/** A store that keeps nothing, and logs that have had so many entries. */
function emptied(folder: string, counts: Readonly<Record<string, number>>, key?: string): OpenStore {
  const store = openStore(folder, { entriesMax: 0 });
  for (const [log, count] of Object.entries(counts))
    store.log.propose(Array.from({ length: count }, () => draft("", { log, key })));
  while (store.log.maintain({ now: 0 }));
  return store;
}

const topicOf = (topic: string) => record({ type: "topic", room: "tea", topic });

describe("a log without entries", () => {
  test("is forgotten, and begins behind the highest head of all that were", () => {
    const folder = folders.fresh();
    {
      using store = emptied(folder, { tea: 3, coffee: 7 });
      expect(store.log.logs()).toEqual(["tea", "coffee"]);
      while (store.log.maintain({ now: 0, isInUse: nobody }));
      expect(store.log.logs()).toEqual([]);
      expect([store.log.head("tea"), store.log.head("never there")]).toEqual([7, 7]);
    }
    using store = openStore(folder);
    expect(store.log.head("tea")).toBe(7);
    store.log.propose([draft("new", { log: "tea" }), draft("new", { log: "other" })]);
    expect(store.reports.at(-1)).toMatchObject([{ entry: { seq: 8 } }, { entry: { seq: 8 } }]);
    expect([store.log.startOf("tea"), store.log.startOf("lobby")]).toEqual([7, 7]);
    // A reader of the log that was there before, wherever it was, gets it.
    expect(store.log.read("tea", 3, 10)).toMatchObject([{ seq: 8, text: "new" }]);
    expect(store.log.head("tea")).toBe(8);
  });

  test("is kept while somebody reads it", () => {
    using store = emptied(folders.fresh(), { tea: 1, coffee: 1 });
    while (store.log.maintain({ now: 0, isInUse: (log) => log === "tea" }));
    expect(store.log.logs()).toEqual(["tea"]);
    expect(store.log.head("tea")).toBe(1);
  });

  test("is kept as long as one of its keys is remembered", () => {
    using store = emptied(folders.fresh(), { tea: 1 }, "k");
    while (store.log.maintain({ now: keyMemoryMs, isInUse: nobody }));
    expect(store.log.logs()).toEqual(["tea"]);
    while (store.log.maintain({ now: keyMemoryMs + 1, isInUse: nobody }));
    expect(store.log.logs()).toEqual([]);
  });

  test("is kept as long as it has a topic", () => {
    using store = emptied(folders.fresh(), { tea: 1 });
    store.log.propose([topicOf("green")]);
    while (store.log.maintain({ now: 0, isInUse: nobody }));
    expect(store.log.logs()).toEqual(["tea"]);
    store.log.propose([topicOf("")]);
    while (store.log.maintain({ now: 0, isInUse: nobody }));
    expect(store.log.logs()).toEqual([]);
  });

  test("is found among more than one step looks at", () => {
    const count = 2 * maintenanceLogsMax + 1;
    const names = Array.from({ length: count }, (_, index) => `r${index}`);
    using store = emptied(folders.fresh(), Object.fromEntries(names.map((name) => [name, 1])));
    while (store.log.maintain({ now: 0, isInUse: (log) => log === "r0" }));
    expect(store.log.logs()).toEqual(["r0"]);
  });
});

test.each([
  [seqMax / 2, []],
  [seqMax / 2 + 1, ["tea"]],
])("a log that ended at %i of all seqs leaves %j: those that come later need seqs, too", (floor, left) => {
  const folder = folders.fresh();
  openStore(folder)[Symbol.dispose]();
  {
    using database = databaseIn(folder);
    database.run("INSERT INTO logs (id, name, floor) VALUES (1, 'tea', ?)", [Math.floor(floor)]);
  }
  using store = openStore(folder);
  while (store.log.maintain({ now: 0, isInUse: nobody }));
  expect(store.log.logs()).toEqual(left);
});

test("a log with an entry is not forgotten", () => {
  using store = openStore(folders.fresh(), { entriesMax: 1 });
  store.log.propose([draft("a"), draft("b")]);
  while (store.log.maintain({ now: 0, isInUse: nobody }));
  expect(store.log.logs()).toEqual(["lobby"]);
});

test("a log that gets an entry after it was forgotten is the new one", () => {
  using store = emptied(folders.fresh(), { tea: 2 });
  while (store.log.maintain({ now: 0, isInUse: nobody }));
  store.log.propose([draft("a", { log: "tea", key: "k" }), draft("a", { log: "tea", key: "k" })]);
  expect(store.reports.at(-1)).toMatchObject([
    { outcome: "new", entry: { seq: 3 } },
    { outcome: "repeated", entry: { seq: 3 } },
  ]);
});
