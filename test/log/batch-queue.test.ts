/** Batches that meet a database which another program holds locked. */
import { afterAll, describe, expect, test } from "bun:test";
import { StoreError } from "../../src/base/store-error.ts";
import { lockPauseMsMax, lockWaitMsMax } from "../../src/log/limits.ts";
import type { LogListener, Retention } from "../../src/log/log.ts";
import { sqliteLog } from "../../src/log/sqlite.ts";
import { FakeScheduler } from "../support/fake-scheduler.ts";
import { StoreFolders, databaseIn, draft, textsOf } from "../support/sqlite-store.ts";

const folders = new StoreFolders();

afterAll(() => folders.remove());

/** A store whose waiting goes by a clock of the test, and the lock of another program. */
function openLockable(listener: Partial<LogListener> = {}, retention: Retention = {}) {
  const folder = folders.fresh();
  const clock = new FakeScheduler();
  const reports: string[] = [];
  const log = sqliteLog(
    { folder, clock, retention },
    {
      committed(batch, origin) {
        reports.push(batch.receipts.map(({ outcome }) => outcome).join());
        listener.committed?.(batch, origin);
      },
      failed(cause, receipts) {
        const problem = cause instanceof StoreError ? cause.problem : "unknown";
        reports.push(`${problem}: ${receipts.map(({ outcome }) => outcome).join()}`);
        listener.failed?.(cause, receipts);
      },
    },
  );
  const other = databaseIn(folder);
  return {
    log,
    clock,
    reports,
    lock: () => other.run("BEGIN IMMEDIATE"),
    unlock: () => other.run("ROLLBACK"),
    [Symbol.dispose]() {
      other.close();
      void log.close();
    },
  };
}

describe("a batch that finds the database locked", () => {
  test("is committed soon after the lock is gone, and those behind it after it", () => {
    using store = openLockable();
    store.lock();
    for (const text of ["one", "two", "three"]) store.log.propose([draft(text)]);
    store.clock.pass(lockWaitMsMax - lockPauseMsMax);
    expect([store.reports, textsOf(store.log)]).toEqual([[], []]);
    store.unlock();
    store.log.propose([draft("four")]);
    store.clock.pass(lockPauseMsMax);
    expect(store.reports).toEqual(["new", "new", "new", "new"]);
    expect(textsOf(store.log)).toEqual(["one", "two", "three", "four"]);
    store.log.propose([draft("five")]);
    expect(store.reports).toHaveLength(5);
    expect(store.clock.timersCount).toBe(0);
  });

  test("fails once the lock has lasted too long, together with those behind it", () => {
    using store = openLockable();
    store.lock();
    store.log.propose([draft("old")]);
    store.clock.pass(lockWaitMsMax - 1);
    store.log.propose([draft("young")]);
    expect(store.reports).toEqual([]);
    store.clock.pass(lockPauseMsMax);
    expect(store.reports).toEqual(["in_use: failed", "in_use: failed"]);
    store.log.propose([draft("next")]);
    store.clock.pass(lockPauseMsMax);
    expect(store.reports).toHaveLength(2);
    store.unlock();
    store.clock.pass(lockPauseMsMax);
    expect([store.reports.at(-1), textsOf(store.log)]).toEqual(["new", ["next"]]);
  });

  test("waits as long as it may also behind one that was committed between two locks", () => {
    const store = openLockable({ committed: () => store.lock() });
    using _ = store;
    store.lock();
    store.log.propose([draft("one")]);
    store.log.propose([draft("two")]);
    store.clock.pass(lockWaitMsMax - lockPauseMsMax);
    store.unlock();
    store.clock.pass(lockPauseMsMax);
    expect(store.reports).toEqual(["new"]);
    store.clock.pass(lockWaitMsMax - lockPauseMsMax);
    expect(store.reports).toEqual(["new"]);
    store.clock.pass(lockPauseMsMax);
    expect(store.reports).toEqual(["new", "in_use: failed"]);
  });

  test("is reported before one that is proposed when it fails", () => {
    const store = openLockable({ failed: () => store.log.propose([draft("again")]) });
    using _ = store;
    store.lock();
    store.log.propose([draft("one")]);
    store.log.propose([draft("two"), draft("three")]);
    store.clock.pass(lockWaitMsMax + lockPauseMsMax);
    expect(store.reports.slice(0, 2)).toEqual(["in_use: failed", "in_use: failed,failed"]);
  });

  test("fails when the store is closed", async () => {
    using store = openLockable();
    store.lock();
    store.log.propose([draft("one")]);
    store.log.propose([draft("two")]);
    await store.log.close();
    expect(store.reports).toEqual(["in_use: failed", "in_use: failed"]);
  });

  test("does not keep the store from being read, tried or maintained at once", () => {
    using store = openLockable({}, { entriesMax: 1 });
    store.log.propose([draft("deleted"), draft("before")]);
    store.lock();
    store.log.propose([draft("waits")]);
    expect(textsOf(store.log)).toEqual(["deleted", "before"]);
    expect(() => store.log.tryWrite()).toThrow(StoreError);
    expect(() => store.log.maintain({ now: 0 })).toThrow(StoreError);
    store.log.check();
    store.unlock();
    while (store.log.maintain({ now: 0 }));
    expect(textsOf(store.log)).toEqual(["before"]);
  });
});
