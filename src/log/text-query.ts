/** A search query, and which texts it matches. Pure, and the same for every store. */
import { searchWordPrefixMin } from "./limits.ts";
import { fold, isWord, joined, searchTextOf, tokensOf } from "./search-text.ts";

export interface TextQuery {
  /** What every matching text has, without duplicates. More texts have all of it than match. */
  readonly terms: readonly Term[];
  /** Whether the text has all words of the query, in any order; the tokens of a word follow each other in it. */
  readonly matches: (text: string) => boolean;
}

export interface Term {
  readonly token: string;
  /** Whether longer tokens that begin with it count, too. */
  readonly isPrefix: boolean;
}

/** Returns undefined for a query without anything visible. */
export function textQuery(query: string): TextQuery | undefined {
  const words = fold(query)
    .split(/\s+/)
    .map(wordOf)
    .filter(({ tokens }) => tokens.length > 0);
  if (words.length === 0) return undefined;
  const terms = new Map(words.flatMap(termsOf).map((term) => [`${term.token} ${term.isPrefix}`, term]));
  const parts = Array.from(new Set(words.map(partOf)));
  return {
    terms: Array.from(terms.values()),
    matches: (text) => {
      const searched = searchTextOf(text);
      return parts.every((part) => searched.includes(part));
    },
  };
}

/** What stands between two spaces in a query. */
interface QueryWord {
  readonly tokens: readonly string[];
  /** Whether the last token finds longer ones that begin with it. */
  readonly isPrefix: boolean;
}

function wordOf(text: string): QueryWord {
  const tokens = withoutPunctuation(tokensOf(text));
  const last = tokens.at(-1) ?? "";
  return { tokens, isPrefix: isWord(last) && Array.from(last).length >= searchWordPrefixMin };
}

/** Nobody means the comma of "tea, please"; but they do mean that of ":,(", which is all there is. */
function withoutPunctuation(tokens: readonly string[]): readonly string[] {
  const isPunctuation = (token: string): boolean =>
    /^[.,;:!?¡¿…"'()[\]{}。、，！？；：「」『』（）《》]$/u.test(token);
  if (!tokens.some((token) => isWord(token) || /[\p{L}\p{Extended_Pictographic}\p{RI}]/u.test(token)))
    return tokens;
  const first = tokens.findIndex((token) => !isPunctuation(token));
  const last = tokens.findLastIndex((token) => !isPunctuation(token));
  return tokens.slice(first, last + 1);
}

function termsOf({ tokens, isPrefix }: QueryWord): readonly Term[] {
  return tokens.map((token, index) => ({ token, isPrefix: isPrefix && index === tokens.length - 1 }));
}

/** The part of a text's tokens that the word asks for. */
function partOf({ tokens, isPrefix }: QueryWord): string {
  const part = joined(tokens);
  return isPrefix ? part.trimEnd() : part;
}
