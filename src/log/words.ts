/** Splits texts and queries into words for the full-text index. */

/**
 * Puts spaces around characters of scripts that are written without spaces, so that the index takes each for a word.
 * Any run of Chinese characters is then found as a phrase, however long the run around it is.
 */
export function splitWords(text: string): string {
  return text.replace(unspaced, " $& ");
}

/**
 * An FTS5 expression that matches the texts containing all words of a query, in any order; undefined if it has no
 * word.
 */
export function matchExpression(query: string): string | undefined {
  const phrases = query
    .split(/\s+/)
    // FTS5 reads C strings: a NUL would end the expression inside its quotes.
    .map((word) => splitWords(word).replaceAll(/["\0]/g, " ").trim())
    .filter((word) => /[\p{L}\p{N}\p{So}]/u.test(word))
    .map((word) => `"${word}"`);
  // A repeated word would be looked up again.
  return phrases.length === 0 ? undefined : Array.from(new Set(phrases)).join(" ");
}

const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;
