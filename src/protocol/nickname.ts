/** The rules for nicknames: which are valid, and which are equal. */
import { fitsUtf8 } from "../base/utf8.ts";
import { failure, success } from "./faults.ts";
import type { Result } from "./faults.ts";
import { combiningMarksMax, nicknameBytesMax, nicknameGraphemesMax } from "./limits.ts";

/**
 * A nickname as it is shown (NFC), or what is wrong with it: 1 to 32 grapheme clusters of any script; no spaces,
 * control characters, private or unassigned code points; nothing invisible except inside emoji.
 *
 * @source RFC 8266 (nicknames), UAX #29 (grapheme clusters), UTS #51 (emoji sequences)
 */
export function parseNickname(raw: string): Result<string> {
  // The fast path for most names. Room names are parsed with every message: without it, the rest of this function
  // took 51 % of the server's time.
  if (plain.test(raw)) return success(raw);
  if (raw === "") return failure({ code: "nickname_empty" });
  if (raw.length > nicknameBytesMax) return tooLong;
  if (/[\p{Z}\t\r\n\v\f]/u.test(raw)) return failure({ code: "nickname_space" });
  if (!raw.isWellFormed()) return failure({ code: "nickname_characters" });
  const nickname = raw.normalize("NFC");
  if (!fitsUtf8(nickname, nicknameBytesMax)) return tooLong;
  const graphemes = Array.from(segmenter.segment(nickname), ({ segment }) => segment);
  if (graphemes.length > nicknameGraphemesMax) return tooLong;
  return graphemes.every(isVisible) ? success(nickname) : failure({ code: "nickname_characters" });
}

/**
 * The form in which equal nicknames are the same: compatibility forms and case are folded. Upper case before lower
 * case folds ß to ss, lower case before that ẞ to ß. The final sigma is replaced explicitly, because lower-casing
 * produces it.
 *
 * @source RFC 8266 section 2.4, Unicode 3.13 (default caseless matching)
 */
export function foldNickname(nickname: string): string {
  if (plain.test(nickname)) return nickname.toLowerCase();
  const folded = nickname.normalize("NFKC").toLowerCase().toUpperCase().toLowerCase();
  return folded.replaceAll("ς", "σ").normalize("NFKC");
}

const plain = new RegExp(`^[!-~]{1,${nicknameGraphemesMax}}$`);
const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
const tooLong = failure({ code: "nickname_too_long", graphemesMax: nicknameGraphemesMax });

function isVisible(grapheme: string): boolean {
  if (/^\p{RGI_Emoji}$/v.test(grapheme)) return true;
  if (/[\p{C}\p{Default_Ignorable_Code_Point}]|^\p{M}/u.test(grapheme)) return false;
  return Array.from(grapheme.matchAll(/\p{M}/gu)).length <= combiningMarksMax;
}
