/** How a long text is split for receivers that take only short ones. */
import { expect, test } from "bun:test";
import { splitText } from "../../src/protocol/split-text.ts";

const bytesOf = (text: string) => Buffer.byteLength(text);

test.each([
  ["", 4, [""]],
  ["abcd", 4, ["abcd"]],
  ["abcde", 4, ["abcd", "e"]],
  ["ab\r\ncd", 4, ["ab\r\n", "cd"]],
  ["abc\r\nd", 5, ["abc", "d"]],
  ["äöü", 4, ["äö", "ü"]],
  ["👩‍👩‍👧", 20, ["👩‍👩‍👧"]],
  ["👩‍👩‍👧x", 4, ["👩", "‍", "👩", "‍", "👧", "x"]],
  ["漢", 2, ["漢"]],
])("splitText %j into parts of %d bytes", (text, bytesMax, parts) => {
  expect(splitText(text, bytesMax, bytesOf)).toEqual(parts);
});
