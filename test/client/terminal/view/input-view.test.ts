/** The input area. `|` is the cursor. */
import { expect, test } from "bun:test";
import type { InputView } from "../../../../src/client/terminal/view/input-view.ts";
import { viewInput } from "../../../../src/client/terminal/view/input-view.ts";

function view(marked: string, columns: number, rowsMax = 10): InputView {
  const draft = { text: marked.replace("|", ""), cursor: marked.indexOf("|") };
  return viewInput(draft, { prompt: "> ", columns, rowsMax });
}

/** The rows with the cursor in them. */
function picture({ rows, cursor }: InputView): readonly string[] {
  return rows.map((row, at) =>
    at === cursor.row && row.startsWith(cursor.before)
      ? `${cursor.before}|${row.slice(cursor.before.length)}`
      : row,
  );
}

test.each([
  ["nothing", "|", 40, ["> |"]],
  ["a line", "he|llo", 40, ["> he|llo"]],
  ["a full row, with room for the cursor", "abcdefghi|", 12, ["> abcdefghi|"]],
  ["one more", "abcdefghij|", 12, ["> abcdefghi", "  j|"]],
  ["the cursor between two rows", "abcdefghi|j", 12, ["> abcdefghi", "  |j"]],
  ["wide characters, none cut", "你好世界你|", 12, ["> 你好世界", "  你|"]],
  ["an emoji, not cut", "abcdefgh👨‍👩‍👧|", 12, ["> abcdefgh", "  👨‍👩‍👧|"]],
  ["line breaks", "a\n|b", 40, ["> a", "  |b"]],
  ["an empty line at the end", "a\n|", 40, ["> a", "  |"]],
  ["a tab", "\ta|", 40, [">     a|"]],
  ["a terminal too narrow for the prompt", "abcdefghij|", 8, ["abcdefg", "hij|"]],
])("viewInput shows %s", (_name, marked, columns, rows) => {
  expect(picture(view(marked, columns))).toEqual([...rows]);
});

test.each([
  ["at the end", "1\n2\n3\n4\n5|", ["^ 3", "  4", "  5|"]],
  ["in the middle", "1\n2\n3|\n4\n5", ["^ 2", "  3|", "v 4"]],
  ["at the beginning", "|1\n2\n3\n4\n5", ["> |1", "  2", "v 3"]],
])("viewInput scrolls to the cursor %s", (_name, marked, rows) => {
  expect(picture(view(marked, 40, 3))).toEqual(rows);
});

test("viewInput counts the cursor's column in columns of the terminal", () => {
  expect(view("你👨‍👩‍👧e\u0301|x", 40).cursor).toEqual({ row: 0, column: 7, before: "> 你👨‍👩‍👧e\u0301" });
});
