/** How retention shares its steps between logs, and with the rest of maintenance. */
import { afterAll, describe, expect, test } from "bun:test";
import { maintenanceEntriesMax, maintenanceLogsMax } from "../../src/log/limits.ts";
import { StoreFolders, draft, openStore, textsOf } from "../support/sqlite-store.ts";

const folders = new StoreFolders();

afterAll(() => folders.remove());

describe("retention", () => {
  test("deletes of many logs in one step, and of none more than the step may", () => {
    using store = openStore(folders.fresh(), { entriesMax: 1 });
    const names = Array.from({ length: maintenanceLogsMax }, (_, index) => `r${index}`);
    const count = Math.floor(maintenanceEntriesMax / maintenanceLogsMax) + 2;
    store.log.propose(names.flatMap((log) => Array.from({ length: count }, () => draft("", { log }))));
    store.log.maintain({ now: 0, sweeps: false, isBusy: true });
    const left = names.reduce((sum, log) => sum + textsOf(store.log, log).length, 0);
    expect(names.length * count - left).toBe(maintenanceEntriesMax);
  });

  test.each([
    ["one", 1],
    ["as many logs as a step looks at", maintenanceLogsMax],
  ])("is not kept from a log by others that always have too many: %s", (_, count) => {
    using store = openStore(folders.fresh(), { entriesMax: 1, ageMsMax: 100 });
    store.log.propose(["old", "older"].map((text) => draft(text, { log: "quiet" })));
    while (store.log.maintain({ now: 0, sweeps: false }));
    const busy = Array.from({ length: count }, (_, index) => `busy${index}`);
    let steps = 0;
    do {
      const time = 1_000;
      store.log.propose(busy.flatMap((log) => ["a", "b"].map((text) => draft(text, { log, time }))));
      store.log.maintain({ now: 1_000, isBusy: true });
      steps += 1;
    } while (textsOf(store.log, "quiet").length > 0 && steps < 20);
    expect(steps).toBeLessThan(20);
  });

  test("takes turns with the index while nothing more comes in, and comes alone while much does", () => {
    using store = openStore(folders.fresh(), { entriesMax: 1 });
    const fill = () =>
      store.log.propose(Array.from({ length: 8 * maintenanceEntriesMax }, () => draft("tea")));
    fill();
    for (let step = 0; step < 4; step += 1) store.log.maintain({ now: 0, isBusy: true });
    expect(textsOf(store.log)).toHaveLength(4 * maintenanceEntriesMax);
    for (let step = 0; step < 4; step += 1) store.log.maintain({ now: 0 });
    expect(textsOf(store.log)).toHaveLength(2 * maintenanceEntriesMax);
  });

  test("looks at logs that have not grown only when it sweeps", () => {
    const folder = folders.fresh();
    {
      using store = openStore(folder);
      store.log.propose([draft("1"), draft("2")]);
    }
    using store = openStore(folder, { entriesMax: 1 });
    while (store.log.maintain({ now: 0, sweeps: false }));
    expect(textsOf(store.log)).toEqual(["1", "2"]);
    while (store.log.maintain({ now: 0, sweeps: true }));
    expect(textsOf(store.log)).toEqual(["2"]);
  });
});
