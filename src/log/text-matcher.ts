/**
 * Matches a few texts against a query with the tokenizer and the rules of the full-text index: they are put into an
 * index in memory and removed again. So an entry matches in the same way before and after it is indexed.
 */
import { Database } from "bun:sqlite";
import type { Statement } from "bun:sqlite";
import { tokenizer } from "./migrations.ts";
import { matchExpression, splitWords } from "./words.ts";

export interface Matching {
  /** The query's tokens as the index has them, without duplicates. */
  readonly tokens: readonly string[];
  readonly isOneToken: boolean;
  /** The texts that contain all words, in the given order. */
  readonly filter: <Text extends { readonly text: string }>(texts: readonly Text[]) => readonly Text[];
}

export class TextMatcher {
  readonly #database = new Database(":memory:");
  readonly #insert: Statement<unknown, [number, string]>;
  readonly #match: Statement<{ rowid: number }, [string]>;
  readonly #tokens: Statement<{ term: string }, []>;

  constructor() {
    this.#database.run(`CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize="${tokenizer}")`);
    this.#database.run("CREATE VIRTUAL TABLE tokens USING fts5vocab(words, 'instance')");
    this.#insert = this.#database.prepare("INSERT INTO words (rowid, text) VALUES (?, ?)");
    this.#match = this.#database.prepare("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid");
    this.#tokens = this.#database.prepare("SELECT term FROM tokens ORDER BY offset");
  }

  /** Returns undefined if the query has no searchable token. */
  matching(query: string): Matching | undefined {
    const expression = matchExpression(query);
    if (expression === undefined) return undefined;
    const tokens = this.#with([expression], () => this.#tokens.all().map(({ term }) => term));
    if (tokens.length === 0) return undefined;
    return {
      isOneToken: tokens.length === 1,
      tokens: Array.from(new Set(tokens)),
      filter: (texts) => {
        const found = this.#with(
          texts.map(({ text }) => splitWords(text)),
          () => this.#match.all(expression),
        );
        return found.flatMap(({ rowid }) => texts[rowid] ?? []);
      },
    };
  }

  close(): void {
    this.#database.close();
  }

  #with<Result>(texts: readonly string[], query: () => Result): Result {
    this.#database.run("BEGIN");
    try {
      texts.forEach((text, index) => this.#insert.run(index, text));
      return query();
    } finally {
      this.#database.run("ROLLBACK");
    }
  }
}
