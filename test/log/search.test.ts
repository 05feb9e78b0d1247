/** Full-text search in a data folder: what the index takes in and lets go, and how much a slice of a search may do. */
import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  maintenanceEntriesMax,
  searchSegmentEntriesMax,
  searchStepEntriesMax,
  searchTokensMax,
} from "../../src/log/limits.ts";
import { found, slicesOf } from "../support/found.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { index, rowsIn, rowsOf, say, textsFound, times } from "../support/search-index.ts";
import { StoreFolders, databaseIn, openStore } from "../support/sqlite-store.ts";

setDefaultTimeout(testTimeoutMs);

const folders = new StoreFolders();

afterAll(() => folders.remove());

describe("LocalSearch", () => {
  test("finds what was said just now, though the index is behind", () => {
    using store = openStore(folders.fresh());
    for (let count = 0; count < 5; count += 1) {
      say(store, ...times(700, "coffee"));
      say(store, `tea ${count}`);
      expect(textsFound(store, "tea").at(-1)).toBe(`tea ${count}`);
      store.log.maintain({ now: 0 });
    }
  });

  test("asks the index for what it has, and the log for the rest", () => {
    const folder = folders.fresh();
    using store = openStore(folder);
    say(store, ...times(maintenanceEntriesMax, "tea"), "tea");
    store.log.maintain({ now: 0 });
    expect(rowsOf(folder, "SELECT log, segment, first, last FROM ranges")).toEqual([
      { log: 1, segment: 1, first: 1, last: maintenanceEntriesMax },
    ]);
    const reached = Array.from(slicesOf(store.log, "lobby", "tea"), ({ reachedSeq }) => reachedSeq);
    expect(reached).toEqual([maintenanceEntriesMax + 1, 1]);
  });

  test("does not look at entries that lack a token of the query", () => {
    using store = openStore(folders.fresh());
    say(store, "rare tea", ...times(2_000, "tea"));
    index(store);
    for (const query of ["rare tea", "tea rare", "rare.tea", "no tea"])
      expect(Array.from(slicesOf(store.log, "lobby", query))).toHaveLength(1);
  });

  test.each([
    [searchTokensMax, 1],
    [searchTokensMax + 1, 2],
  ])("looks up the first tokens of a query, and the others in the texts: %i", (count, slices) => {
    using store = openStore(folders.fresh());
    const tokens = Array.from({ length: count }, (_, at) => `t${at}`);
    say(store, tokens.join(" "), ...times(searchStepEntriesMax, tokens.slice(0, -1).join(" ")));
    index(store);
    const found = Array.from(slicesOf(store.log, "lobby", tokens.join(" ")));
    expect(found.flatMap(({ entries }) => entries.map(({ seq }) => seq))).toEqual([1]);
    expect(found).toHaveLength(slices);
  });

  test("begins a segment when one is full, and finds what is in either", () => {
    const folder = folders.fresh();
    using store = openStore(folder);
    for (let count = 0; count < searchSegmentEntriesMax; count += 1_000) say(store, ...times(1_000, "no"));
    say(store, "tea", { log: "@1", text: "private tea" });
    index(store);
    expect(rowsOf(folder, "SELECT entries FROM segments")).toEqual([
      { entries: searchSegmentEntriesMax },
      { entries: 2 },
    ]);
    expect(textsFound(store, "tea")).toEqual(["tea"]);
    const reached = Array.from(slicesOf(store.log, "lobby", "tea"), ({ reachedSeq }) => reachedSeq);
    expect(reached).toEqual([searchSegmentEntriesMax + 1, 1]);
    expect(found(store.log, "@1", "tea").map(({ text }) => text)).toEqual(["private tea"]);
  });

  test("takes a bounded number of entries into the index in one step", () => {
    const folder = folders.fresh();
    using store = openStore(folder);
    say(store, ...times(maintenanceEntriesMax + 1, "tea"));
    const counts = [1, 2].map(() => {
      store.log.maintain({ now: 0 });
      return rowsOf(folder, "SELECT entries FROM segments")[0];
    });
    expect(counts).toEqual([{ entries: maintenanceEntriesMax }, { entries: maintenanceEntriesMax + 1 }]);
  });

  test("catches up with what was said before a restart, and then has nothing to do", () => {
    const folder = folders.fresh();
    {
      using store = openStore(folder);
      say(store, ...times(1_700, "tea"), { log: "@1", text: "private tea" });
      store.log.maintain({ now: 0 });
    }
    using store = openStore(folder);
    index(store);
    expect(store.log.maintain({ now: 0 })).toBe(false);
    expect(rowsOf(folder, "SELECT entries FROM segments")).toEqual([{ entries: 1_701 }]);
  });

  test("takes in new entries also after all that was there before was in", () => {
    const folder = folders.fresh();
    using store = openStore(folder);
    for (const count of [1, 2, 3]) {
      say(store, "tea", { log: `@${count}`, text: "tea" });
      index(store);
      expect(rowsOf(folder, "SELECT entries FROM segments")).toEqual([{ entries: 2 * count }]);
    }
  });

  test("goes on over entries that were deleted between its slices", () => {
    using store = openStore(folders.fresh(), { entriesMax: 300 });
    say(store, ...times(1_000, "tea"));
    const seqs: number[] = [];
    for (const { entries } of slicesOf(store.log, "lobby", "tea")) {
      seqs.push(...entries.map(({ seq }) => seq));
      index(store);
    }
    expect(seqs).toEqual(Array.from({ length: 300 }, (_, at) => 1_000 - at));
  });
});

