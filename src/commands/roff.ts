/**
 * The part of roff that a manual page needs: texts made safe, and the macros of man(7). All that comes out is ASCII,
 * so that no renderer has to guess an encoding.
 *
 * @source groff_man(7), groff_char(7); mandoc reads the same
 */

/** Text as it is to be read: nothing in it is taken for a request or an escape. Line breaks become spaces. */
export function text(raw: string): string {
  const escaped = Array.from(raw.replace(/\s+/g, " "), escapedCharacter).join("");
  return escaped.replace(/^(?=\.)/, "\\&");
}

export function bold(raw: string): string {
  return `\\fB${text(raw)}\\fR`;
}

export function italic(raw: string): string {
  return `\\fI${text(raw)}\\fR`;
}

/** The first line of a page. Ragged and without hyphens, since half of it is names to be copied. */
export function title(name: string, source: string): readonly string[] {
  return [`.TH "${text(name)}" 1 "" "${text(source)}"`, ".nh", ".ad l"];
}

export function section(heading: string): string {
  return `.SH "${text(heading)}"`;
}

export function subsection(heading: string): string {
  return `.SS "${text(heading)}"`;
}

/**
 * A further paragraph; the first one of a section needs no macro.
 *
 * @param line made by the functions above, as all that follow take
 */
export function paragraph(line: string): readonly string[] {
  return [".PP", line];
}

/** Lines that stay lines. */
export function lines(all: readonly string[]): readonly string[] {
  return [".nf", ...all, ".fi"];
}

/** A name, and indented what is to be said about it. */
export function item(tag: string, line: string): readonly string[] {
  return [".TP", tag, line];
}

/** Of signs that look alike, roff would choose the typographer's, which no shell understands. */
const signs: Readonly<Record<string, string>> = {
  "\\": "\\e",
  "-": "\\-",
  "'": "\\(aq",
  "`": "\\(ga",
  "^": "\\(ha",
  "~": "\\(ti",
  '"': "\\(dq",
  // A terminal without Unicode has none, and roff no other sign for it.
  "…": "...",
};

function escapedCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const sign = signs[character];
  if (sign !== undefined) return sign;
  if (code < 0x80) return code < 0x20 || code === 0x7f ? "" : character;
  const named = `\\[u${code.toString(16).toUpperCase().padStart(4, "0")}]`;
  // A line of Chinese may break behind each character, but roff breaks at spaces.
  return /[\p{Script=Han}，。：；、）”]/u.test(character) ? `${named}\\:` : named;
}
