/**
 * The input area as rows: the draft behind its prompt, wrapped, scrolled inside when it is taller than it may be, and
 * where the cursor stands. Pure. Must not know escape sequences.
 */
import type { Row } from "./cells.ts";
import { linesOf, widthOf, wrapHard } from "./cells.ts";
import type { Draft } from "./draft.ts";

export interface InputView {
  readonly rows: readonly string[];
  readonly cursor: ScreenCursor;
}

/** `before` is what its row holds before it: printed again, it leads a terminal to where it counts widths otherwise. */
export interface ScreenCursor {
  readonly row: number;
  readonly column: number;
  readonly before: string;
}

export interface InputSpace {
  readonly prompt: string;
  readonly columns: number;
  readonly rowsMax: number;
}

/** The last column stays free: it is where the cursor stands behind a full row. */
export function viewInput(draft: Draft, { prompt, columns, rowsMax }: InputSpace): InputView {
  const margin = columns < Bun.stringWidth(prompt) + narrowColumns ? "" : prompt;
  const rows = rowsOf(draft.text, Math.max(columns - Bun.stringWidth(margin) - 1, 2));
  const at = rows.findLastIndex(({ start }) => start <= draft.cursor);
  const height = Math.max(rowsMax, 1);
  const top = Math.max(0, Math.min(at - Math.floor(height / 2), rows.length - height));
  const shown = rows.slice(top, top + height).map((placed, index) => {
    const isLast = index === height - 1;
    const edge = index === 0 && top > 0 ? "^" : isLast && top + height < rows.length ? "v" : "";
    const lead = index === 0 && top === 0 ? margin : edge.slice(0, margin.length).padEnd(margin.length);
    return { ...placed, lead };
  });
  const current = shown[at - top] ?? { lineStart: 0, row: [], lead: "" };
  const before = current.row.filter(({ end }) => current.lineStart + end <= draft.cursor);
  return {
    rows: shown.map(({ row, lead }) => lead + textOf(row)),
    cursor: {
      row: at - top,
      column: Bun.stringWidth(current.lead) + widthOf(before),
      before: current.lead + textOf(before),
    },
  };
}

/** Columns beside the prompt below which the text needs the prompt's too. */
const narrowColumns = 8;

/** A row with where its line and it begin in the draft. */
interface PlacedRow {
  readonly lineStart: number;
  readonly start: number;
  readonly row: Row;
}

function rowsOf(text: string, columns: number): readonly PlacedRow[] {
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

function textOf(row: Row): string {
  return row.map(({ text }) => text).join("");
}
