/** How things look: a few styles, a colour for each nickname, and links. */
import { foldNickname } from "../../../protocol/nickname.ts";
import type { Row, Span, Style } from "./cells.ts";

export const dim: Style = "2";
export const bold: Style = "1";
export const underlined: Style = "4";
export const alarm: Style = "31";
export const code: Style = "38;5;66";

/** What a terminal can show: no styles at all; all but the colours beyond the sixteen that every one has; all. */
export type Palette = "none" | "basic" | "full";

/** Both at once. */
export function joined(one: Style | undefined, other: Style): Style {
  return one === undefined ? other : `${one};${other}`;
}

/** The colour of a nickname: the same in every session, and for every way to write it. */
export function nicknameStyle(nickname: string): Style {
  let hash = 0x811c9dc5;
  for (const character of foldNickname(nickname)) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return `38;5;${nicknameColours[((hash ^ (hash >>> 15)) >>> 0) % nicknameColours.length]}`;
}

/** A piece of a row as text for the terminal, without its link. */
export function spanText({ text, style }: Span, palette: Palette): string {
  const shown = shownStyle(style, palette);
  return shown !== undefined && text !== "" ? `\x1b[${shown}m${text}\x1b[0m` : text;
}

/** A row as text for the terminal. */
export function rowText(row: Row, palette: Palette, links = false): string {
  let text = "";
  let current: Style | undefined;
  let target: string | undefined;
  for (const cell of row) {
    const link = links ? cell.link : undefined;
    const style = shownStyle(cell.style, palette);
    if (link !== target) text += hyperlink(link);
    if (style !== current) {
      if (current !== undefined) text += "\x1b[0m";
      if (style !== undefined) text += `\x1b[${style}m`;
    }
    current = style;
    target = link;
    text += cell.text;
  }
  if (target !== undefined) text += hyperlink(undefined);
  return current === undefined ? text : `${text}\x1b[0m`;
}

/** Without the colours that the palette lacks. */
function shownStyle(style: Style | undefined, palette: Palette): Style | undefined {
  if (palette === "full" || style === undefined) return style;
  if (palette === "none") return undefined;
  return style.replace(/38;5;\d+;?/g, "").replace(/;$/, "") || undefined;
}

/** The parts of a link in several rows bear the same id. @source "Hyperlinks in Terminal Emulators" (Koblinger) */
function hyperlink(link: string | undefined): string {
  const parameter = link === undefined ? "" : `id=${Bun.hash.crc32(link).toString(36)}`;
  return `\x1b]8;${parameter};${link ?? ""}\x1b\\`;
}

/**
 * Of xterm's 256 colours, as far from each other as can be, each with a contrast of at least 3:1 (WCAG 2.2, 1.4.11) to
 * black, to white and to #1e1e1e; 4.5:1 to both ends no colour has. Red is left to alarms.
 */
export const nicknameColours: readonly number[] = [
  28, 30, 32, 63, 64, 67, 69, 98, 100, 130, 133, 134, 136, 163, 166, 168,
];