describe("LocalSearch lets go of", () => {
  test("deleted entries, and of a segment when all of its entries are", () => {
    const folder = folders.fresh();
    {
      using store = openStore(folder);
      say(store, ...times(1_200, "old tea"));
      index(store);
      expect(rowsIn(folder, "old")).toBe(1_200);
    }
    {
      using store = openStore(folder, { entriesMax: 1 });
      say(store, "new tea");
      index(store);
      expect(textsFound(store, "tea")).toEqual(["new tea"]);
      expect([rowsIn(folder, "old"), rowsIn(folder, "new")]).toEqual([0, 1]);
    }
    using store = openStore(folder, { ageMsMax: 1 });
    while (store.log.maintain({ now: 1_000_000 }));
    expect(rowsOf(folder, "SELECT * FROM segments")).toEqual([]);
    expect(
      rowsOf(folder, "SELECT name FROM sqlite_schema WHERE name LIKE 'segment%' AND name <> 'segments'"),
    ).toEqual([]);
    say(store, "tea again");
    index(store);
    expect(textsFound(store, "tea")).toEqual(["tea again"]);
  });

  test("entries that were deleted while the server ran without its index being written", () => {
    const folder = folders.fresh();
    {
      using store = openStore(folder);
      say(store, "old tea", "new tea");
      index(store);
    }
    {
      using database = databaseIn(folder);
      database.run("DELETE FROM entries WHERE text = 'old tea'");
      database.run("UPDATE logs SET floor = 1");
    }
    using store = openStore(folder);
    expect(textsFound(store, "tea")).toEqual(["new tea"]);
    index(store);
    expect(rowsIn(folder, "old")).toBe(0);
  });

  test("a log that was forgotten while the server ran without its index being written", () => {
    const folder = folders.fresh();
    {
      using store = openStore(folder);
      say(store, { log: "gone", text: "old tea" }, "new tea");
      index(store);
    }
    {
      using database = databaseIn(folder);
      database.run("DELETE FROM entries WHERE text = 'old tea'");
      database.run("DELETE FROM logs WHERE name = 'gone'");
    }
    using store = openStore(folder);
    index(store);
    expect([rowsIn(folder, "old"), rowsIn(folder, "new")]).toEqual([0, 1]);
  });

  test("a log that was forgotten", () => {
    const folder = folders.fresh();
    using store = openStore(folder, { ageMsMax: 1 });
    say(store, { log: "gone", text: "old tea" });
    index(store);
    while (store.log.maintain({ now: 1_000_000, isInUse: () => false }));
    expect(store.log.logs()).toEqual([]);
    expect(rowsOf(folder, "SELECT * FROM ranges")).toEqual([]);
  });
});
