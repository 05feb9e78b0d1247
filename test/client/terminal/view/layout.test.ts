/** How lines stand in the columns. */
import { expect, test } from "bun:test";
import type { Look } from "../../../../src/client/terminal/view/layout.ts";
import { oneRow, rule, shorten } from "../../../../src/client/terminal/view/layout.ts";
import { en } from "../../../../src/locale/en.ts";
import { fakeCalendar } from "../harness.ts";

const look: Look = {
  catalogue: en,
  columns: 30,
  palette: "none",
  links: false,
  nickname: undefined,
  here: "lobby",
  calendar: fakeCalendar,
};

test("oneRow is one row without control characters", () => {
  expect(oneRow("one\x1b[2J\ntwo three", { columns: 10, palette: "none" })).toBe("one two …");
});

test.each([
  ["one part", ["Monday"], "─── Monday ───"],
  ["parts with something in them", ["tea", "", "3 new"], "─── tea · 3 new ───"],
  ["the second part shortened", ["tea", "你好你好你好你好", "3 new"], "─── tea · 你好你… · 3 new ───"],
  [
    "what fits at least",
    ["a-name-that-is-too-long-for-this", "x", "3 new"],
    "─── a-name-that-is-too-long-f…",
  ],
])("rule is %s", (_name, parts, line) => {
  expect(rule(parts, look)).toBe(line);
  expect(Bun.stringWidth(line)).toBeLessThanOrEqual(30);
});

test("shorten says that something is missing", () => {
  expect([shorten("one two", 7), shorten("one two", 6)]).toEqual(["one two", "one t…"]);
});
