/** Going back through lines by a part of them. */
import { expect, test } from "bun:test";
import { searchFor, searchOn, startSearch } from "../../../../src/client/terminal/input/search.ts";

const lines = ["garden path", "rose garden", "kitchen"];
const kept = { text: "draft", cursor: 2 };

test("startSearch shows what was being written", () => {
  expect(startSearch(lines, kept)).toEqual({
    draft: kept,
    search: { query: "", at: 3, failed: false, kept },
  });
});

test("searchFor finds the latest line, searchOn the older and the newer, and both say when there is none", () => {
  const first = searchFor(lines, startSearch(lines, kept), "gar");
  expect(first.draft).toEqual({ text: "rose garden", cursor: 5 });
  const older = searchOn(lines, first, -1);
  expect(older.draft).toEqual({ text: "garden path", cursor: 0 });
  const none = searchOn(lines, older, -1);
  expect([none.draft, none.search.failed, none.search.at]).toEqual([older.draft, true, 0]);
  expect(searchOn(lines, older, 1)).toEqual(first);
  expect(searchFor(lines, first, "garx").search.failed).toBe(true);
});
