/** The keys of entries that retention has deleted. */
import { afterAll, describe, expect, test } from "bun:test";
import { keyMemoryMs } from "../../src/protocol/limits.ts";
import { steadyClockQuietLogMs } from "../../src/log/limits.ts";
import { SpentKeys } from "../../src/log/spent-keys.ts";
import { StoreFolders, databaseIn, draft, openStore, textsOf } from "../support/sqlite-store.ts";
import type { OpenStore } from "../support/sqlite-store.ts";
import { lookedUp } from "../support/proposals.ts";

const folders = new StoreFolders();

afterAll(() => folders.remove());

const key = { log: "lobby", identity: "1", key: "k" } as const;

/** A store that keeps one entry of each log, in which that of the key `k` was deleted at `now`. */
function spent(folder: string, now = 1_000): OpenStore {
  const store = openStore(folder, { entriesMax: 1 });
  store.log.propose([draft("first", { key: "k", time: 7 }), draft("second", { key: "other" })]);
  while (store.log.maintain({ now }));
  expect(textsOf(store.log)).toEqual(["second"]);
  return store;
}

describe("a key whose entry was deleted", () => {
  test("makes no second entry, and gives what is left of the first one", () => {
    using store = spent(folders.fresh());
    store.log.propose([draft("first again", { key: "k" })]);
    expect(store.reports.at(-1)).toEqual([
      {
        outcome: "repeated",
        entry: { log: "lobby", seq: 1, time: 7, from: "alice", to: undefined, text: "", key: "k" },
      },
    ]);
    expect(textsOf(store.log)).toEqual(["second"]);
    expect(store.log.head("lobby")).toBe(2);
  });

  test("is found by a look-up, also by the next server", () => {
    const folder = folders.fresh();
    spent(folder)[Symbol.dispose]();
    using store = openStore(folder);
    expect(lookedUp(store, key)).toMatchObject({ outcome: "repeated", entry: { seq: 1, text: "" } });
    expect(lookedUp(store, { ...key, identity: "2" })).toEqual({ outcome: "unknown" });
    expect(lookedUp(store, { ...key, log: "tea" })).toEqual({ outcome: "unknown" });
  });

  test("is remembered for a whole time where the clock was far behind at the deletion", () => {
    const time = 10 * keyMemoryMs;
    using store = openStore(folders.fresh(), { entriesMax: 0 });
    store.log.propose([draft("first", { key: "k", time })]);
    while (store.log.maintain({ now: 0 }));
    while (store.log.maintain({ now: time + keyMemoryMs }));
    expect(lookedUp(store, key)?.outcome).toBe("repeated");
    while (store.log.maintain({ now: time + keyMemoryMs + 1 }));
    expect(lookedUp(store, key)?.outcome).toBe("unknown");
  });

  test("that was forgotten while the clock was ahead is too old for a message that says its age", () => {
    using store = spent(folders.fresh());
    while (store.log.maintain({ now: 10 * keyMemoryMs }));
    store.log.propose([
      draft("first again", { key: "k", time: 2_000, age: 1_993 }),
      draft("younger than it", { key: "new", time: 2_000, age: 1_992 }),
    ]);
    expect(store.reports.at(-1)).toMatchObject([{ outcome: "tooOld" }, { outcome: "new" }]);
  });

  test("of a direct message is remembered once, for its sender, and keeps no other mailbox from being forgotten", () => {
    const folder = folders.fresh();
    using store = openStore(folder, { entriesMax: 0 });
    store.log.propose([draft("psst", { log: "@1", copyTo: "@2", to: "bob", key: "k", time: 7 })]);
    while (store.log.maintain({ now: 1_000, isInUse: () => false }));
    expect(store.log.logs()).toEqual(["@1"]);
    expect(lookedUp(store, { ...key, log: "@1" })).toMatchObject({
      outcome: "repeated",
      entry: { seq: 1, time: 7, from: "alice", to: "bob", text: "" },
    });
    using database = databaseIn(folder);
    expect(database.query("SELECT name, spent FROM identities ORDER BY id").values()).toEqual([
      ["1", 1],
      ["2", 0],
    ]);
  });

  test("makes no second direct message in either mailbox", () => {
    using store = openStore(folders.fresh(), { entriesMax: 1 });
    const direct = draft("psst", { log: "@1", copyTo: "@2", to: "bob", key: "k" });
    store.log.propose([direct, draft("later", { log: "@1" }), draft("later", { log: "@2" })]);
    while (store.log.maintain({ now: 1 }));
    store.log.propose([direct]);
    expect(store.reports.at(-1)).toMatchObject([{ outcome: "repeated", entry: { log: "@1", seq: 1 } }]);
    expect([textsOf(store.log, "@1"), textsOf(store.log, "@2")]).toEqual([["later"], ["later"]]);
  });

  test.each([
    [keyMemoryMs, "repeated"],
    [keyMemoryMs + 1, "unknown"],
  ] as const)("is remembered for 180 days: after %i ms it is %s", (passed, outcome) => {
    using store = spent(folders.fresh());
    while (store.log.maintain({ now: 1_000 + passed }));
    expect(lookedUp(store, key)?.outcome).toBe(outcome);
  });

  test.each([
    [steadyClockQuietLogMs - 1, "repeated"],
    [steadyClockQuietLogMs, "unknown"],
  ] as const)("outlives a clock that jumped ahead: steady for %i ms, it is %s", (steadyMs, outcome) => {
    using store = spent(folders.fresh());
    while (store.log.maintain({ now: 2 * keyMemoryMs, steadyMs }));
    expect(lookedUp(store, key)?.outcome).toBe(outcome);
  });
});

