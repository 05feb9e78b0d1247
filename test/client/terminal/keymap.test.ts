/** The table of keys. */
import { expect, test } from "bun:test";
import { namedKey } from "../../../src/client/terminal/key.ts";
import { commandOf } from "../../../src/client/terminal/keymap.ts";

test("commandOf knows a key by its modifiers", () => {
  expect(commandOf(namedKey("enter"))).toEqual({ type: "submit" });
  expect(commandOf(namedKey("enter", { alt: true }))).toEqual({ type: "insert", text: "\n", pasted: false });
});

test.each([
  ["a change of focus", { type: "focus", focused: true }],
  ["Page Up, which is the terminal's", namedKey("pageUp")],
  ["a letter nobody bound", { type: "ctrl", letter: "q" }],
] as const)("commandOf has nothing for %s", (_name, key) => {
  expect(commandOf(key)).toBeUndefined();
});
