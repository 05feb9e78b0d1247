/** What a search finds, for tests that do not care about its slices, and the slices for those that do. */
import type { Log, SearchResult } from "../../src/log/log.ts";
import type { Entry } from "../../src/protocol/entry.ts";

export type Searched = Extract<SearchResult, { type: "searched" }>;

/** One slice of a search in a store that answers at once. */
export function sliceOf(log: Log, name: string, query: string, before = Number.MAX_SAFE_INTEGER): Searched {
  let result: SearchResult | undefined;
  log.search({ log: name, query, before }, (answer) => {
    result = answer;
  });
  if (result?.type !== "searched") throw new Error("the search was not answered", { cause: result?.cause });
  return result;
}

/** All slices of a search, one behind the other. */
export function* slicesOf(log: Log, name: string, query: string): Generator<Searched, void> {
  for (let before = Number.MAX_SAFE_INTEGER; before > 1;) {
    const slice = sliceOf(log, name, query, before);
    yield slice;
    before = slice.reachedSeq;
  }
}

/** The newest entries that match, in order. */
export function found(log: Log, name: string, query: string, limit = 100): readonly Entry[] {
  const entries = Array.from(slicesOf(log, name, query)).flatMap((slice) => slice.entries);
  return entries.slice(0, limit).toReversed();
}
