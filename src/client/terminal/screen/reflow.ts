/** Where the input area is after a terminal has become narrower and has wrapped what was on it. Pure. */
import type { Row } from "../view/cells.ts";
import { linesOf, wrapHard } from "../view/cells.ts";
import type { ScreenCursor } from "../view/input-view.ts";

/**
 * What a terminal does with its rows when it becomes narrower: wraps all; does so as tmux does, which pushes as many rows
 * out at the top, also where there are blank ones at the bottom; does it as xterm.js does; or cuts them.
 */
export type Reflow = "all" | "tmux" | "xterm.js" | "none";

/** The area as it stands on the terminal; `above` is how many rows of the screen lie above it, at least. */
export interface Painted {
  readonly rows: readonly string[];
  readonly cursor: ScreenCursor;
  readonly columns: number;
  readonly above: number;
}

/** A terminal that became narrower has wrapped the rows of the area; one that became wider has not joined them. */
export function rowsAboveCursor(painted: Painted, columns: number, reflow: Reflow): number {
  const { rows, cursor } = painted;
  if (columns >= painted.columns || reflow === "none") return cursor.row;
  if (reflow === "xterm.js") return rowsAboveInXterm(painted, columns);
  const above = rows.slice(0, cursor.row).reduce((sum, row) => sum + wrapped(row, columns).length, 0);
  return above + wrapsBeforeCursor(rows[cursor.row] ?? "", cursor.before, columns);
}

/** By how many rows the area has grown when the terminal wrapped it. */
export function growth({ rows, columns: before }: Painted, columns: number): number {
  if (columns >= before) return 0;
  return rows.reduce((sum, row) => sum + wrapped(row, columns).length - 1, 0);
}

/**
 * xterm.js goes from the last row up and moves the cursor down for each row it adds, also below the cursor; the row where
 * the cursor then seems to be is left alone.
 */
function rowsAboveInXterm({ rows, cursor }: Painted, columns: number): number {
  return rows.reduceRight(
    (row, text, at) => (at === row ? row : row + wrapped(text, columns).length - 1),
    cursor.row,
  );
}

/** How often a terminal wraps the cursor's row before the character the cursor stands on. */
function wrapsBeforeCursor(row: string, before: string, columns: number): number {
  let cells = linesOf([{ text: before }])[0]?.length ?? 0;
  const rows = wrapped(`${row} `, columns);
  const at = rows.findIndex(({ length }) => (cells -= length) < 0);
  return at < 0 ? rows.length - 1 : at;
}

function wrapped(row: string, columns: number): readonly Row[] {
  return wrapHard(linesOf([{ text: Bun.stripANSI(row) }])[0] ?? [], columns);
}
