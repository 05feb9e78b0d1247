/**
 * The nickname of a program whose user has not chosen one: that of the user on this machine, and others like it when it
 * is taken.
 */
import { nicknameTriesMax } from "../limits.ts";
import { nicknameBytesMax } from "../../protocol/limits.ts";
import { parseNickname } from "../../protocol/nickname.ts";

/** The nicknames to try, in order. A chosen one is the only one: nobody is to speak under a name they did not expect. */
export function* nicknamesFor(
  chosen: string | undefined,
  userName: string,
  random: () => number,
): Generator<string, undefined> {
  if (chosen !== undefined) {
    yield chosen;
    return undefined;
  }
  const name = nicknameOf(userName);
  yield name;
  for (let count = 2; count <= nicknameTriesMax; count += 1) {
    const ending = count <= plainEndings ? String(count) : Math.floor(random() * 0x10000).toString(16);
    yield `${name}-${ending}`;
  }
  return undefined;
}

/** A nickname as near to the user's name as the rules allow, with room for an ending. */
function nicknameOf(userName: string): string {
  const words = userName.trim().toWellFormed().normalize("NFC").replace(/\s+/gu, "_");
  const graphemes = Array.from(segmenter.segment(words), ({ segment }) => segment);
  let name = "";
  for (const grapheme of graphemes) {
    const longer = parseNickname(name + grapheme);
    // Behind the last character that fits, the ending has to find room, too.
    const fits = longer.ok && parseNickname(`${longer.value}-${"x".repeat(endingCharacters)}`).ok;
    if (fits && longer.value.length <= nicknameBytesMax) name = longer.value;
  }
  return name === "" ? fallback : name;
}

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
const endingCharacters = 4;
/** `ann-2` and `ann-3`, before endings that two programs at the same time will hardly share. */
const plainEndings = 3;
const fallback = "guest";
