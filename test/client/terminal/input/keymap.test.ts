/** The table of keys. */
import { expect, test } from "bun:test";
import { en } from "../../../../src/locale/en.ts";
import { namedKey } from "../../../../src/client/terminal/input/key.ts";
import { commandOf, keyTopics } from "../../../../src/client/terminal/input/keymap.ts";

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

test.each([
  ["a number", { type: "alt", letter: "3" }, { to: "number", number: 3 }],
  ["the left", namedKey("left", { alt: true }), { to: "side", step: -1 }],
  ["the right", namedKey("down", { alt: true }), { to: "side", step: 1 }],
  ["what is new", { type: "alt", letter: "a" }, { to: "news" }],
] as const)("commandOf goes with Alt to %s", (_name, key, jump) => {
  expect(commandOf(key)).toEqual({ type: "act", act: { type: "jump", jump } });
});

test.each([namedKey("left", { ctrl: true }), { type: "alt", letter: "b" } as const])(
  "commandOf moves by words with Ctrl, and with Emacs' letters",
  (key) => {
    expect(commandOf(key)).toEqual({ type: "move", motion: "wordBackward" });
  },
);

test.each([
  [namedKey("home"), "lineStart"],
  [namedKey("end"), "lineEnd"],
  [namedKey("home", { ctrl: true }), "textStart"],
  [namedKey("end", { ctrl: true }), "textEnd"],
  [namedKey("left"), "characterBackward"],
  [namedKey("right"), "characterForward"],
  [namedKey("right", { ctrl: true }), "wordForward"],
] as const)("commandOf moves with %j to %s", (key, motion) => {
  expect(commandOf(key)).toEqual({ type: "move", motion });
});

test("keyTopics name every text once, and keys as they stand on a keyboard", () => {
  const texts = keyTopics.map(({ text }) => text);
  expect(texts.toSorted()).toEqual([...new Set(texts)].toSorted());
  expect(Object.keys(en.keys).toSorted()).toEqual([...texts].toSorted());
  const keys = new Map(keyTopics.map((topic) => [topic.text, topic.keys]));
  expect([keys.get("goTo"), keys.get("newLine"), keys.get("goToNews"), keys.get("searchOlder")]).toEqual([
    "Alt-1 … Alt-9",
    "Alt-Enter, Shift-Enter, Ctrl-Enter",
    "Alt-a",
    "Ctrl-R",
  ]);
});
