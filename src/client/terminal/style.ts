/**
 * How things look: a few styles, and a colour for each nickname. Must not know what is styled; with colours off, nothing
 * here shows.
 */
import { foldNickname } from "../../protocol/nickname.ts";
import type { Row, Style } from "./cells.ts";

export const dim: Style = "2";
export const bold: Style = "1";
export const alarm: Style = "31";

/** The colour of a nickname: the same in every session, and for every way to write it. */
export function nicknameStyle(nickname: string): Style {
  let hash = 0x811c9dc5;
  for (const character of foldNickname(nickname)) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return nicknameColours[((hash ^ (hash >>> 15)) >>> 0) % nicknameColours.length] ?? bold;
}

/** A row as text for the terminal. */
export function rowText(row: Row, colour: boolean): string {
  let text = "";
  let current: Style | undefined;
  for (const cell of row) {
    const style = colour ? cell.style : undefined;
    if (style !== current) {
      if (current !== undefined) text += "\x1b[0m";
      if (style !== undefined) text += `\x1b[${style}m`;
      current = style;
    }
    text += cell.text;
  }
  return current === undefined ? text : `${text}\x1b[0m`;
}

/** Neither light nor dark, so that they can be read on white and on black. Red is left to alarms. */
const nicknameColours: readonly Style[] = [
  32, 35, 37, 64, 66, 68, 97, 98, 130, 133, 136, 139, 166, 168, 172,
].map((colour) => `38;5;${colour}`);
