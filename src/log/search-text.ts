/**
 * What search compares instead of the text: its tokens, folded so that what people type finds what others wrote. Pure,
 * and the same for every store.
 *
 * A token is a run of letters and digits, one character of a script that is written without spaces, or one sign: an
 * emoji, a punctuation mark, a symbol.
 */

/** Stored with an index: one that was made by another version is not used. */
export const searchTextVersion = 1;

/** The tokens of a text, each between two spaces: ` c + + is fast `. Empty if there is nothing visible. */
export function searchTextOf(text: string): string {
  return joined(tokensOf(fold(text)));
}

export function joined(tokens: readonly string[]): string {
  return tokens.length === 0 ? "" : ` ${tokens.join(" ")} `;
}

/** The tokens of a folded text, in order. */
export function tokensOf(folded: string): readonly string[] {
  return folded.match(isAscii(folded) ? asciiToken : token) ?? [];
}

/**
 * Lower case, without diacritics, invisible characters and the modifiers of emoji; compatibility forms (full width,
 * ligatures) and typographic quotes and dashes as a keyboard writes them.
 */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  return (
    text
      .toWellFormed()
      .replaceAll("\u200b", " ")
      .replace(/\p{Default_Ignorable_Code_Point}|\p{Cf}/gu, "")
      .replace(/(?<=\p{Extended_Pictographic})\p{Emoji_Modifier}|(?<=[#*\d])\u20e3/gu, "")
      // Signs are left alone: their compatibility forms have spaces in them.
      .replace(/[\p{L}\p{N}\p{M}]+/gu, (run) => run.normalize("NFKD"))
      .toLowerCase()
      // A letter of its own, not an accented one.
      .replaceAll("и\u0306", "й")
      .replace(diacritics, "")
      .replace(/[ıςßæœøđðłħ‘’‛ʼ“”„‟«»‐‑‒–—―−]/gu, (character) => alike[character] ?? character)
      .normalize("NFC")
  );
}

/** Whether a token is a run of letters and digits, whose beginning finds it. */
export function isWord(text: string): boolean {
  return /^[\p{L}\p{N}\p{M}]/u.test(text) && !unspaced.test(text);
}

function isAscii(text: string): boolean {
  return !/[\u0080-\uffff]/.test(text);
}

const asciiToken = /[a-z0-9]+|[!-~]/g;

const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** One character of an unspaced script; a word; a flag; any other visible character. */
const token = new RegExp(
  `${unspaced.source}|[[\\p{L}\\p{N}\\p{M}]--${unspaced.source}]+|\\p{RI}{2}|[^\\s\\p{Cc}]`,
  "gv",
);

/** Those of Latin, Greek and Cyrillic; the points and vowel signs of Hebrew and Arabic. */
const diacritics = new RegExp(
  [
    String.raw`(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}\p{M}])[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+`,
    String.raw`(?<=[\p{Script=Hebrew}\p{Script=Arabic}\p{M}])[[\u0591-\u05c7\u064b-\u065f\u0670]&&\p{Mn}]+`,
  ].join("|"),
  "gv",
);

/** Letters and signs that are typed in different ways and have no decomposition. */
const alike: Readonly<Record<string, string>> = {
  ı: "i",
  ς: "σ",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  ħ: "h",
  "‘": "'",
  "’": "'",
  "‛": "'",
  ʼ: "'",
  "“": '"',
  "”": '"',
  "„": '"',
  "‟": '"',
  "«": '"',
  "»": '"',
  "‐": "-",
  "‑": "-",
  "‒": "-",
  "–": "-",
  "—": "-",
  "―": "-",
  "−": "-",
};
