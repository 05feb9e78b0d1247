/** Finds statements that would wait for a lock on the database, without waiting for one. */
import { Database } from "bun:sqlite";
import { spyOn } from "bun:test";

/**
 * The statements that `act` runs while their connection has a busy timeout: with a lock of another process, they would
 * block. A passive checkpoint waits for nobody, whatever the timeout.
 *
 * @source https://www.sqlite.org/c3ref/wal_checkpoint_v2.html
 */
export function statementsThatWait(act: () => void): readonly string[] {
  const waiting: string[] = [];
  // oxlint-disable-next-line typescript/unbound-method -- it is called with its database
  const { run } = Database.prototype;
  const spy = spyOn(Database.prototype, "run").mockImplementation(function record(
    this: Database,
    sql,
    ...rest
  ) {
    const isSafe = /busy_timeout|\(PASSIVE\)/.test(sql);
    if (!isSafe && busyTimeoutMsOf(this) > 0) waiting.push(sql);
    return run.call(this, sql, ...rest);
  });
  try {
    act();
  } finally {
    spy.mockRestore();
  }
  return waiting;
}

function busyTimeoutMsOf(database: Database): number {
  return database.query<{ timeout: number }, []>("PRAGMA busy_timeout").get()?.timeout ?? 0;
}
