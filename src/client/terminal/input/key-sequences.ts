/**
 * Reads one key from the beginning of what a terminal sent. Pure: it sees text and says how much of it was a key. Must
 * not know time, or what a key does.
 *
 * @source ECMA-48 5.4 (control sequences); xterm's ctlseqs.txt (function keys, modifiers, bracketed paste, focus)
 */
import type { Key, KeyName, Modifiers } from "./key.ts";
import { namedKey } from "./key.ts";
import { sequenceUnitsMax } from "../../limits.ts";

/** `length` is in UTF-16 units. `more`: what is there may be the beginning of something longer. */
export type Reading =
  | { readonly type: "key"; readonly key: Key; readonly length: number }
  | { readonly type: "pasteStart"; readonly length: number }
  | { readonly type: "swallowed"; readonly length: number }
  | { readonly type: "more" };

/** @param at a place inside `text` */
export function readKey(text: string, at: number): Reading {
  const code = text.charCodeAt(at);
  if (code === escapeCode) return readEscape(text, at);
  if (code < 0x20 || code === 0x7f) return readControl(code);
  if (code >= 0x80 && code < 0xa0) return swallow(1);
  const character = characterAt(text, at);
  return character === undefined
    ? more
    : { type: "key", key: { type: "text", text: character }, length: character.length };
}

const escapeCode = 0x1b;
const more: Reading = { type: "more" };
const plain: Modifiers = { shift: false, alt: false, ctrl: false };

function swallow(length: number): Reading {
  return { type: "swallowed", length };
}

function named(name: KeyName, length: number, modifiers: Modifiers = plain): Reading {
  return { type: "key", key: namedKey(name, modifiers), length };
}

/** The code point at a place, or undefined when its second half has not come yet. */
function characterAt(text: string, at: number): string | undefined {
  const code = text.charCodeAt(at);
  const isHigh = code >= 0xd800 && code < 0xdc00;
  if (isHigh && at + 1 === text.length) return undefined;
  return String.fromCodePoint(text.codePointAt(at) ?? code);
}

/** A line feed is Enter too: scripts and old terminals send it. */
function readControl(code: number): Reading {
  if (code === 0x0d || code === 0x0a) return named("enter", 1);
  if (code === 0x09) return named("tab", 1);
  if (code === 0x7f) return named("backspace", 1);
  const letter = String.fromCharCode(code + 0x40).toLowerCase();
  return { type: "key", key: { type: "ctrl", letter }, length: 1 };
}

function readEscape(text: string, at: number): Reading {
  const next = text[at + 1];
  if (next === undefined) return more;
  if (next === "[") return readControlSequence(text, at);
  if (next === "O") return readSingleShift(text, at);
  if ("]PX^_".includes(next)) return readString(text, at);
  if (next === "\x1b") return named("escape", 1);
  if (next === "\r" || next === "\n") return named("enter", 2, { ...plain, alt: true });
  if (next === "\x7f" || next === "\b") return named("backspace", 2, { ...plain, alt: true });
  if (next < " ") return swallow(2);
  const letter = characterAt(text, at + 1);
  return letter === undefined
    ? more
    : { type: "key", key: { type: "alt", letter }, length: 1 + letter.length };
}

// oxlint-disable-next-line no-control-regex -- control sequences are this module's subject
const sequenceHead = /\x1b\[([0-?]*)[ -/]*/y;

function readControlSequence(text: string, at: number): Reading {
  // The Linux console sends ESC [ [ A for F1.
  if (text[at + 2] === "[") return text.length > at + 3 ? swallow(4) : more;
  sequenceHead.lastIndex = at;
  const head = sequenceHead.exec(text);
  if (head === null) return swallow(2);
  const [{ length }, parameters = ""] = head;
  const final = text[at + length];
  if (final === undefined) return length > sequenceUnitsMax ? swallow(length) : more;
  if (final < "@" || final > "~") return swallow(length);
  return meaningOf(parameters, final, length + 1);
}

function meaningOf(parameters: string, final: string, length: number): Reading {
  if (parameters === "" && (final === "I" || final === "O"))
    return { type: "key", key: { type: "focus", focused: final === "I" }, length };
  const numbers = /^[\d;]*$/.test(parameters) ? parameters.split(";").map(Number) : undefined;
  if (numbers === undefined) return swallow(length);
  const [first = 0, second = 1, third = 0] = numbers;
  if (final === "~" && first === 200) return { type: "pasteStart", length };
  if (final === "Z") return named("tab", length, { ...plain, shift: true });
  // xterm's modifyOtherKeys form, ESC [ 27 ; modifier ; code ~, and the newer ESC [ code ; modifier u.
  const code = final === "u" ? first : final === "~" && first === 27 ? third : undefined;
  const name = code === undefined ? (final === "~" ? byNumber[first] : byLetter[final]) : byCode[code];
  return name === undefined ? swallow(length) : named(name, length, modifiersOf(second));
}

const byNumber: Readonly<Record<number, KeyName>> = {
  1: "home",
  3: "delete",
  4: "end",
  5: "pageUp",
  6: "pageDown",
  7: "home",
  8: "end",
};
const byLetter: Readonly<Record<string, KeyName>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  H: "home",
  F: "end",
};
const byCode: Readonly<Record<number, KeyName>> = { 9: "tab", 13: "enter", 27: "escape", 127: "backspace" };

function modifiersOf(parameter: number): Modifiers {
  const bits = Math.max(parameter, 1) - 1;
  return { shift: (bits & 1) !== 0, alt: (bits & 2) !== 0, ctrl: (bits & 4) !== 0 };
}

/** ESC O, digits (old modifiers), a letter. */
function readSingleShift(text: string, at: number): Reading {
  let end = at + 2;
  while (end < text.length && /[\d;]/.test(text.charAt(end)) && end - at < 8) end += 1;
  const final = text[end];
  if (final === undefined) return more;
  const length = end + 1 - at;
  const name = final === "M" ? "enter" : byLetter[final];
  const modifier = text
    .slice(at + 2, end)
    .split(";")
    .at(-1);
  if (name !== undefined) return named(name, length, modifiersOf(Number(modifier)));
  return swallow(final < " " || final > "~" ? length - 1 : length);
}

// oxlint-disable-next-line no-control-regex -- control sequences are this module's subject
const stringEnd = /\x07|\x1b\\|\x9c/g;

/** A terminal's report (OSC, DCS and their kind), up to its end. */
function readString(text: string, at: number): Reading {
  stringEnd.lastIndex = at + 2;
  const end = stringEnd.exec(text);
  if (end !== null) return swallow(end.index + end[0].length - at);
  return text.length - at > sequenceUnitsMax ? swallow(text.length - at) : more;
}
