/** Which key each sequence of a terminal is. */
import { expect, test } from "bun:test";
import type { Key } from "../../../../src/client/terminal/input/key.ts";
import { namedKey } from "../../../../src/client/terminal/input/key.ts";
import { readKey } from "../../../../src/client/terminal/input/key-sequences.ts";

const keys: readonly (readonly [sequence: string, key: Key])[] = [
  ["a", { type: "text", text: "a" }],
  ["你", { type: "text", text: "你" }],
  ["😀", { type: "text", text: "😀" }],
  ["\r", namedKey("enter")],
  ["\n", namedKey("enter")],
  ["\t", namedKey("tab")],
  ["\x7f", namedKey("backspace")],
  ["\x01", { type: "ctrl", letter: "a" }],
  ["\x08", { type: "ctrl", letter: "h" }],
  ["\x1f", { type: "ctrl", letter: "_" }],
  ["\x1bb", { type: "alt", letter: "b" }],
  ["\x1bé", { type: "alt", letter: "é" }],
  ["\x1b\r", namedKey("enter", { alt: true })],
  ["\x1b\x7f", namedKey("backspace", { alt: true })],
  ["\x1b[A", namedKey("up")],
  ["\x1bOA", namedKey("up")],
  ["\x1b[1;5D", namedKey("left", { ctrl: true })],
  ["\x1b[1;3C", namedKey("right", { alt: true })],
  ["\x1b[1;4B", namedKey("down", { shift: true, alt: true })],
  ["\x1bO5C", namedKey("right", { ctrl: true })],
  ["\x1b[H", namedKey("home")],
  ["\x1bOF", namedKey("end")],
  ["\x1b[1~", namedKey("home")],
  ["\x1b[8~", namedKey("end")],
  ["\x1b[4~", namedKey("end")],
  ["\x1b[7~", namedKey("home")],
  ["\x1b[3~", namedKey("delete")],
  ["\x1b[3;5~", namedKey("delete", { ctrl: true })],
  ["\x1b[5~", namedKey("pageUp")],
  ["\x1b[6~", namedKey("pageDown")],
  ["\x1b[Z", namedKey("tab", { shift: true })],
  ["\x1b[13;2u", namedKey("enter", { shift: true })],
  ["\x1b[27;5;13~", namedKey("enter", { ctrl: true })],
  ["\x1bOM", namedKey("enter")],
];

test.each(keys)("readKey knows %j", (sequence, key) => {
  expect(readKey(sequence, 0)).toEqual({ type: "key", key, length: sequence.length });
});

test.each([
  ["F5", "\x1b[15~"],
  ["F1 of the Linux console", "\x1b[[A"],
  ["F1", "\x1bOP"],
  ["a cursor report", "\x1b[12;40R"],
  ["a device report", "\x1b[?64;1;2c"],
  ["a mouse report", "\x1b[<0;10;5M"],
  ["a colour report", "\x1b]11;rgb:0000/0000/0000\x1b\\"],
  ["a version report", "\x1bP>|xterm(380)\x1b\\"],
  ["a C1 control", "\x85"],
])("readKey swallows %s", (_name, sequence) => {
  expect(readKey(`${sequence}x`, 0)).toEqual({ type: "swallowed", length: sequence.length });
});

test("readKey knows when the terminal comes to the front and goes behind others", () => {
  expect([readKey("\x1b[I", 0), readKey("\x1b[O", 0)]).toEqual([
    { type: "key", key: { type: "focus", focused: true }, length: 3 },
    { type: "key", key: { type: "focus", focused: false }, length: 3 },
  ]);
});

test("readKey gives back what a broken sequence is followed by", () => {
  expect(readKey("\x1b[1;\rx", 0)).toEqual({ type: "swallowed", length: 4 });
});

test("readKey does not wait for ever for the end of a report", () => {
  expect(readKey(`\x1b]${"x".repeat(100_000)}`, 0).type).toBe("swallowed");
});
