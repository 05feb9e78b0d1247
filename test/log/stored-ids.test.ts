/** The ids of logs and identities that are kept in memory, and when they are read from the disk again. */
import { afterAll, expect, test } from "bun:test";
import { cachedIdsMax } from "../../src/log/limits.ts";
import { StoreFolders, databaseIn, draft, openStore } from "../support/sqlite-store.ts";

const folders = new StoreFolders();

afterAll(() => folders.remove());

test.each([
  [cachedIdsMax, true],
  [cachedIdsMax + 1, false],
])(
  "sqliteLog with %i logs and identities keeps their ids in memory: %p",
  (count, kept) => {
    const folder = folders.fresh();
    using store = openStore(folder);
    store.log.propose(
      Array.from({ length: count }, (_, index) => draft("", { log: `r${index}`, identity: `${index}` })),
    );
    using database = databaseIn(folder);
    // What is changed behind its back shows whether it looks again.
    database.run("UPDATE logs SET floor = 100 WHERE name = 'r0'");
    database.run("DELETE FROM identities WHERE name = '0'");
    store.log.propose([draft("", { log: "r1", identity: "0" })]);
    expect(store.log.head("r0")).toBe(kept ? 1 : 100);
    expect(database.query("SELECT 1 FROM identities WHERE name = '0'").all()).toHaveLength(kept ? 0 : 1);
  },
  30_000,
);