describe("SpentKeys", () => {
  /** Keys of two people, deleted in the order of their times. */
  function keysOf(counts: Readonly<Record<string, number>>, perPersonMax: number) {
    const folder = folders.fresh();
    const store = openStore(folder, { entriesMax: 0 });
    for (const [identity, count] of Object.entries(counts))
      for (let time = 1; time <= count; time += 1) {
        store.log.propose([draft("", { identity, key: `k${time}`, time: 100 * time })]);
        while (store.log.maintain({ now: 1_000 * time }));
      }
    store[Symbol.dispose]();
    const database = databaseIn(folder);
    const keys = new SpentKeys(database, perPersonMax);
    const id = (name: string) =>
      database.query<{ id: number }, [string]>("SELECT id FROM identities WHERE name = ?").get(name)?.id ?? 0;
    const left = (name: string) =>
      database
        .query<{ key: string }, [number]>("SELECT key FROM spent_keys WHERE identity = ? ORDER BY deleted")
        .all(id(name))
        .map(({ key: kept }) => kept);
    return { database, keys, id, left };
  }

  test("keeps so many of a person, forgets the oldest beyond them, and says how far back it knows", () => {
    const { database, keys, id, left } = keysOf({ ann: 5, bob: 3 }, 3);
    while (keys.forgetStep(10_000, true));
    expect([left("ann"), left("bob")]).toEqual([
      ["k3", "k4", "k5"],
      ["k1", "k2", "k3"],
    ]);
    expect([keys.horizonOf(id("ann")), keys.horizonOf(id("bob"))]).toEqual([201, 0]);
    expect(database.query("SELECT name, spent FROM identities ORDER BY id").values()).toEqual([
      ["ann", 3],
      ["bob", 3],
    ]);
    database.close();
  });

  test("counts what it forgets by age, so that a later key is not taken for one too many", () => {
    const { database, keys, left } = keysOf({ ann: 5 }, 3);
    while (keys.forgetStep(keyMemoryMs + 5_000, true));
    expect(left("ann")).toEqual(["k5"]);
    expect(database.query("SELECT spent FROM identities").values()).toEqual([[1]]);
    database.close();
  });

  test("forgets what is too many also while the clock cannot be trusted", () => {
    const { database, keys, left } = keysOf({ ann: 5 }, 3);
    while (keys.forgetStep(10 * keyMemoryMs, false));
    expect(left("ann")).toEqual(["k3", "k4", "k5"]);
    database.close();
  });
});

test.each([
  [499, "new"],
  [500, "tooOld"],
] as const)(
  "propose of an unknown key first sent before the horizon of its sender: age %i is %s",
  (age, outcome) => {
    const folder = folders.fresh();
    spent(folder)[Symbol.dispose]();
    {
      using database = databaseIn(folder);
      database.run("UPDATE identities SET horizon = 501 WHERE name = '1'");
    }
    using store = openStore(folder);
    store.log.propose([
      draft("late", { key: "new", age, time: 1_000 }),
      draft("of another", { identity: "2", key: "new", age, time: 1_000 }),
      draft("known", { key: "other", age, time: 1_000 }),
    ]);
    expect(store.reports.at(-1)).toMatchObject([
      { outcome },
      { outcome: "new" },
      { outcome: "repeated", entry: { text: "second" } },
    ]);
  },
);
