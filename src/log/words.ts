/** Cuts texts and queries into words for the full-text index. */

/**
 * A text with the characters of scripts that write without spaces set apart, so that the index takes each for a word:
 * any run of Chinese characters is then found as a phrase, however long the run it stands in.
 */
export function splitWords(text: string): string {
  return text.replace(unspaced, " $& ");
}

/** A query that finds the texts holding all of its words, in any order; undefined when it holds no word. */
export function matchExpression(query: string): string | undefined {
  const phrases = query
    .split(/\s+/)
    // The index reads C strings: a NUL would end the expression inside its quotes.
    .map((word) => splitWords(word).replaceAll(/["\0]/g, " ").trim())
    .filter((word) => /[\p{L}\p{N}\p{So}]/u.test(word))
    .map((word) => `"${word}"`);
  // The index looks up a word as often as it is named.
  return phrases.length === 0 ? undefined : Array.from(new Set(phrases)).join(" ");
}

const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;
