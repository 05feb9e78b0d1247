/**
 * Writes the search index from the log, in the background and in small steps: new entries go in, deleted ones go out.
 */
import type { Database } from "bun:sqlite";
import { maintenanceEntriesMax, searchSegmentEntriesMax, seqMax } from "./limits.ts";
import type { LogHistory, LogTexts, SeqText } from "./log-texts.ts";
import { place } from "./place.ts";
import { searchTextOf } from "./search-text.ts";

/** The seqs of a log that are in a segment. */
export interface IndexedRange {
  readonly segment: number;
  readonly first: number;
  readonly last: number;
}

export function segmentTable(id: number): string {
  return `segment_${id}`;
}

export class SearchIndex {
  readonly database: Database;
  readonly #log: LogTexts;
  /** The logs that may have entries to be indexed or to be removed; undefined until the first step. */
  #touched: Set<number> | undefined;

  constructor(database: Database, log: LogTexts) {
    this.database = database;
    this.#log = log;
  }

  /** Call it when a log has new entries, when some of its entries were deleted, and when it was forgotten. */
  touched(logId: number): void {
    this.#touched?.add(logId);
  }

  /** Some milliseconds of work. Returns true if there was any. */
  step(): boolean {
    this.#touched ??= this.#findTouched();
    for (const id of this.#touched) {
      if (this.#logStep(id)) return true;
      this.#touched.delete(id);
    }
    return false;
  }

  /** The highest seq of a log that is in the index. */
  indexedUpTo(logId: number): number {
    return this.rangeBefore(logId, seqMax + 1)?.last ?? 0;
  }

  /** The newest range of a log that begins before a seq. */
  rangeBefore(logId: number, before: number): IndexedRange | undefined {
    const range = this.database
      .query<IndexedRange, [number, number]>(
        "SELECT segment, first, last FROM ranges WHERE log = ? AND first < ? ORDER BY segment DESC LIMIT 1",
      )
      .get(logId, before);
    return range ?? undefined;
  }

  /** The logs of which not all is indexed, or more than there is. */
  #findTouched(): Set<number> {
    const ranges = this.database
      .query<{ log: number; first: number; last: number }, []>(
        "SELECT log, min(first) AS first, max(last) AS last FROM ranges GROUP BY log",
      )
      .all();
    const indexed = new Map(ranges.map((range) => [range.log, range]));
    const touched = new Set<number>();
    for (const { id, floor, head } of this.#log.bounds()) {
      const { first, last } = indexed.get(id) ?? { first: floor + 1, last: floor };
      if (first <= floor || last < (head ?? 0)) touched.add(id);
      indexed.delete(id);
    }
    for (const forgotten of indexed.keys()) touched.add(forgotten);
    return touched;
  }

  /** Returns false if there is nothing to do in this log. */
  #logStep(logId: number): boolean {
    const indexed = this.indexedUpTo(logId);
    const { floor, rows, history } = this.#log.together(() => {
      // Of a forgotten log, nothing is left.
      const floor = this.#log.floorOf(logId) ?? seqMax;
      const rows = this.#log.after(logId, Math.max(floor, indexed), maintenanceEntriesMax);
      return { floor, rows, history: this.#log.history() };
    });
    if (this.#removeStep(logId, floor)) return true;
    if (rows.length === 0) return false;
    this.database.transaction(() => this.#add(logId, rows, history))();
    return true;
  }

  /** Removes some of the entries up to the floor. Returns false if there are none. */
  #removeStep(logId: number, floor: number): boolean {
    const oldest = this.database
      .query<IndexedRange, [number]>(
        "SELECT segment, first, last FROM ranges WHERE log = ? ORDER BY segment LIMIT 1",
      )
      .get(logId);
    if (oldest === null || oldest.first > floor) return false;
    this.database.transaction(() => this.#remove(logId, oldest, Math.min(oldest.last, floor)))();
    return true;
  }

  #remove(logId: number, { segment, first, last }: IndexedRange, floor: number): void {
    const upTo = Math.min(floor, first + maintenanceEntriesMax - 1);
    if (upTo === last)
      this.database.run("DELETE FROM ranges WHERE log = ? AND segment = ?", [logId, segment]);
    else
      this.database.run("UPDATE ranges SET first = ? WHERE log = ? AND segment = ?", [
        upTo + 1,
        logId,
        segment,
      ]);
    const left = this.database
      .query<{ entries: number }, [number, number]>(
        "UPDATE segments SET entries = entries - ? WHERE id = ? RETURNING entries",
      )
      .get(upTo - first + 1, segment);
    if (left === null || left.entries <= 0) {
      this.database.run("DELETE FROM segments WHERE id = ?", [segment]);
      this.database.run(`DROP TABLE ${segmentTable(segment)}`);
    } else
      this.database.run(
        `DELETE FROM ${segmentTable(segment)} WHERE rowid >= ${place("?1", "?2")} AND rowid <= ${place("?1", "?3")}`,
        [logId, first, upTo],
      );
  }

  /** Runs within a transaction. */
  #add(logId: number, rows: readonly SeqText[], history: LogHistory | undefined): void {
    const segment = this.#segment();
    using insert = this.database.prepare(
      `INSERT INTO ${segmentTable(segment)} (rowid, tokens) VALUES (${place("?1", "?2")}, ?3)`,
    );
    for (const { seq, text } of rows) insert.run(logId, seq, searchTextOf(text));
    this.database.run("UPDATE segments SET entries = entries + ? WHERE id = ?", [rows.length, segment]);
    this.database.run(
      "INSERT INTO ranges VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET last = excluded.last",
      [logId, segment, rows[0]?.seq ?? 0, rows.at(-1)?.seq ?? 0],
    );
    if (history === undefined) return;
    const { batch, epoch, epochId } = history;
    this.database.run("INSERT OR REPLACE INTO history VALUES (1, ?, ?, ?)", [batch, epoch, epochId]);
  }

  /** The id of the segment that takes the next entries. */
  #segment(): number {
    const newest = this.database
      .query<{ id: number; entries: number }, []>("SELECT id, entries FROM segments ORDER BY id DESC LIMIT 1")
      .get();
    if (newest !== null && newest.entries < searchSegmentEntriesMax) return newest.id;
    const id = (newest?.id ?? 0) + 1;
    this.database.run("INSERT INTO segments VALUES (?, 0)", [id]);
    this.database.run(
      `CREATE VIRTUAL TABLE ${segmentTable(id)} USING fts5(tokens, content='', contentless_delete=1, detail=none,
       tokenize="ascii tokenchars '${asciiSigns}'")`,
    );
    return id;
  }
}

/**
 * All visible ASCII signs, so that the tokens of the index are what stands between two spaces. Both kinds of quotes
 * are doubled, since they are inside of a string of that kind.
 */
const asciiSigns = `!""#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~`;
