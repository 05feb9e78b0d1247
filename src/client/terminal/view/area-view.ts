/**
 * The live area at the bottom, from above: joins and leaves that may go on, what waits to be acknowledged, the state of
 * things, what the input asks, the input. Pure.
 */
import type { Draft } from "../input/draft.ts";
import type { InputView } from "./input-view.ts";
import { viewInput } from "./input-view.ts";
import { oneRow } from "./layout.ts";
import type { Palette } from "./style.ts";

export interface Area {
  readonly draft: Draft;
  /** Rows that are ready to be printed, but may still change. */
  readonly held: readonly string[];
  /** One sentence, or undefined when there is nothing to say. */
  readonly status: string | undefined;
  /** What was sent and is not acknowledged, one row each. */
  readonly pending: readonly string[];
  readonly hint: string | undefined;
  /** What stands before the input. */
  readonly prompt: string;
}

export interface AreaSpace {
  readonly columns: number;
  /** Of the whole terminal: the area takes at most half of them. */
  readonly rows: number;
  readonly palette: Palette;
}

export function viewArea(
  { draft, held, status, pending, hint, prompt }: Area,
  { columns, rows, palette }: AreaSpace,
): InputView {
  const sentences = [...pending, status, hint].filter((sentence) => sentence !== undefined);
  const all = [...held, ...sentences.map((sentence) => oneRow(sentence, { columns, palette }))];
  // What is nearest to the input is what matters now; it always has a row of its own.
  const above = all.slice(-Math.max(1, Math.floor(rows / 2) - 1));
  const rowsMax = Math.max(1, Math.floor(rows / 2) - above.length);
  const input = viewInput(draft, { prompt, columns, rowsMax });
  return {
    rows: [...above, ...input.rows],
    cursor: { ...input.cursor, row: input.cursor.row + above.length },
  };
}
