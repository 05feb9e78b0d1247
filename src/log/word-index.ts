/** Adds entries to the full-text index, in the background and in small steps. */
import type { Database } from "bun:sqlite";
import { maintenanceEntriesMax } from "./limits.ts";
import { endOf, place, seqIn } from "./place.ts";
import { splitWords } from "./words.ts";

export class WordIndex {
  readonly #database: Database;
  /** Logs with entries that are not indexed yet; undefined until the first step. */
  #unindexed: Set<number> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Some milliseconds of work. Returns true if there was any. */
  step(): boolean {
    this.#unindexed ??= this.#findUnindexed();
    for (const id of this.#unindexed) {
      if (this.#indexStep(id)) return true;
      this.#unindexed.delete(id);
    }
    return false;
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
      .query<{ seq: number; text: string }, [number, number, number]>(
        `SELECT ${seqIn("place")} AS seq, text FROM entries
         WHERE place > ${place("?1", "?2")} AND place < ${endOf("?1")} ORDER BY place LIMIT ?3`,
      )
      .all(logId, from, maintenanceEntriesMax);
    const last = rows.at(-1);
    if (last === undefined) return false;
    const insert = this.#database.query(`INSERT INTO words (rowid, text) VALUES (${place("?1", "?2")}, ?3)`);
    this.#database.transaction(() => {
      for (const { seq, text } of rows) insert.run(logId, seq, splitWords(text));
      this.#database.query("UPDATE logs SET indexed = ? WHERE id = ?").run(last.seq, logId);
    })();
    return true;
  }
}
