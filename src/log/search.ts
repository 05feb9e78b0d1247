/**
 * Searches one log, newest entries first, in slices of some milliseconds that end by themselves: a slice looks at one
 * segment of the index at most, and at a bounded number of texts. Read-only.
 *
 * The index says which entries have all tokens of a query. Whether they are in the right order is decided by the text.
 */
import { searchStepBytesMax, searchStepEntriesMax, searchTokensMax } from "./limits.ts";
import type { LogTexts, SeqText } from "./log-texts.ts";
import { place, seqIn } from "./place.ts";
import type { IndexedRange, SearchIndex } from "./search-index.ts";
import { segmentTable } from "./search-index.ts";
import type { TextQuery } from "./text-query.ts";
import { textQuery } from "./text-query.ts";

/** A part of a search: entries before a seq. */
export interface IdSearchSlice {
  readonly logId: number;
  readonly query: string;
  readonly before: number;
}

export interface FoundSeqs {
  /** The matches, newest first. */
  readonly seqs: readonly number[];
  /** All entries from this seq up to `before` were scanned. 1: there are no older ones. */
  readonly reachedSeq: number;
}

export interface SearchSources {
  /** Undefined while there is none. */
  readonly index: SearchIndex | undefined;
  readonly log: LogTexts;
}

export function searchSlice({ index, log }: SearchSources, slice: IdSearchSlice): FoundSeqs {
  const { logId, before } = slice;
  const query = textQuery(slice.query);
  if (query === undefined) return nothing;
  const indexed = index?.indexedUpTo(logId) ?? 0;
  const limit = searchStepEntriesMax;
  const unindexed = before > indexed + 1 ? log.before(logId, before, { after: indexed, limit }) : [];
  const newest = scan(unindexed, query, limit);
  if (newest.isFull) return newest;
  const range = index?.rangeBefore(logId, before);
  if (index === undefined || range === undefined) return { ...newest, reachedSeq: 1 };
  // The index is left to the next slice.
  if (unindexed.length > 0) return { ...newest, reachedSeq: indexed + 1 };
  const found = scan(candidates({ index, log }, { ...slice, range, query }), query, limit);
  if (found.isFull) return found;
  const hasOlder = index.rangeBefore(logId, range.first) !== undefined;
  return { seqs: found.seqs, reachedSeq: hasOlder ? range.first : 1 };
}

const nothing: FoundSeqs = { seqs: [], reachedSeq: 1 };

interface RangeSlice extends IdSearchSlice {
  readonly range: IndexedRange;
}

/** The entries of a range before a seq that have the tokens of the query, newest first. */
function* candidates(
  { index, log }: { readonly index: SearchIndex; readonly log: LogTexts },
  { logId, before, range, query }: Omit<RangeSlice, "query"> & { readonly query: TextQuery },
): Generator<SeqText, void> {
  const { segment, first, last } = range;
  const table = segmentTable(segment);
  using select = index.database.prepare<{ seq: number }, [string, number, number, number]>(
    `SELECT ${seqIn("rowid")} AS seq FROM ${table} WHERE ${table} MATCH ?1
     AND rowid >= ${place("?2", "?3")} AND rowid <= ${place("?2", "?4")} ORDER BY rowid DESC`,
  );
  for (const { seq } of select.iterate(expressionOf(query), logId, first, Math.min(last, before - 1)))
    yield { seq, text: log.text(logId, seq) };
}

/** An FTS5 expression for the first tokens of the query; all of them are looked for in the texts. */
function expressionOf({ terms }: TextQuery): string {
  return terms
    .slice(0, searchTokensMax)
    .map(({ token, isPrefix }) => `"${token.replaceAll('"', '""')}"${isPrefix ? "*" : ""}`)
    .join(" ");
}

interface Scan extends FoundSeqs {
  /** There may be more texts than one slice scans. */
  readonly isFull: boolean;
}

/** Scans as many texts as one slice may, at least one. */
function scan(texts: Iterable<SeqText>, query: TextQuery, limit: number): Scan {
  const seqs: number[] = [];
  let [scanned, characters, reachedSeq] = [0, 0, 1];
  for (const { seq, text } of texts) {
    if (query.matches(text)) seqs.push(seq);
    scanned += 1;
    characters += text.length;
    reachedSeq = seq;
    if (scanned >= limit || characters >= searchStepBytesMax) return { seqs, reachedSeq, isFull: true };
  }
  return { seqs, reachedSeq, isFull: false };
}
