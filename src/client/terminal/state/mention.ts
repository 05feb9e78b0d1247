/** Whether a message is for the reader more than for others. */
import { foldNickname } from "../../../protocol/nickname.ts";
import { cleanText } from "../../../protocol/text.ts";
import type { Message } from "../../shown-event.ts";

/** A private message, or one that names the reader. */
export function callsFor({ own, to, text }: Message, nickname: string | undefined): boolean {
  if (own) return false;
  return to !== undefined || (nickname !== undefined && mentions(cleanText(text), nickname));
}

/** A nickname counts where it stands as a word of its own, with `@` or without, in any case. */
export function mentions(text: string, nickname: string): boolean {
  const name = foldNickname(nickname);
  const folded = ascii.test(text) ? text.toLowerCase() : foldNickname(text);
  if (name === "") return false;
  for (let at = folded.indexOf(name); at >= 0; at = folded.indexOf(name, at + 1)) {
    const before = folded.slice(Math.max(0, at - 2), at);
    const after = folded.slice(at + name.length, at + name.length + 2);
    if (!endsInWord.test(before) && !beginsWithWord.test(after)) return true;
  }
  return false;
}

/** Folds to lower case alone; of thousands of messages a second most are this. */
const ascii = /^[\n\t -~]*$/;
/** Scripts that put no spaces between words: a name may stand directly beside them. */
const unspaced = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]`;
const wordSign = String.raw`[[\p{L}\p{N}\p{M}_]--${unspaced}]`;
const endsInWord = new RegExp(`${wordSign}$`, "v");
const beginsWithWord = new RegExp(`^${wordSign}`, "v");
