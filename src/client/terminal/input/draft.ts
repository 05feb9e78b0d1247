/**
 * The text that is being written, with its cursor: plain operations on it. What a reader sees as a character (a grapheme
 * cluster) is never cut.
 */
import { assertNever } from "../../../base/assert-never.ts";

/** `cursor` counts UTF-16 units. Text that is inserted may join with its neighbours to one cluster around the cursor. */
export interface Draft {
  readonly text: string;
  readonly cursor: number;
}

/** Where a movement leads from the cursor. */
export type Motion =
  | "characterBackward"
  | "characterForward"
  | "wordBackward"
  | "wordForward"
  | "spaceBackward"
  | "lineStart"
  | "lineEnd"
  | "textStart"
  | "textEnd";

export const emptyDraft: Draft = { text: "", cursor: 0 };

export function draftOf(text: string): Draft {
  return { text, cursor: text.length };
}

export function insert({ text, cursor }: Draft, added: string): Draft {
  return { text: text.slice(0, cursor) + added + text.slice(cursor), cursor: cursor + added.length };
}

export function move(draft: Draft, motion: Motion): Draft {
  return { text: draft.text, cursor: target(draft, motion) };
}

/** Takes away what lies between the cursor and where the motion leads. */
export function erase(draft: Draft, motion: Motion): { readonly draft: Draft; readonly erased: string } {
  const { text, cursor } = draft;
  const other = target(draft, motion);
  const [start, end] = other < cursor ? [other, cursor] : [cursor, other];
  return {
    draft: { text: text.slice(0, start) + text.slice(end), cursor: start },
    erased: text.slice(start, end),
  };
}

/** Swaps the characters around the cursor (at a line's end the two before it) and steps over them. */
export function transpose(draft: Draft): Draft {
  const { text } = draft;
  const atEnd = draft.cursor === target(draft, "lineEnd");
  const middle = atEnd ? target(draft, "characterBackward") : draft.cursor;
  const start = target({ text, cursor: middle }, "characterBackward");
  const end = target({ text, cursor: middle }, "characterForward");
  const [first, second] = [text.slice(start, middle), text.slice(middle, end)];
  if (first === "" || second === "" || `${first}${second}`.includes("\n")) return draft;
  return { text: text.slice(0, start) + second + first + text.slice(end), cursor: end };
}

const clusters = new Intl.Segmenter("und", { granularity: "grapheme" });
const words = new Intl.Segmenter("und", { granularity: "word" });

function target({ text, cursor }: Draft, motion: Motion): number {
  switch (motion) {
    case "characterBackward":
      return clusters.segment(text).containing(cursor - 1)?.index ?? 0;
    case "characterForward": {
      const cluster = clusters.segment(text).containing(cursor);
      return cluster === undefined ? text.length : cluster.index + cluster.segment.length;
    }
    case "wordBackward":
      return wordStartBefore(text, cursor);
    case "wordForward":
      return wordEndAfter(text, cursor);
    case "spaceBackward":
      return spaceBefore(text, cursor);
    case "lineStart":
      return lineStartFrom(text, cursor);
    case "lineEnd":
      return lineEndFrom(text, cursor);
    case "textStart":
      return 0;
    case "textEnd":
      return text.length;
    default:
      return assertNever(motion);
  }
}

function lineStartFrom(text: string, from: number): number {
  return from === 0 ? 0 : text.lastIndexOf("\n", from - 1) + 1;
}

function lineEndFrom(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

/** Where the signs between spaces begin that the cursor stands in or behind. */
function spaceBefore(text: string, cursor: number): number {
  let at = cursor;
  while (at > 0 && isSpace(text, at - 1)) at -= 1;
  while (at > 0 && !isSpace(text, at - 1)) at -= 1;
  return at;
}

function isSpace(text: string, at: number): boolean {
  return text.charAt(at).trim() === "";
}

/** Words as the language has them: Chinese has them without spaces. */
function wordStartBefore(text: string, cursor: number): number {
  let at = cursor;
  while (at > 0) {
    const word = words.segment(text).containing(at - 1);
    if (word === undefined) return 0;
    at = word.index;
    if (word.isWordLike === true) return at;
  }
  return at;
}

function wordEndAfter(text: string, cursor: number): number {
  let at = cursor;
  while (at < text.length) {
    const word = words.segment(text).containing(at);
    if (word === undefined) return text.length;
    at = word.index + word.segment.length;
    if (word.isWordLike === true) return at;
  }
  return at;
}
