/** A text broken into the rows of the input, and the way from one row to another. Pure. */
import type { Row } from "../view/cells.ts";
import { linesOf, widthOf, wrapHard } from "../view/cells.ts";
import type { Draft } from "./draft.ts";

/** A row with where its line and it begin in the text. */
export interface PlacedRow {
  readonly lineStart: number;
  readonly start: number;
  readonly row: Row;
}

/** What stands before the text: the prompt, or nothing where there is no room for both. */
export function marginOf(prompt: string, columns: number): string {
  return columns < Bun.stringWidth(prompt) + narrowColumns ? "" : prompt;
}

/** The columns of the text. The last one stays free: it is where the cursor stands behind a full row. */
export function textColumns(prompt: string, columns: number): number {
  return Math.max(columns - Bun.stringWidth(marginOf(prompt, columns)) - 1, 2);
}

/** There is always one. */
export function rowsOf(text: string, columns: number): readonly PlacedRow[] {
  const rows: PlacedRow[] = [];
  let lineStart = 0;
  for (const line of text.split("\n")) {
    const [cells = []] = linesOf([{ text: line }]);
    for (const row of wrapHard(cells, columns)) {
      rows.push({ lineStart, start: lineStart + (row[0]?.start ?? 0), row });
    }
    lineStart += line.length + 1;
  }
  return rows;
}

/** The index of the row that the cursor stands in. */
export function rowAt(rows: readonly PlacedRow[], cursor: number): number {
  return rows.findLastIndex(({ start }) => start <= cursor);
}

/** What its row holds before the cursor. */
export function beforeCursor({ lineStart, row }: PlacedRow, cursor: number): Row {
  return row.filter(({ end }) => lineStart + end <= cursor);
}

/** The cursor a row higher or lower, as far from the left as it was; undefined when there is none. */
export function moveRow(
  { text, cursor }: Draft,
  direction: "up" | "down",
  columns: number,
): Draft | undefined {
  const rows = rowsOf(text, columns);
  const at = rowAt(rows, cursor);
  const to = direction === "up" ? at - 1 : at + 1;
  const [here, other, next] = [rows[at], rows[to], rows[to + 1]];
  if (here === undefined || other === undefined) return undefined;
  const wanted = widthOf(beforeCursor(here, cursor));
  let used = 0;
  let index = other.start;
  for (const cell of other.row) {
    const end = other.lineStart + cell.end;
    // Behind the last character of a row that goes on is the beginning of the next.
    if (used + cell.width > wanted || end === next?.start) break;
    used += cell.width;
    index = end;
  }
  return { text, cursor: index };
}

/** Columns beside the prompt below which the text needs the prompt's too. */
const narrowColumns = 8;
