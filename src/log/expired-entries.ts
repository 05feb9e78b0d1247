/** Deletes the entries that are not to be kept, oldest first and in small steps, and remembers their keys. */
import type { Database } from "bun:sqlite";
import type { Retention } from "./log.ts";
import {
  maintenanceEntriesMax,
  maintenanceLogsMax,
  seqMax,
  steadyClockMs,
  steadyClockQuietLogMs,
} from "./limits.ts";
import { endOf, place, seqIn, startOf } from "./place.ts";
import type { SpentKeys } from "./spent-keys.ts";
import type { StoredTimes } from "./stored-times.ts";
import { Sweep } from "./sweep.ts";

export interface ExpiredEntriesOptions {
  readonly retention: Retention;
  readonly spentKeys: SpentKeys;
  readonly times: StoredTimes;
  /** Called when entries of a log were deleted. */
  readonly deleted: (logId: number) => void;
}

export class ExpiredEntries {
  readonly #database: Database;
  readonly #retention: Retention;
  readonly #options: ExpiredEntriesOptions;
  /** Logs that may have too many entries, in the order in which they take turns. */
  readonly #grown = new Set<number>();
  /** All logs: entries also expire where nothing is said. */
  readonly #sweep: Sweep<{ readonly id: number }>;
  #isSweepNext = false;

