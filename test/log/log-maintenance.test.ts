/** What the durable log does in quiet moments: deleting what is not to be kept. */
import { afterAll, describe, expect, test } from "bun:test";
import {
  maintenanceEntriesMax,
  maintenanceLogsMax,
  steadyClockMs,
  steadyClockQuietLogMs,
} from "../../src/log/limits.ts";
import { StoreFolders, draft, openStore, textsOf } from "../support/sqlite-store.ts";

const folders = new StoreFolders();

afterAll(() => folders.remove());

describe("retention", () => {
  test("keeps everything unless it is told otherwise", () => {
    using store = openStore(folders.fresh());
    store.log.propose(Array.from({ length: 50 }, (_, index) => draft(`${index}`)));
    while (store.log.maintain({ now: Number.MAX_SAFE_INTEGER }));
    expect(textsOf(store.log)).toHaveLength(50);
  });

  test("by age deletes what is older, the oldest first", () => {
    using store = openStore(folders.fresh(), { ageMsMax: 100 });
    store.log.propose([0, 50, 100, 150].map((time) => draft(`at ${time}`, { time })));
    while (store.log.maintain({ now: 200 }));
    expect(textsOf(store.log)).toEqual(["at 100", "at 150"]);
    while (store.log.maintain({ now: 1_000 }));
    expect(textsOf(store.log)).toEqual([]);
  });

  test.each([
    ["was set just now", 0, 4],
    ["was set almost too short a time ago", steadyClockMs - 1, 4],
    ["has been steady for long enough", steadyClockMs, 2],
  ])("by age deletes as the clock allows: it %s", (_, steadyMs, count) => {
    using store = openStore(folders.fresh(), { ageMsMax: 100 });
    store.log.propose([0, 50, 100, 150].map((time) => draft(`at ${time}`, { time })));
    while (store.log.maintain({ now: 200, steadyMs }));
    expect(textsOf(store.log)).toHaveLength(count);
  });

  test.each([
    [steadyClockQuietLogMs - 1, 3],
    [steadyClockQuietLogMs, 0],
  ])("by age waits longer when all of a log would go: %i ms", (steadyMs, count) => {
    using store = openStore(folders.fresh(), { ageMsMax: 100 });
    store.log.propose([0, 50, 100].map((time) => draft(`at ${time}`, { time })));
    while (store.log.maintain({ now: 1_000, steadyMs }));
    expect(textsOf(store.log)).toHaveLength(count);
  });

  test("by count asks no clock", () => {
    using store = openStore(folders.fresh(), { entriesMax: 1, ageMsMax: 100 });
    store.log.propose([0, 50].map((time) => draft(`at ${time}`, { time })));
    while (store.log.maintain({ now: 1_000, steadyMs: 0 }));
    expect(textsOf(store.log)).toEqual(["at 50"]);
  });

  test("by age deletes nothing young before an entry that was written while the clock was set back", () => {
    using store = openStore(folders.fresh(), { ageMsMax: 100 });
    store.log.propose([10, 950, 3, 960].map((time) => draft(`at ${time}`, { time })));
    while (store.log.maintain({ now: 1_000 }));
    expect(textsOf(store.log)).toEqual(["at 950", "at 3", "at 960"]);
  });

  test.each([
    ["goes with the expired ones behind it", [5_000, 3, 4, 960], ["at 960"]],
    ["holds up none behind it that expires later", [5_000, 920, 960], ["at 5000", "at 920", "at 960"]],
    ["goes when what is behind it expires", [5_000, 899, 900], ["at 900"]],
    ["stays behind one that is kept", [950, 5_000, 3, 960], ["at 950", "at 5000", "at 3", "at 960"]],
    ["is not taken for wrong when the newest is later than now, too", [1_100, 3, 1_001], undefined],
    ["is as good as the clock: an entry of this very moment is kept", [1_000, 3, 1_000], undefined],
    ["stays when only such ones are there", [5_000, 6_000], undefined],
  ])("by age an entry that was written while the clock was ahead %s", (_, times, kept) => {
    using store = openStore(folders.fresh(), { ageMsMax: 100 });
    store.log.propose(times.map((time) => draft(`at ${time}`, { time })));
    while (store.log.maintain({ now: 1_000 }));
    expect(textsOf(store.log)).toEqual(kept ?? times.map((time) => `at ${time}`));
  });

  test.each([
    ["expired", 3, [960]],
    ["kept", 950, undefined],
  ])(
    "by age more entries from the future than one step takes, before as many that are %s",
    (_, behind, kept) => {
      using store = openStore(folders.fresh(), { ageMsMax: 100 });
      const ahead = Array.from({ length: 2 * maintenanceEntriesMax + 7 }, (_, index) => 5_000 + index);
      const times = [...ahead, ...ahead.map(() => behind), 960];
      store.log.propose(times.map((time) => draft("", { time })));
      while (store.log.maintain({ now: 1_000 }));
      expect(store.log.read("lobby", 0, 10_000).map(({ time }) => time)).toEqual(kept ?? times);
    },
  );

  test("by count an entry from the future is one of them", () => {
    using store = openStore(folders.fresh(), { entriesMax: 2 });
    store.log.propose([5_000, 1, 2].map((time) => draft(`at ${time}`, { time })));
    while (store.log.maintain({ now: 1_000 }));
    expect(textsOf(store.log)).toEqual(["at 1", "at 2"]);
  });

  test("by count keeps the newest of each log", () => {
    using store = openStore(folders.fresh(), { entriesMax: 2 });
    store.log.propose(["1", "2", "3"].map((text) => draft(text)));
    store.log.propose([draft("only", { log: "@1" })]);
    while (store.log.maintain({ now: 0 }));
    expect([textsOf(store.log), textsOf(store.log, "@1")]).toEqual([["2", "3"], ["only"]]);
  });

  test("by age and count deletes what either does not keep", () => {
    using store = openStore(folders.fresh(), { ageMsMax: 100, entriesMax: 3 });
    store.log.propose([0, 1, 150, 151, 152, 153].map((time) => draft(`at ${time}`, { time })));
    while (store.log.maintain({ now: 200 }));
    expect(textsOf(store.log)).toEqual(["at 151", "at 152", "at 153"]);
  });

  test("deletes in small steps, so that nobody waits", () => {
    using store = openStore(folders.fresh(), { entriesMax: 10 });
    store.log.propose(Array.from({ length: 3_000 }, (_, index) => draft(`${index}`)));
    const left = [3_000];
    while (store.log.maintain({ now: 0 })) left.push(textsOf(store.log).length);
    const steps = left.slice(1).map((count, index) => (left[index] ?? 0) - count);
    expect(Math.max(...steps)).toBeLessThanOrEqual(500);
    expect(textsOf(store.log)).toEqual(Array.from({ length: 10 }, (_, index) => `${2_990 + index}`));
  });

  test.each([maintenanceLogsMax - 1, maintenanceLogsMax, maintenanceLogsMax + 1, 2 * maintenanceLogsMax])(
    "comes to each of %i logs in turn, and again when all had theirs",
    (count) => {
      using store = openStore(folders.fresh(), { entriesMax: 1 });
      const names = Array.from({ length: count }, (_, index) => `r${index}`);
      for (const round of ["first", "second", "third"]) {
        // What was kept before goes with each round, of the last log as of the first one.
        store.log.propose(names.map((log) => draft(round, { log })));
        while (store.log.maintain({ now: 0 }));
        expect(names.filter((log) => textsOf(store.log, log).join() !== round)).toEqual([]);
      }
    },
  );

  test("of many logs without anything to delete looks at some in a step", () => {
    using store = openStore(folders.fresh(), { entriesMax: 1 });
    const names = Array.from({ length: 2 * maintenanceLogsMax + 1 }, (_, index) => `r${index}`);
    store.log.propose(names.map((log) => draft("only", { log })));
    while (store.log.maintain({ now: 0 }));
    // All of them were looked at, so this begins anew: three steps look for expired entries, and the third of them and
    // two more for empty logs.
    let steps = 1;
    while (store.log.maintain({ now: 0 })) steps += 1;
    expect(steps).toBe(5);
  });

  test("never gives a seq twice, also after everything was deleted and the store opened again", () => {
    const folder = folders.fresh();
    {
      using store = openStore(folder, { ageMsMax: 1 });
      store.log.propose([draft("one"), draft("two"), draft("three")]);
      while (store.log.maintain({ now: 1_000 }));
      expect([textsOf(store.log), store.log.head("lobby")]).toEqual([[], 3]);
    }
    using store = openStore(folder);
    expect(store.log.head("lobby")).toBe(3);
    store.log.propose([draft("four")]);
    expect(store.log.read("lobby", 0, 9)).toMatchObject([{ seq: 4, text: "four" }]);
  });
});
