/** Entries by their time in a store on disk: after a restart, after retention, and at the bound of what is noted. */
import { afterAll, expect, test } from "bun:test";
import { setBackMsMin } from "../../src/log/limits.ts";
import { StoreFolders, databaseIn, draft, openStore } from "../support/sqlite-store.ts";
import type { OpenStore } from "../support/sqlite-store.ts";

const folders = new StoreFolders();

afterAll(() => folders.remove());

const hour = 3_600_000;

function since({ log }: OpenStore, time: number): readonly number[] {
  return log.readSince("lobby", 0, { time, limit: 100 }).map((entry) => entry.time / hour);
}

function setBacks(folder: string): readonly unknown[] {
  using database = databaseIn(folder);
  return database.query("SELECT seq, time FROM set_backs ORDER BY seq").values();
}

test.each([
  [setBackMsMin, []],
  [setBackMsMin + 1, [[2, hour]]],
])("a step back of %i ms notes %j", (back, noted) => {
  const folder = folders.fresh();
  using store = openStore(folder);
  store.log.propose([draft("", { time: hour }), draft("", { time: hour - back })]);
  expect(setBacks(folder)).toEqual(noted);
  expect(store.log.readSince("lobby", 0, { time: hour - back, limit: 9 })).toHaveLength(2);
});

test("a clock that was set back between two openings is noticed", () => {
  const folder = folders.fresh();
  for (const time of [10, 12, 5, 6]) {
    using store = openStore(folder);
    store.log.propose([draft("", { time: time * hour })]);
  }
  expect(setBacks(folder)).toEqual([[3, 12 * hour]]);
  using store = openStore(folder);
  expect([since(store, 6 * hour), since(store, 11 * hour)]).toEqual([[10, 12, 6], [12]]);
});

test("what is noted goes with the entries", () => {
  const folder = folders.fresh();
  using store = openStore(folder, { entriesMax: 1 });
  store.log.propose([12, 5, 4, 3].map((time) => draft("", { time: time * hour })));
  expect(setBacks(folder)).toHaveLength(3);
  while (store.log.maintain({ now: 0 }));
  expect(setBacks(folder)).toEqual([[4, 4 * hour]]);
  expect(since(store, 3 * hour)).toEqual([3]);
});

test("a batch that failed notes nothing", () => {
  const folder = folders.fresh();
  using store = openStore(folder);
  store.log.propose([draft("", { time: 12 * hour })]);
  {
    using database = databaseIn(folder);
    database.run("CREATE TRIGGER refuse AFTER INSERT ON set_backs BEGIN SELECT raise(ABORT, 'no'); END");
  }
  store.log.propose([draft("", { time: 5 * hour })]);
  expect(store.reports.at(-1)).toHaveProperty("failed");
  {
    using database = databaseIn(folder);
    database.run("DROP TRIGGER refuse");
  }
  store.log.propose([draft("", { time: 6 * hour })]);
  expect(setBacks(folder)).toEqual([[2, 12 * hour]]);
});
