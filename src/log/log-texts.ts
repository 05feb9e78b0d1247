/** What search reads of the log. An error of the log is a `StoreError`, and so never taken for one of the index. */
import type { Database } from "bun:sqlite";
import { withStoreErrors } from "./database.ts";
import { endOf, place, seqIn, startOf } from "./place.ts";

export interface SeqText {
  readonly seq: number;
  readonly text: string;
}

/** Where a log begins and ends. */
export interface LogBounds {
  readonly id: number;
  /** The highest seq that was deleted. */
  readonly floor: number;
  /** The newest seq; null if there is none. */
  readonly head: number | null;
}

/** How far the log has come. */
export interface LogHistory {
  /** The last commit number. */
  readonly batch: number;
  /** The present epoch: its first commit number and its id. */
  readonly epoch: number;
  readonly epochId: Uint8Array;
}

export class LogTexts {
  readonly #database: Database;
  readonly #folder: string;

  constructor(database: Database, folder: string) {
    this.#database = database;
    this.#folder = folder;
  }

  /** Undefined if the log was forgotten. */
  floorOf(logId: number): number | undefined {
    return this.#reading(() =>
      this.#database.query<{ floor: number }, [number]>("SELECT floor FROM logs WHERE id = ?").get(logId),
    )?.floor;
  }

  /** At most `limit` entries after a seq, oldest first. */
  after(logId: number, seq: number, limit: number): readonly SeqText[] {
    return this.#reading(() =>
      this.#database
        .query<SeqText, [number, number, number]>(
          `SELECT ${seqIn("place")} AS seq, text FROM entries
           WHERE place > ${place("?1", "?2")} AND place < ${endOf("?1")} ORDER BY place LIMIT ?3`,
        )
        .all(logId, seq, limit),
    );
  }

  /** At most `limit` entries before a seq and after another, newest first. */
  before(logId: number, seq: number, { after, limit }: { after: number; limit: number }): readonly SeqText[] {
    return this.#reading(() =>
      this.#database
        .query<SeqText, [number, number, number, number]>(
          `SELECT ${seqIn("place")} AS seq, text FROM entries
           WHERE place > ${place("?1", "?2")} AND place < ${place("?1", "?3")} ORDER BY place DESC LIMIT ?4`,
        )
        .all(logId, after, seq, limit),
    );
  }

  /** Empty if the entry was deleted. */
  text(logId: number, seq: number): string {
    const row = this.#reading(() =>
      this.#database
        .query<{ text: string }, [number, number]>(
          `SELECT text FROM entries WHERE place = ${place("?1", "?2")}`,
        )
        .get(logId, seq),
    );
    return row?.text ?? "";
  }

  bounds(): readonly LogBounds[] {
    return this.#reading(() =>
      this.#database
        .query<LogBounds, []>(
          `SELECT id, floor, (SELECT ${seqIn("place")} FROM entries WHERE place > ${startOf("id")}
             AND place < ${endOf("id")} ORDER BY place DESC LIMIT 1) AS head FROM logs`,
        )
        .all(),
    );
  }

  /** Undefined before the first commit. */
  history(): LogHistory | undefined {
    const history = this.#reading(() =>
      this.#database
        .query<LogHistory, []>(
          `SELECT value AS batch, first AS epoch, id AS epochId FROM counters, epochs
           WHERE name = 'batch' ORDER BY first DESC LIMIT 1`,
        )
        .get(),
    );
    return history ?? undefined;
  }

  /** Whether a history is the beginning of the present one. After a folder was restored from a copy it may not be. */
  continues({ batch, epoch, epochId }: LogHistory): boolean {
    const now = this.history();
    if (now === undefined || now.batch < batch) return false;
    const later = this.#reading(() =>
      this.#database
        .query<{ first: number; id: Uint8Array }, [number]>(
          "SELECT first, id FROM epochs WHERE first >= ? ORDER BY first LIMIT 2",
        )
        .all(epoch),
    );
    const [same, next] = later;
    if (same === undefined || same.first !== epoch || !Buffer.from(same.id).equals(epochId)) return false;
    return next === undefined || next.first > batch;
  }

  /** Reads several things of the same state of the log. */
  together<Result>(read: () => Result): Result {
    return this.#reading(() => this.#database.transaction(read)());
  }

  #reading<Result>(read: () => Result): Result {
    return withStoreErrors(this.#folder, read);
  }
}
