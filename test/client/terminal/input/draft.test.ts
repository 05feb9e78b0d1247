/** Movements and changes in a text, by what a reader sees as characters. `|` is the cursor. */
import { expect, test } from "bun:test";
import type { Draft, Motion } from "../../../../src/client/terminal/input/draft.ts";
import { erase, insert, move, transpose } from "../../../../src/client/terminal/input/draft.ts";
import { cpuSecondsOf, linearCpuSecondsMax, longInputUnits } from "../../../support/linear-time.ts";

const family = "👨‍👩‍👧";
const accented = "e\u0301";

function at(marked: string): Draft {
  return { text: marked.replace("|", ""), cursor: marked.indexOf("|") };
}

function marked({ text, cursor }: Draft): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

const motions: readonly (readonly [Motion, from: string, to: string])[] = [
  ["characterBackward", `a${family}|b`, `a|${family}b`],
  ["characterForward", `a|${family}b`, `a${family}|b`],
  ["characterBackward", `x${accented}|`, `x|${accented}`],
  ["characterForward", "|你好", "你|好"],
  ["characterForward", "|🇫🇷🇩🇪", "🇫🇷|🇩🇪"],
  ["characterBackward", "|a", "|a"],
  ["characterForward", "a|", "a|"],
  ["wordBackward", "one two, |three", "one |two, three"],
  ["wordForward", "one| two, three", "one two|, three"],
  ["wordBackward", "你好世界|", "你好|世界"],
  ["spaceBackward", "a b-c d.e  |f", "a b-c |d.e  f"],
  ["lineStart", "one\ntwo| x", "one\n|two x"],
  ["lineEnd", "o|ne\ntwo", "one|\ntwo"],
  ["lineStart", "|\na", "|\na"],
  ["textStart", "a\nb|", "|a\nb"],
  ["textEnd", "a|\nb", "a\nb|"],
];

test.each(motions)("move %s from %j", (motion, from, to) => {
  expect(marked(move(at(from), motion))).toBe(to);
});

test("erase takes a whole cluster", () => {
  expect(erase(at(`a${family}|b`), "characterBackward")).toEqual({ draft: at("a|b"), erased: family });
});

test("insert puts text at the cursor and goes behind it", () => {
  expect(marked(insert(at("a|b"), "你好"))).toBe("a你好|b");
});

test.each([
  ["ab|", "ba|"],
  ["a|bc", "ba|c"],
  [`你${accented}|`, `${accented}你|`],
  ["|ab", "|ab"],
  ["a\n|b", "a\n|b"],
])("transpose %j", (from, to) => {
  expect(marked(transpose(at(from)))).toBe(to);
});

test("erase of a word back takes time in proportion to the text", () => {
  const text = `${"word ".repeat(longInputUnits / 10)}${"x".repeat(longInputUnits / 2)}`;
  expect(cpuSecondsOf(() => erase({ text, cursor: text.length }, "spaceBackward"))).toBeLessThan(
    linearCpuSecondsMax,
  );
});
