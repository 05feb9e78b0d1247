/** Rows of the input, and the way between them. `|` is the cursor. */
import { expect, test } from "bun:test";
import type { Draft } from "../../../../src/client/terminal/input/draft.ts";
import { moveRow, textColumns } from "../../../../src/client/terminal/input/input-rows.ts";

function at(marked: string): Draft {
  return { text: marked.replace("|", ""), cursor: marked.indexOf("|") };
}

function marked(draft: Draft | undefined): string | undefined {
  return draft === undefined
    ? undefined
    : `${draft.text.slice(0, draft.cursor)}|${draft.text.slice(draft.cursor)}`;
}

test.each([
  ["up", 20, "你好吗\nab|c", "你|好吗\nabc"],
  ["down", 20, "abcd|\n你", "abcd\n你|"],
  ["up", 20, "\na|", "|\na"],
  ["down", 20, "a|\n\nb", "a\n|\nb"],
  ["up", 4, "abcdefgh|", "abc|defgh"],
  ["up", 4, "abcdef|gh", "ab|cdefgh"],
  ["down", 4, "ab|cdefghij", "abcdef|ghij"],
  ["down", 4, "abc|defgh", "abcdefg|h"],
  ["down", 4, "abc|de", "abcde|"],
  ["up", 4, "ab\nabcd|", "ab|\nabcd"],
  ["up", 4, "👨‍👩‍👧👨‍👩‍👧ab|", "👨‍👩‍👧|👨‍👩‍👧ab"],
] as const)("moveRow %s in %i columns from %j", (direction, columns, from, to) => {
  expect(marked(moveRow(at(from), direction, columns))).toBe(to);
});

test.each([
  ["up", "a|b\nc"],
  ["down", "ab\nc|"],
  ["down", "|"],
] as const)("moveRow %s from %j has an end", (direction, from) => {
  expect(moveRow(at(from), direction, 10)).toBeUndefined();
});

test("moveRow never stands still, wherever it begins", () => {
  const text = "你好abc\n\nefghijklmnop 👨‍👩‍👧 x";
  for (let cursor = 0; cursor <= text.length; cursor += 1) {
    let draft: Draft | undefined = { text, cursor };
    for (let step = 0; draft !== undefined; step += 1) {
      expect(step).toBeLessThan(30);
      draft = moveRow(draft, "down", 5);
    }
  }
});

test("textColumns leaves the last column free, and the prompt out where there is no room", () => {
  expect([textColumns("> ", 40), textColumns("> ", 9), textColumns("> ", 1)]).toEqual([37, 8, 2]);
});
