/** Where the area is after the terminal has wrapped it. */
import { expect, test } from "bun:test";
import type { Painted, Reflow } from "../../../src/client/terminal/reflow.ts";
import { growth, rowsAboveCursor } from "../../../src/client/terminal/reflow.ts";

/** Fifteen columns in each row, the cursor behind the second. */
const painted: Painted = {
  rows: ["> 你好你好 5678", "\x1b[2m  3456789012345\x1b[0m", "  tail"],
  cursor: { row: 1, column: 15, before: "  3456789012345" },
  columns: 20,
  above: 0,
};

test.each([
  ["all", 20, 1],
  ["all", 30, 1],
  ["all", 10, 3],
  ["tmux", 10, 3],
  ["none", 10, 1],
  ["xterm.js", 10, 2],
] satisfies readonly (readonly [Reflow, number, number])[])(
  "rowsAboveCursor where %s is wrapped to %i columns",
  (reflow, columns, rows) => {
    expect(rowsAboveCursor(painted, columns, reflow)).toBe(rows);
  },
);

test.each([
  [20, 0],
  [30, 0],
  [10, 2],
  [5, 6],
])("growth to %i columns", (columns, rows) => {
  expect(growth(painted, columns)).toBe(rows);
});
