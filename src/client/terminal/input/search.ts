/** Going back through the sent lines by a part of them, as Ctrl-R does. Pure. */
import type { Draft } from "./draft.ts";

/** `at` is the line that was found last; while `failed`, the query is in no line further on. */
export interface Search {
  readonly query: string;
  readonly at: number;
  readonly failed: boolean;
  /** What was being written. */
  readonly kept: Draft;
}

export interface Searched {
  readonly search: Search;
  readonly draft: Draft;
}

export function startSearch(lines: readonly string[], draft: Draft): Searched {
  return { search: { query: "", at: lines.length, failed: false, kept: draft }, draft };
}

/** Another query: the line that was found stays, if it holds that too. */
export function searchFor(lines: readonly string[], { search, draft }: Searched, query: string): Searched {
  // A shorter query begins anew, so that taking a letter back leads back.
  const start = query.length < search.query.length ? lines.length - 1 : search.at;
  return find(lines, { search: { ...search, query }, draft }, { start, step: -1 });
}

/** The next line that holds the query, to the older (-1) or the newer. */
export function searchOn(lines: readonly string[], searched: Searched, step: 1 | -1): Searched {
  return find(lines, searched, { start: searched.search.at + step, step });
}

interface SearchFrom {
  readonly start: number;
  readonly step: 1 | -1;
}

/** The cursor goes to where the query stands. Upper and lower case are the same. */
function find(lines: readonly string[], { search, draft }: Searched, { start, step }: SearchFrom): Searched {
  const query = search.query.toLowerCase();
  if (query === "") return { search: { ...search, failed: false }, draft };
  for (let at = Math.min(start, lines.length - 1); at >= 0 && at < lines.length; at += step) {
    const text = lines[at] ?? "";
    const index = text.toLowerCase().indexOf(query);
    if (index < 0) continue;
    return {
      search: { ...search, at, failed: false },
      draft: { text, cursor: Math.min(index, text.length) },
    };
  }
  return { search: { ...search, failed: true }, draft };
}
