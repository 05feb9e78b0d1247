/** Keys out of bytes that arrive in pieces and in time. */
import { expect, test } from "bun:test";
import { KeyDecoder } from "../../../../src/client/terminal/input/key-decoder.ts";
import type { Key } from "../../../../src/client/terminal/input/key.ts";
import { namedKey } from "../../../../src/client/terminal/input/key.ts";
import { escapeTimeoutMs, pasteTimeoutMs } from "../../../../src/client/limits.ts";

const everything =
  "aé你😀\x1b[A\x1b[1;5D\x1bOH\x1b[3~\x1bb\x1b\r\x1b[Z\x1b]11;rgb:00/00\x07\x1b[15~\x01\x7f" +
  "\x1b[200~one\rtwo \x1b[31m 你\x1b[201~x\r";

function decodeAll(chunks: readonly (Uint8Array | string)[]): readonly Key[] {
  const decoder = new KeyDecoder();
  return chunks.flatMap((chunk) => decoder.push(chunk, 0));
}

test("KeyDecoder gives the same keys wherever the bytes are cut", () => {
  const bytes = new TextEncoder().encode(everything);
  const whole = decodeAll([bytes]);
  expect(whole).toHaveLength(16);
  for (let at = 1; at < bytes.length; at += 1) {
    expect(decodeAll([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
  }
  expect(decodeAll(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
});

test("KeyDecoder gives the same keys wherever a string is cut", () => {
  const whole = decodeAll([everything]);
  expect(decodeAll(everything.split(""))).toEqual(whole);
});

test("KeyDecoder makes a paste one key, with what looks like keys inside", () => {
  expect(decodeAll(["\x1b[200~a\rb\x1b[Ac\x1b[201~"])).toEqual([{ type: "paste", text: "a\rb\x1b[Ac" }]);
});

test("KeyDecoder waits for the end of a paste that arrives late", () => {
  const decoder = new KeyDecoder();
  expect(decoder.push("\x1b[200~one", 0)).toEqual([]);
  expect(decoder.push("two\x1b[20", pasteTimeoutMs - 1)).toEqual([]);
  expect(decoder.push("1~", 2 * pasteTimeoutMs - 2)).toEqual([{ type: "paste", text: "onetwo" }]);
});

test("KeyDecoder takes a paste without an end as it is, and swallows an end that comes too late", () => {
  const decoder = new KeyDecoder();
  decoder.push("\x1b[200~one\x1b[20", 0);
  expect(decoder.deadline).toBe(pasteTimeoutMs);
  expect(decoder.flush(pasteTimeoutMs - 1)).toEqual([]);
  expect(decoder.flush(pasteTimeoutMs)).toEqual([{ type: "paste", text: "one\x1b[20" }]);
  expect(decoder.push("\x1b[201~x", pasteTimeoutMs + 1)).toEqual([{ type: "text", text: "x" }]);
});

test("KeyDecoder keeps a bounded part of an endless paste", () => {
  const decoder = new KeyDecoder();
  decoder.push("\x1b[200~", 0);
  for (let part = 0; part < 40; part += 1) decoder.push("x".repeat(64 * 1024), 0);
  const [key] = decoder.push("\x1b[201~", 0);
  expect(key?.type === "paste" && key.text.length).toBe(1024 * 1024);
});

test("KeyDecoder makes a lone Escape a key after a while", () => {
  const decoder = new KeyDecoder();
  expect(decoder.push("\x1b", 0)).toEqual([]);
  expect(decoder.flush(escapeTimeoutMs - 1)).toEqual([]);
  expect(decoder.flush(escapeTimeoutMs)).toEqual([namedKey("escape")]);
  expect(decoder.deadline).toBeUndefined();
});

test("KeyDecoder does not join an old Escape with a late key", () => {
  const decoder = new KeyDecoder();
  decoder.push("\x1b", 0);
  expect(decoder.push("b", escapeTimeoutMs)).toEqual([namedKey("escape"), { type: "text", text: "b" }]);
});

test.each([
  ["Alt and a letter that could begin a sequence", "\x1bO", [{ type: "alt", letter: "O" }]],
  ["the beginning of a sequence", "\x1b[1;5", []],
  ["the beginning of a report", "\x1b]11;", []],
] as const)("KeyDecoder.flush takes %s for what it is", (_name, text, keys) => {
  const decoder = new KeyDecoder();
  decoder.push(text, 0);
  expect(decoder.flush(escapeTimeoutMs)).toEqual([...keys]);
});
