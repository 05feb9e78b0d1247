/**
 * The bytes of one frame: what takes the old input area away, prints new lines in its place, so that they go up into the
 * terminal's own scrollback, and draws the input area again below. Pure.
 *
 * Only relative movement, no alternate screen, no clearing beyond the area. While the area is drawn the terminal does not
 * wrap (DECAWM off), so that a row stays one row also where a terminal counts an emoji wider than we do; the cursor gets
 * to its place by printing what is before it once more, for the same reason. It always stands on something, at a row's
 * end on a space, so that a terminal that wraps the row anew can only move it to one place.
 *
 * @source ECMA-48, xterm's ctlseqs.txt, "Synchronized Output" (mode 2026)
 */
import type { ScreenCursor } from "../view/input-view.ts";
import type { Painted, Reflow } from "./reflow.ts";
import { growth, rowsAboveCursor } from "./reflow.ts";

export interface Frame {
  /** Lines to print above the area, once; each fits the width. */
  readonly lines: readonly string[];
  /** Lines that were printed before, for a screen that is wiped: they stand there alone, above the area. */
  readonly again: readonly string[];
  /** The area: one terminal row each. */
  readonly rows: readonly string[];
  readonly cursor: ScreenCursor;
  readonly columns: number;
  /** Of the whole terminal. */
  readonly screenRows: number;
  /** Escape sequences that change nothing on the screen: the bell, a title. */
  readonly signals: string;
}

/** @param wiping the area is to stand alone at the top of the screen; what was on it is pushed into the scrollback */
export function paint(frame: Frame, painted: Painted | undefined, reflow: Reflow, wiping = false): string {
  const { rows, cursor } = frame;
  const [printed, again] = [frame.lines, frame.again].map((lines) =>
    lines.map((line) => `${line}\r\n`).join(""),
  );
  const back = rows.length - 1 - cursor.row;
  return [
    beginUpdate,
    hideCursor,
    clearing(painted, frame.columns, reflow),
    "\r\n".repeat(gapAbove(frame, painted, reflow)),
    printed,
    wiping ? "\r\n".repeat(frame.screenRows - 1) + up(frame.screenRows - 1 - rowsAboveWiped) : "",
    again,
    wrapOff,
    rows.map((row, at) => (at === cursor.row && row === cursor.before ? `${row} ` : row)).join("\r\n"),
    up(back),
    "\r",
    cursor.before,
    wrapOn,
    showCursor,
    endUpdate,
    frame.signals,
  ].join("");
}

/** The area as it stands on the terminal after `paint`. */
export function paintedBy(
  frame: Frame,
  painted: Painted | undefined,
  reflow: Reflow,
  wiping = false,
): Painted {
  const { rows, cursor, columns, lines, again, screenRows } = frame;
  if (wiping) return { rows, cursor, columns, above: rowsAboveWiped + again.length };
  const above = aboveNow(frame, painted) + gapAbove(frame, painted, reflow) + lines.length;
  return { rows, cursor, columns, above: Math.max(0, Math.min(above, screenRows - rows.length)) };
}

/** Takes the area away and leaves the cursor at the beginning of its first row. */
export function clearing(painted: Painted | undefined, columns: number, reflow: Reflow): string {
  if (painted === undefined) return "";
  return `\r${up(rowsAboveCursor(painted, columns, reflow))}${clearBelow}`;
}

/** Whether both look the same, so that there is nothing to paint. */
export function samePicture(frame: Frame, painted: Painted | undefined): boolean {
  if (painted === undefined || frame.lines.length > 0 || frame.signals !== "") return false;
  if (frame.columns !== painted.columns) return false;
  const { rows, cursor } = painted;
  return (
    rows.length === frame.rows.length &&
    rows.every((row, index) => row === frame.rows[index]) &&
    cursor.row === frame.cursor.row &&
    cursor.before === frame.cursor.before
  );
}

/** tmux puts what is cleared from the first row on into the scrollback. */
export const rowsAboveWiped = 1;

const beginUpdate = "\x1b[?2026h";
const endUpdate = "\x1b[?2026l";
const hideCursor = "\x1b[?25l";
const showCursor = "\x1b[?25h";
const wrapOff = "\x1b[?7l";
const wrapOn = "\x1b[?7h";
/** From the second column on: what is cleared from the first row's first on, tmux takes for a screen to be kept. */
const clearBelow = "\x1b[K\x1b[C\x1b[J\r";

function up(rows: number): string {
  return rows > 0 ? `\x1b[${rows}A` : "";
}

function aboveNow({ columns }: Frame, painted: Painted | undefined): number {
  return painted === undefined ? 0 : Math.max(0, painted.above - growth(painted, columns));
}

/**
 * Blank rows that keep the area away from the top, where the next narrowing of tmux would push its first rows out into
 * the scrollback, from where nothing takes them back. A narrowing that finds enough above it needs none.
 */
function gapAbove(frame: Frame, painted: Painted | undefined, reflow: Reflow): number {
  if (reflow !== "tmux" || painted === undefined || growth(painted, frame.columns) === 0) return 0;
  const { length } = frame.rows;
  return Math.max(0, Math.min(length, frame.screenRows - length) - aboveNow(frame, painted));
}
