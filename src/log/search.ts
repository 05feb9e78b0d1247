/**
 * Full-text search in one log, newest entries first, in steps of some ten milliseconds, so that the caller can serve
 * others between two steps. Read-only.
 *
 * The index is never queried for a phrase or for two words at once: FTS5 then scans all entries that contain the
 * words until some match, which can take seconds and cannot be interrupted. It is queried for the rarest word alone,
 * and the whole query is matched against the few texts of one step.
 */
import type { Database } from "bun:sqlite";
import {
  searchEntriesMax,
  searchSampleEntries,
  searchStepBytesMax,
  searchStepEntriesMax,
  searchTokensMax,
  seqMax,
} from "./limits.ts";
import type { SearchStep } from "./log.ts";
import { place, startOf } from "./place.ts";
import type { Row } from "./row.ts";
import { columns, entryOf } from "./row.ts";
import { TextMatcher } from "./text-matcher.ts";

/** A log, and the highest seq that is in the index. */
export interface Searched {
  readonly log: string;
  readonly id: number;
  readonly indexed: number;
}

export class TextSearch {
  readonly #database: Database;
  readonly #matcher = new TextMatcher();

  constructor(database: Database) {
    this.#database = database;
  }

  *search({ log, id, indexed }: Searched, query: string): Generator<SearchStep, void> {
    const matches = this.#matcher.matching(query);
    if (matches === undefined) return;
    let left = searchEntriesMax;
    const matching = (rows: readonly Row[]) => matches.filter(rows);
    const sources = [
      { rowsBefore: this.#unindexed(id, indexed), hits: matching },
      // For a query of one token, whatever the index returns is a match.
      {
        rowsBefore: this.#indexed(matches.tokens, id, indexed),
        hits: matches.isOneToken ? (rows: readonly Row[]) => rows : matching,
      },
    ];
    for (const { rowsBefore, hits } of sources) {
      for (let before = seqMax + 1; left > 0;) {
        const rows = stepOf(rowsBefore(before));
        const last = rows.at(-1);
        if (last === undefined) break;
        before = last.seq;
        left -= rows.length;
        yield { entries: hits(rows).map((row) => entryOf(log, row)), reachedSeq: last.seq };
      }
    }
    if (left > 0) yield { entries: [], reachedSeq: 1 };
  }

  close(): void {
    this.#matcher.close();
  }

  /** The entries that are not indexed yet. */
  #unindexed(id: number, indexed: number): Source {
    const select = this.#database.query<Row, [number, number, number]>(
      `SELECT ${columns} FROM entries WHERE place > ${place("?1", "?2")} AND place < ${place("?1", "?3")}
       ORDER BY place DESC`,
    );
    return (before) => select.iterate(id, indexed, before);
  }

  /** The indexed entries that contain the rarest of the tokens. */
  #indexed(tokens: readonly string[], id: number, indexed: number): Source {
    const select = this.#database.query<Row, [string, number, number]>(
      `SELECT ${columns} FROM words CROSS JOIN entries ON place = words.rowid
       WHERE words MATCH ?1 AND words.rowid > ${startOf("?2")} AND words.rowid < ${place("?2", "?3")}
       ORDER BY words.rowid DESC`,
    );
    let token: string | undefined;
    return (before) => {
      token ??= this.#rarest(tokens, id, indexed);
      return select.iterate(`"${token}"`, id, Math.min(before, indexed + 1));
    };
  }

  /** The token whose newest entries in the log are furthest apart. */
  #rarest(tokens: readonly string[], id: number, indexed: number): string | undefined {
    const [only, ...others] = tokens;
    if (others.length === 0) return only;
    const sample = this.#database.query<{ lowest: number | null; count: number }, [string, number, number]>(
      `SELECT min(rowid) & ${seqMax} AS lowest, count(*) AS count FROM (SELECT rowid FROM words
       WHERE words MATCH ?1 AND rowid > ${startOf("?2")} AND rowid <= ${place("?2", "?3")}
       ORDER BY rowid DESC LIMIT ${searchSampleEntries})`,
    );
    const sampled = tokens.slice(0, searchTokensMax).map((token) => {
      const { lowest, count } = sample.get(`"${token}"`, id, indexed) ?? { lowest: null, count: 0 };
      return { token, count, lowest: lowest ?? 0 };
    });
    return sampled.toSorted((a, b) => a.count - b.count || a.lowest - b.lowest)[0]?.token;
  }
}

/** The rows before a seq, newest first. */
type Source = (before: number) => Iterable<Row>;

/** As many rows as one step may scan, but at least one. */
function stepOf(rows: Iterable<Row>): readonly Row[] {
  const taken: Row[] = [];
  let bytes = 0;
  for (const row of rows) {
    taken.push(row);
    bytes += row.text.length;
    if (taken.length >= searchStepEntriesMax || bytes >= searchStepBytesMax) break;
  }
  return taken;
}
