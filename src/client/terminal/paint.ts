/**
 * The bytes of one frame: what takes the old input area away, prints new lines in its place, so that they go up into the
 * terminal's own scrollback, and draws the input area again below. Pure. Must not know when a frame is due.
 *
 * Only relative movement, no alternate screen, no clearing beyond the area. While the area is drawn the terminal does not
 * wrap (DECAWM off), so that a row stays one row also where a terminal counts an emoji wider than we do; the cursor gets
 * to its place by printing what is before it once more, for the same reason. It always stands on something, at a row's
 * end on a space, so that a terminal that wraps the row anew can only move it to one place.
 *
 * @source ECMA-48, xterm's ctlseqs.txt, "Synchronized Output" (mode 2026)
 */
import type { Row } from "./cells.ts";
import { linesOf, wrapHard } from "./cells.ts";
import type { ScreenCursor } from "./input-view.ts";

export interface Frame {
  /** Lines to print above the area, once; each fits the width. */
  readonly lines: readonly string[];
  /** The area: one terminal row each. */
  readonly rows: readonly string[];
  readonly cursor: ScreenCursor;
  readonly columns: number;
}

/** What a terminal does with its rows when it becomes narrower: wraps all, does it as xterm.js does, or cuts them. */
export type Reflow = "all" | "xterm.js" | "none";

/** The area as it stands on the terminal. */
export type Painted = Pick<Frame, "rows" | "cursor" | "columns">;

export function paint(frame: Frame, painted: Painted | undefined, reflow: Reflow): string {
  const { rows, cursor } = frame;
  const printed = frame.lines.map((line) => `${line}\r\n`).join("");
  const back = rows.length - 1 - cursor.row;
  return [
    beginUpdate,
    hideCursor,
    clearing(painted, frame.columns, reflow),
    printed,
    wrapOff,
    rows.map((row, at) => (at === cursor.row && row === cursor.before ? `${row} ` : row)).join("\r\n"),
    up(back),
    "\r",
    cursor.before,
    wrapOn,
    showCursor,
    endUpdate,
  ].join("");
}

/** Takes the area away and leaves the cursor at the beginning of its first row. */
export function clearing(painted: Painted | undefined, columns: number, reflow: Reflow): string {
  if (painted === undefined) return "";
  return `\r${up(rowsAboveCursor(painted, columns, reflow))}${clearBelow}`;
}

/** Whether both look the same, so that there is nothing to paint. */
export function samePicture(frame: Frame, painted: Painted | undefined): boolean {
  if (painted === undefined || frame.lines.length > 0 || frame.columns !== painted.columns) return false;
  const { rows, cursor } = painted;
  return (
    rows.length === frame.rows.length &&
    rows.every((row, index) => row === frame.rows[index]) &&
    cursor.row === frame.cursor.row &&
    cursor.before === frame.cursor.before
  );
}

const beginUpdate = "\x1b[?2026h";
const endUpdate = "\x1b[?2026l";
const hideCursor = "\x1b[?25l";
const showCursor = "\x1b[?25h";
const wrapOff = "\x1b[?7l";
const wrapOn = "\x1b[?7h";
const clearBelow = "\x1b[J";

function up(rows: number): string {
  return rows > 0 ? `\x1b[${rows}A` : "";
}

/** A terminal that became narrower has wrapped the rows of the area; one that became wider has not joined them. */
function rowsAboveCursor(painted: Painted, columns: number, reflow: Reflow): number {
  const { rows, cursor } = painted;
  if (columns >= painted.columns || reflow === "none") return cursor.row;
  if (reflow === "xterm.js") return rowsAboveInXterm(painted, columns);
  const above = rows.slice(0, cursor.row).reduce((sum, row) => sum + wrapped(row, columns).length, 0);
  return above + wrapsBeforeCursor(rows[cursor.row] ?? "", cursor.before, columns);
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