  constructor(database: Database, options: ExpiredEntriesOptions) {
    this.#database = database;
    this.#retention = options.retention;
    this.#options = options;
    this.#sweep = new Sweep(maintenanceLogsMax, (after, limit) =>
      database
        .query<{ id: number }, [number, number]>("SELECT id FROM logs WHERE id > ? ORDER BY id LIMIT ?")
        .all(after, limit),
    );
  }

  /** Call it when a log has new entries. */
  appended(logId: number): void {
    if (this.#retention.entriesMax !== undefined) this.#grown.add(logId);
  }

  /** Begins to look at all logs, not just those that have grown. */
  beginSweep(): void {
    this.#sweep.begin();
  }

  /** Deletes some expired entries, of several logs in one transaction. Returns false if there was nothing to do. */
  deleteStep(now: number, steadyMs: number): boolean {
    const { ageMsMax, entriesMax } = this.#retention;
    const byAge = ageMsMax !== undefined && steadyMs >= steadyClockMs;
    if (!byAge && entriesMax === undefined) return false;
    const times = { now, steadyMs, oldestTime: byAge ? now - ageMsMax : Number.MIN_SAFE_INTEGER };
    const logs = this.#nextLogs();
    const deleted = this.#deleteTogether(logs, times);
    return deleted > 0 || this.#grown.size > 0 || this.#sweep.isOn;
  }

  /** Logs that have grown and the sweep take turns: neither keeps the other waiting. */
  #nextLogs(): readonly number[] {
    this.#isSweepNext = !this.#isSweepNext;
    if (this.#sweep.isOn && (this.#isSweepNext || this.#grown.size === 0))
      return this.#sweep.next().map(({ id }) => id);
    const logs = Array.from(this.#grown).slice(0, maintenanceLogsMax);
    for (const id of logs) this.#grown.delete(id);
    return logs;
  }

  /** In one transaction. Logs of which nothing could be deleted are looked at again. */
  #deleteTogether(logs: readonly number[], times: Times): number {
    try {
      return this.#database.transaction(() => this.#deleteFrom(logs, times))();
    } catch (error) {
      for (const id of logs) this.#grown.add(id);
      throw error;
    }
  }

  /** Deletes as many as one step may, and returns how many. Logs that may have more are looked at again. */
  #deleteFrom(logs: readonly number[], times: Times): number {
    let left = maintenanceEntriesMax;
    for (const id of logs) {
      if (left > 0) left -= this.#deleteOf(id, times, left);
      if (left === 0) this.#grown.add(id);
    }
    return maintenanceEntriesMax - left;
  }

  /** Deletes the oldest expired entries of a log, at most `limit`, and returns how many. */
  #deleteOf(logId: number, { now, steadyMs, oldestTime }: Times, limit: number): number {
    const newest = this.#database
      .query<{ seq: number; time: number }, [number]>(
        `SELECT ${seqIn("place")} AS seq, time FROM entries
         WHERE place > ${startOf("?1")} AND place < ${endOf("?1")} ORDER BY place DESC LIMIT 1`,
      )
      .get(logId);
    if (newest === null) return 0;
    // The whole log would go: either nobody has spoken there for a long time, or the clock is wrong, perhaps since
    // before the start.
    const isDoubtful = newest.time < oldestTime && steadyMs < steadyClockQuietLogMs;
    const last = this.#lastToDelete(logId, {
      oldestTime: isDoubtful ? Number.MIN_SAFE_INTEGER : oldestTime,
      // If even the newest entry is later than now, it is the present clock that is wrong.
      newestTime: newest.time > now ? Number.MAX_SAFE_INTEGER : now,
      fullSeq: newest.seq - (this.#retention.entriesMax ?? newest.seq),
      limit,
    });
    if (last === undefined) return 0;
    this.#options.spentKeys.keep(logId, last, now);
    this.#options.times.forget(logId, last);
    const { changes } = this.#database
      .query(`DELETE FROM entries WHERE place > ${startOf("?1")} AND place <= ${place("?1", "?2")}`)
      .run(logId, last);
    this.#database.query("UPDATE logs SET floor = max(floor, ?) WHERE id = ?").run(last, logId);
    this.#options.deleted(logId);
    return changes;
  }

  /**
   * The seq of the last of the oldest entries that may be deleted. Entries are deleted in order: one with too early a
   * time, written while the clock was behind, waits for those before it. One with a time in the future does not hold
   * up the others: it is deleted with the first expired entry after it.
   */
  #lastToDelete(logId: number, { oldestTime, newestTime, fullSeq, limit }: Kept): number | undefined {
    const some = `(SELECT ${seqIn("place")} AS seq, time FROM entries
      WHERE place > ${startOf("?1")} AND place < ${endOf("?1")} ORDER BY place LIMIT ?5)`;
    const kept = this.#database
      .query<{ seq: number }, [number, number, number, number, number]>(
        `SELECT seq FROM ${some} WHERE time BETWEEN ?2 AND ?3 AND seq > ?4 LIMIT 1`,
      )
      .get(logId, oldestTime, newestTime, fullSeq, limit);
    const last = this.#database
      .query<{ expired: number | null; any: number | null }, [number, number, number, number, number]>(
        `SELECT max(seq) FILTER (WHERE time < ?3 OR seq <= ?4) AS expired, max(seq) AS any FROM ${some}
         WHERE seq < ?2`,
      )
      .get(logId, kept?.seq ?? Number.MAX_SAFE_INTEGER, oldestTime, fullSeq, limit);
    if (last === null || last.expired !== null) return last?.expired ?? undefined;
    if (kept !== null || last.any === null) return undefined;
    const next = this.#timeBehind(logId, last.any, newestTime);
    return next !== undefined && next < oldestTime ? last.any : undefined;
  }

  /**
   * The time of an entry that is not from the future, after some that are. The step doubles, so that a million of
   * them cost twenty look-ups; a short run may be skipped, and decides later.
   */
  #timeBehind(logId: number, seq: number, newestTime: number): number | undefined {
    const next = this.#database.query<{ time: number }, [number, number]>(
      `SELECT time FROM entries WHERE place > ${place("?1", "?2")} AND place < ${endOf("?1")}
       ORDER BY place LIMIT 1`,
    );
    for (let [after, step] = [seq, 1]; after < seqMax; after += step, step *= 2) {
      const time = next.get(logId, after)?.time;
      if (time === undefined || time <= newestTime) return time;
    }
    return undefined;
  }
}

interface Times {
  readonly now: number;
  readonly steadyMs: number;
  /** Entries before this time are expired. */
  readonly oldestTime: number;
}

/** The entries to keep: those with a time from `oldestTime` to `newestTime` and a seq after `fullSeq`. */
interface Kept {
  readonly oldestTime: number;
  readonly newestTime: number;
  readonly fullSeq: number;
  /** How many of the oldest entries are looked at. */
  readonly limit: number;
}
