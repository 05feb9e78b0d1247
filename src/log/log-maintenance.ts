/**
 * Background work of the durable log, in small steps: adds entries to the full-text index, and deletes those that are
 * not to be kept.
 */
import type { Database } from "bun:sqlite";
import type { Retention } from "./log.ts";
import { placeOf, seqOf } from "./place.ts";
import { splitWords } from "./words.ts";
import { steadyClockMs, steadyClockQuietLogMs, maintenanceEntriesMax, maintenanceLogsMax } from "./limits.ts";

export class LogMaintenance {
  readonly #database: Database;
  readonly #retention: Retention;
  /** Logs with entries that are not indexed yet; undefined until the first step. */
  #unindexed: Set<number> | undefined;
  /** The last log that was checked for expired entries; logs take turns. */
  #lastChecked = 0;

  constructor(database: Database, retention: Retention) {
    this.#database = database;
    this.#retention = retention;
  }

  /** Some milliseconds of work. Returns true if more is left. */
  step(now: number, steadyMs: number): boolean {
    this.#unindexed ??= this.#findUnindexed();
    for (const id of this.#unindexed) {
      if (this.#indexStep(id)) return true;
      this.#unindexed.delete(id);
    }
    return this.#deleteStep(now, steadyMs);
  }

  /** Call it when a log has new entries. */
  appended(logId: number): void {
    this.#unindexed?.add(logId);
  }

  /** The highest seq of a log that is in the index; undefined if the log does not exist. */
  indexedUpTo(logId: number): number | undefined {
    const row = this.#database
      .query<{ indexed: number }, [number]>("SELECT max(indexed, floor) AS indexed FROM logs WHERE id = ?")
      .get(logId);
    return row?.indexed;
  }

  #findUnindexed(): Set<number> {
    const logs = this.#database
      .query<{ id: number }, []>(
        `SELECT id FROM logs WHERE EXISTS (SELECT 1 FROM entries WHERE place > (id << 33) + max(indexed, floor)
         AND place < (id + 1) << 33)`,
      )
      .all();
    return new Set(logs.map(({ id }) => id));
  }

  /** Indexes the next entries of a log. Returns false if there are none. */
  #indexStep(logId: number): boolean {
    const from = this.indexedUpTo(logId);
    if (from === undefined) return false;
    const rows = this.#database
      .query<{ place: number; text: string }, [number, number, number]>(
        "SELECT place, text FROM entries WHERE place > ? AND place < ? ORDER BY place LIMIT ?",
      )
      .all(placeOf(logId, from), placeOf(logId + 1, 0), maintenanceEntriesMax);
    const last = rows.at(-1);
    if (last === undefined) return false;
    const insert = this.#database.query("INSERT INTO words (rowid, text) VALUES (?, ?)");
    this.#database.transaction(() => {
      for (const { place, text } of rows) insert.run(place, splitWords(text));
      this.#database.query("UPDATE logs SET indexed = ? WHERE id = ?").run(seqOf(last.place), logId);
    })();
    return true;
  }

  /**
   * Deletes some of the oldest expired entries. Returns true if there were any, or if more logs are to be checked.
   */
  #deleteStep(now: number, steadyMs: number): boolean {
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
    const range = [placeOf(logId, 0), placeOf(logId + 1, 0)] as const;
    const [start, end] = range;
    const newest = this.#database
      .query<{ place: number; time: number }, [number, number]>(
        "SELECT place, time FROM entries WHERE place > ? AND place < ? ORDER BY place DESC LIMIT 1",
      )
      .get(start, end);
    if (newest === null) return false;
    // The whole log would go: either nobody has spoken there for a long time, or the clock is wrong, perhaps since
    // before the start.
    const isDoubtful = newest.time < oldestTime && steadyMs < steadyClockQuietLogMs;
    const last = this.#lastToDelete(range, {
      oldestTime: isDoubtful ? Number.MIN_SAFE_INTEGER : oldestTime,
      // If even the newest entry is later than now, it is the present clock that is wrong.
      newestTime: newest.time > now ? Number.MAX_SAFE_INTEGER : now,
      fullPlace: newest.place - (this.#retention.entriesMax ?? newest.place),
    });
    if (last === undefined) return false;
    this.#database.transaction(() => {
      this.#database.query("DELETE FROM words WHERE rowid > ? AND rowid <= ?").run(start, last);
      this.#database.query("DELETE FROM entries WHERE place > ? AND place <= ?").run(start, last);
      this.#database.query("UPDATE logs SET floor = max(floor, ?) WHERE id = ?").run(seqOf(last), logId);
    })();
    return true;
  }

  /**
   * The place of the last of the oldest entries that may be deleted. Entries are deleted in order: one with too early
   * a time, written while the clock was behind, waits for those before it. One with a time in the future does not
   * hold up the others: it is deleted with the first expired entry after it.
   */
  #lastToDelete([start, end]: Range, { oldestTime, newestTime, fullPlace }: Kept): number | undefined {
    const some = `(SELECT place, time FROM entries WHERE place > ?1 AND place < ?2 ORDER BY place LIMIT ${maintenanceEntriesMax})`;
    const kept = this.#database
      .query<{ place: number }, [number, number, number, number, number]>(
        `SELECT place FROM ${some} WHERE time BETWEEN ?3 AND ?4 AND place > ?5 LIMIT 1`,
      )
      .get(start, end, oldestTime, newestTime, fullPlace);
    const last = this.#database
      .query<{ expired: number | null; any: number | null }, [number, number, number, number]>(
        `SELECT max(place) FILTER (WHERE time < ?3 OR place <= ?4) AS expired, max(place) AS any FROM ${some}`,
      )
      .get(start, kept?.place ?? end, oldestTime, fullPlace);
    if (last === null || last.expired !== null) return last?.expired ?? undefined;
    if (kept !== null || last.any === null) return undefined;
    const next = this.#entryInTime([last.any, end], newestTime);
    return next !== undefined && next < oldestTime ? last.any : undefined;
  }

  /**
   * The time of an entry that is not from the future, after some that are. The step doubles, so that a million of
   * them cost twenty look-ups; a short run may be skipped, and decides later.
   */
  #entryInTime([start, end]: Range, newestTime: number): number | undefined {
    const next = this.#database.query<{ time: number }, [number, number]>(
      "SELECT time FROM entries WHERE place > ? AND place < ? ORDER BY place LIMIT 1",
    );
    for (let [place, step] = [start, 1]; place < end; place += step, step *= 2) {
      const time = next.get(place, end)?.time;
      if (time === undefined || time <= newestTime) return time;
    }
    return undefined;
  }
}

/** The places between these two, exclusive. */
type Range = readonly [start: number, end: number];

interface Times {
  readonly now: number;
  readonly steadyMs: number;
  /** Entries before this time are expired. */
  readonly oldestTime: number;
}

/** The entries to keep: those with a time from `oldestTime` to `newestTime` and a place after `fullPlace`. */
interface Kept {
  readonly oldestTime: number;
  readonly newestTime: number;
  readonly fullPlace: number;
}
