/** Text in columns. */
import { expect, test } from "bun:test";
import type { Row } from "../../../../src/client/terminal/view/cells.ts";
import {
  linesOf,
  truncate,
  widthOf,
  wrapHard,
  wrapWords,
} from "../../../../src/client/terminal/view/cells.ts";

const family = "👨‍👩‍👧";

function lineOf(text: string): Row {
  return linesOf([{ text }])[0] ?? [];
}

function textOf(row: Row): string {
  return row.map(({ text }) => text).join("");
}

test.each([
  ["abc", 3],
  ["你好", 4],
  [family, 2],
  ["e\u0301", 1],
  ["🇫🇷", 2],
  ["\ta", 5],
  ["", 0],
])("widthOf %j", (text, width) => {
  expect(widthOf(lineOf(text))).toBe(width);
});

test("linesOf keeps each style and breaks at line breaks", () => {
  const lines = linesOf([{ text: "a\nb", style: "1" }, { text: "c" }]);
  expect(lines.map((line) => line.map(({ text, style }) => `${text}${style ?? ""}`))).toEqual([
    ["a1"],
    ["b1", "c"],
  ]);
});

test.each([
  ["to the last column", "abcdef", 3, ["abc", "def"]],
  ["without cutting a wide character", "你好吗", 5, ["你好", "吗"]],
  ["without cutting an emoji", `a${family}${family}`, 3, [`a${family}`, family]],
  ["without taking an accent away", "abe\u0301d", 3, ["abe\u0301", "d"]],
  ["nothing", "", 3, [""]],
])("wrapHard fills rows %s", (_name, text, columns, rows) => {
  expect(wrapHard(lineOf(text), columns).map(textOf)).toEqual(rows);
});

test.each([
  ["at spaces", "one two three", 8, ["one two", "three"]],
  ["at a space that does not fit any more", "one two", 3, ["one", "two"]],
  ["inside a word that is too long", "a abcdefgh", 4, ["a", "abcd", "efgh"]],
  ["keeping spaces inside and at the start", "  a  b c", 6, ["  a  b", "c"]],
  ["between Chinese characters", "你好世界", 5, ["你好", "世界"]],
  ["but not before Chinese punctuation", "你好，世界", 5, ["你", "好，", "世界"]],
  ["nor behind an opening bracket", "你（好）", 4, ["你", "（好", "）"]],
  ["nothing", "", 5, [""]],
])("wrapWords breaks %s", (_name, text, columns, rows) => {
  expect(wrapWords(lineOf(text), columns).map(textOf)).toEqual(rows);
});

test("wrapWords gives the first row a width of its own", () => {
  expect(wrapWords(lineOf("aa bb cc dd"), 3, 6).map(textOf)).toEqual(["aa bb", "cc", "dd"]);
});

test("truncate says that something is missing", () => {
  expect(textOf(truncate(lineOf("你好世界"), 6))).toBe("你好…");
  expect(textOf(truncate(lineOf("你好世界"), 8))).toBe("你好世界");
});
