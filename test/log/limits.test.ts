/** The log in SQLite at the bounds of what it can number: seqs, logs, and the holders that it gives back. */
import { afterAll, describe, expect, spyOn, test } from "bun:test";
import { logIdMax, seqMax } from "../../src/log/limits.ts";
import type { Receipt } from "../../src/protocol/receipt.ts";
import { sqliteLog } from "../../src/log/sqlite.ts";
import { StoreFolders, databaseIn, draft, openStore, textsOf } from "../support/sqlite-store.ts";
import { entryIn, record } from "../support/proposals.ts";

const folders = new StoreFolders();

afterAll(() => folders.remove());

describe("sqliteLog, at its bounds", () => {
  /** A log of that name whose last entry has this seq. */
  function withHead(folder: string, seq: number, name = "lobby"): void {
    openStore(folder, undefined)[Symbol.dispose]();
    using database = databaseIn(folder);
    database.run("INSERT INTO logs (id, name, floor) VALUES (7, ?, ?)", [name, seq]);
  }

  test("gives the last seq of a log, and no place to those behind it, whatever else is in their batch", () => {
    const folder = folders.fresh();
    withHead(folder, seqMax - 1);
    const receipts: (readonly Receipt[])[] = [];
    const log = sqliteLog(
      { folder },
      { committed: (batch) => receipts.push(batch.receipts), failed: () => undefined },
    );
    log.propose([draft("last"), draft("too late"), draft("other", { log: "tea" })]);
    log.propose([draft("too late"), draft("other", { log: "tea" })]);
    expect(receipts.map((all) => all.map((receipt) => entryIn(receipt)?.seq))).toEqual([
      [seqMax, undefined, 1],
      [undefined, 2],
    ]);
    expect(log.head("lobby")).toBe(seqMax);
    expect(log.read("lobby", seqMax - 1, 9)).toMatchObject([{ seq: seqMax, text: "last" }]);
    expect(log.read("tea", 0, 9)).toHaveLength(2);
    void log.close();
  });

  test.each(["@1", "@2"])("takes nothing of a direct message when the mailbox %s is full", (full) => {
    const folder = folders.fresh();
    withHead(folder, seqMax, full);
    using store = openStore(folder);
    const direct = draft("psst", { log: "@1", copyTo: "@2", to: "bob" });
    store.log.propose([direct, draft("other")]);
    expect(store.reports[0]).toMatchObject([{ outcome: "failed" }, { outcome: "new" }]);
    const other = full === "@1" ? "@2" : "@1";
    expect([textsOf(store.log, other), store.log.head(other), textsOf(store.log)]).toEqual([
      [],
      0,
      ["other"],
    ]);
  });

  /** The ids of the logs that are made, in a store that has given all ids but the last one. */
  function withLastId(folder: string): void {
    openStore(folder)[Symbol.dispose]();
    using database = databaseIn(folder);
    database.run("INSERT INTO logs (id, name) VALUES (?, 'old')", [logIdMax - 1]);
    database.run("UPDATE counters SET value = ? WHERE name = 'log'", [logIdMax - 1]);
  }

  test("gives each log an id of its own, and when all were given once, one that no log has", () => {
    const folder = folders.fresh();
    withLastId(folder);
    {
      using store = openStore(folder);
      for (const log of ["last", "one more", "and another"]) store.log.propose([draft("a", { log })]);
      expect(store.reports.flat()).toMatchObject([
        { outcome: "new" },
        { outcome: "new" },
        { outcome: "new" },
      ]);
      expect(textsOf(store.log, "last")).toEqual(["a"]);
      expect(store.log.read("last", 0, 10)).toMatchObject([{ seq: 1 }]);
    }
    using database = databaseIn(folder);
    const ids = database.query("SELECT id FROM logs WHERE name <> 'old'").values().flat().map(Number);
    expect(new Set(ids).size).toBe(3);
    expect(Math.max(...ids)).toBe(logIdMax);
    expect(Math.min(...ids)).toBeGreaterThan(0);
  });

  test("fails what would need a log for which no id is found", () => {
    const folder = folders.fresh();
    withLastId(folder);
    using store = openStore(folder);
    store.log.propose([draft("a", { log: "last" })]);
    // Always the id of the log that is there.
    const random = spyOn(Math, "random").mockReturnValue((logIdMax - 2) / logIdMax);
    store.log.propose([draft("b", { log: "too many" }), draft("c", { log: "old" })]);
    store.log.propose([draft("psst", { log: "old", copyTo: "@1" }), draft("d", { log: "last" })]);
    random.mockRestore();
    expect(store.reports.slice(1)).toMatchObject([
      [{ outcome: "failed" }, { outcome: "new" }],
      [{ outcome: "failed" }, { outcome: "new", entry: { seq: 2 } }],
    ]);
    expect([textsOf(store.log, "old"), textsOf(store.log, "last")]).toEqual([["c"], ["a", "d"]]);
  });

  test("gives back the ten thousand holders who were here last, the oldest first", () => {
    using store = openStore(folders.fresh());
    const holder = (time: number) =>
      ({ type: "holder", folded: `n${time}`, nickname: `N${time}`, identity: `${time}`, time }) as const;
    store.log.propose(Array.from({ length: 10_001 }, (_, index) => record(holder(index + 1))));
    const times = () => store.log.records().map((record) => (record.type === "holder" ? record.time : 0));
    expect([times().length, times()[0], times().at(-1)]).toEqual([10_000, 2, 10_001]);
    // The one that is left out comes back.
    store.log.propose([record({ ...holder(1), time: 20_000 })]);
    expect([times().length, times()[0], times().at(-1)]).toEqual([10_000, 3, 20_000]);
  });
});
