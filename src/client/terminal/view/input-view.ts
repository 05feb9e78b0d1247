/**
 * The input area as rows: the draft behind its prompt, wrapped, scrolled inside when it is taller than it may be, and
 * where the cursor stands. Pure.
 */
import type { Row } from "./cells.ts";
import { widthOf } from "./cells.ts";
import type { Draft } from "../input/draft.ts";
import { beforeCursor, marginOf, rowAt, rowsOf, textColumns } from "../input/input-rows.ts";

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

export function viewInput(draft: Draft, { prompt, columns, rowsMax }: InputSpace): InputView {
  const margin = marginOf(prompt, columns);
  const rows = rowsOf(draft.text, textColumns(prompt, columns));
  const at = rowAt(rows, draft.cursor);
  const height = Math.max(rowsMax, 1);
  const top = Math.max(0, Math.min(at - Math.floor(height / 2), rows.length - height));
  const shown = rows.slice(top, top + height).map((placed, index) => {
    const isLast = index === height - 1;
    const edge = index === 0 && top > 0 ? "^" : isLast && top + height < rows.length ? "v" : "";
    const lead =
      index === 0 && top === 0 ? margin : edge.slice(0, margin.length).padEnd(Bun.stringWidth(margin));
    return { ...placed, lead };
  });
  const current = shown[at - top] ?? { lineStart: 0, start: 0, row: [], lead: "" };
  const before = beforeCursor(current, draft.cursor);
  return {
    rows: shown.map(({ row, lead }) => lead + textOf(row)),
    cursor: {
      row: at - top,
      column: Bun.stringWidth(current.lead) + widthOf(before),
      before: current.lead + textOf(before),
    },
  };
}

function textOf(row: Row): string {
  return row.map(({ text }) => text).join("");
}
