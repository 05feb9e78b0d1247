/** Who is named. */
import { expect, test } from "bun:test";
import { mentions } from "../../../src/client/terminal/mention.ts";

test.each([
  ["bob: hi", "bob", true],
  ["hi @Bob!", "bob", true],
  ["bobby, hi", "bob", false],
  ["kebob", "bob", false],
  ["bobby or bob", "bob", true],
  ["hi_bob", "bob", false],
  ["小明你好", "小明", true],
  ["你好bob你好", "bob", true],
  ["STRASSE", "straße", true],
  ["𝒳bob", "bob", false],
  ["", "bob", false],
  ["anything", "", false],
])("mentions: %j names %j: %p", (text, nickname, expected) => {
  expect(mentions(text, nickname)).toBe(expected);
});
