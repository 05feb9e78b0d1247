/**
 * Finds the entries of a log by their time. Times ascend but where the clock was set back, and those places are stored,
 * so that a binary search in each stretch finds the first entry, without an index on times.
 */
import type { Database, Statement } from "bun:sqlite";
import { setBackMsMin } from "./limits.ts";
import { endOf, place, seqIn } from "./place.ts";
import type { LogState } from "./stored-ids.ts";

/** Consecutive entries whose times ascend: those after `after`, up to `to`. */
export interface Stretch {
  readonly after: number;
  readonly to: number;
}

export class StoredTimes {
  readonly #database: Database;
  readonly #next: Statement<{ seq: number; time: number }, [number, number]>;

  constructor(database: Database) {
    this.#database = database;
    this.#next = database.prepare(
      `SELECT ${seqIn("place")} AS seq, time FROM entries
       WHERE place > ${place("?1", "?2")} AND place < ${endOf("?1")} ORDER BY place LIMIT 1`,
    );
  }

  /** Call it for each new entry, within its transaction. */
  appended(state: LogState, seq: number, time: number): void {
    const { latestTime } = state;
    if (time < latestTime - setBackMsMin)
      this.#database
        .query("INSERT OR REPLACE INTO set_backs VALUES (?, ?, ?)")
        .run(state.id, seq, latestTime);
    state.latestTime = time < latestTime - setBackMsMin ? time : Math.max(time, latestTime);
  }

  /** The stretches that hold entries from a time on behind a seq, in order, each from the first such entry on. */
  *since(state: LogState, after: number, time: number): Generator<Stretch, void> {
    const setBacks = this.#database
      .query<{ seq: number; latest: number }, [number, number]>(
        "SELECT seq, time AS latest FROM set_backs WHERE log = ? AND seq > ? ORDER BY seq",
      )
      .all(state.id, after);
    let from = after;
    for (const { seq, latest } of [...setBacks, { seq: state.head + 1, latest: Infinity }]) {
      const to = seq - 1;
      if (latest >= time) yield { after: this.#lastBefore(state.id, { after: from, to }, time), to };
      from = to;
    }
  }

  /** Forgets what lies up to a seq, whose entries the caller's transaction deletes. */
  forget(logId: number, lastSeq: number): void {
    this.#database.query("DELETE FROM set_backs WHERE log = ? AND seq <= ?").run(logId, lastSeq);
  }

  /** The last seq of a stretch behind which all entries are from a time on, or nearly: small steps back are not stored. */
  #lastBefore(logId: number, { after, to }: Stretch, time: number): number {
    let [low, high] = [after, to];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const next = this.#next.get(logId, middle);
      if (next === null || next.seq > to || next.time >= time - setBackMsMin) high = middle;
      else low = next.seq;
    }
    return low;
  }
}
