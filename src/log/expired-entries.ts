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
  /** The last log that was checked; logs take turns. */
  #lastChecked = 0;

  constructor(database: Database, options: ExpiredEntriesOptions) {
    this.#database = database;
    this.#retention = options.retention;
    this.#options = options;
  }

  /**
   * Deletes some of the oldest expired entries. Returns true if there were any, or if more logs are to be checked.
   */
  deleteStep(now: number, steadyMs: number): boolean {
    const { ageMsMax, entriesMax } = this.#retention;
    const byAge = ageMsMax !== undefined && steadyMs >= steadyClockMs;
    if (!byAge && entriesMax === undefined) return false;
    const oldestTime = byAge ? now - ageMsMax : Number.MIN_SAFE_INTEGER;
    const logs = this.#database
      .query<{ id: number }, [number, number]>("SELECT id FROM logs WHERE id > ? ORDER BY id LIMIT ?")
      .all(this.#lastChecked, maintenanceLogsMax);
    for (const { id } of logs) {
      if (this.#deleteOf(id, { now, steadyMs, oldestTime })) return true;
      this.#lastChecked = id;
    }
    if (logs.length < maintenanceLogsMax) this.#lastChecked = 0;
    return logs.length === maintenanceLogsMax;
  }

  #deleteOf(logId: number, { now, steadyMs, oldestTime }: Times): boolean {
    const newest = this.#database
      .query<{ seq: number; time: number }, [number]>(
        `SELECT ${seqIn("place")} AS seq, time FROM entries
         WHERE place > ${startOf("?1")} AND place < ${endOf("?1")} ORDER BY place DESC LIMIT 1`,
      )
      .get(logId);
    if (newest === null) return false;
    // The whole log would go: either nobody has spoken there for a long time, or the clock is wrong, perhaps since
    // before the start.
    const isDoubtful = newest.time < oldestTime && steadyMs < steadyClockQuietLogMs;
    const last = this.#lastToDelete(logId, {
      oldestTime: isDoubtful ? Number.MIN_SAFE_INTEGER : oldestTime,
      // If even the newest entry is later than now, it is the present clock that is wrong.
      newestTime: newest.time > now ? Number.MAX_SAFE_INTEGER : now,
      fullSeq: newest.seq - (this.#retention.entriesMax ?? newest.seq),
    });
    if (last === undefined) return false;
    this.#database.transaction(() => {
      this.#options.spentKeys.keep(logId, last, now);
      this.#options.times.forget(logId, last);
      this.#database
        .query(`DELETE FROM entries WHERE place > ${startOf("?1")} AND place <= ${place("?1", "?2")}`)
        .run(logId, last);
      this.#database.query("UPDATE logs SET floor = max(floor, ?) WHERE id = ?").run(last, logId);
    })();
    this.#options.deleted(logId);
    return true;
  }

  /**
   * The seq of the last of the oldest entries that may be deleted. Entries are deleted in order: one with too early a
   * time, written while the clock was behind, waits for those before it. One with a time in the future does not hold
   * up the others: it is deleted with the first expired entry after it.
   */
  #lastToDelete(logId: number, { oldestTime, newestTime, fullSeq }: Kept): number | undefined {
    const some = `(SELECT ${seqIn("place")} AS seq, time FROM entries
      WHERE place > ${startOf("?1")} AND place < ${endOf("?1")} ORDER BY place LIMIT ${maintenanceEntriesMax})`;
    const kept = this.#database
      .query<{ seq: number }, [number, number, number, number]>(
        `SELECT seq FROM ${some} WHERE time BETWEEN ?2 AND ?3 AND seq > ?4 LIMIT 1`,
      )
      .get(logId, oldestTime, newestTime, fullSeq);
    const last = this.#database
      .query<{ expired: number | null; any: number | null }, [number, number, number, number]>(
        `SELECT max(seq) FILTER (WHERE time < ?3 OR seq <= ?4) AS expired, max(seq) AS any FROM ${some}
         WHERE seq < ?2`,
      )
      .get(logId, kept?.seq ?? Number.MAX_SAFE_INTEGER, oldestTime, fullSeq);
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
}
