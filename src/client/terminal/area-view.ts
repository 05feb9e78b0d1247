/**
 * The live area at the bottom: what waits to be acknowledged and the state of the line to the server, if there is
 * anything to say about them, above the input. What else shall stand there (rooms, unread counts) gets its row here. Pure. Must not know escape sequences.
 */
import type { Draft } from "./draft.ts";
import type { InputView } from "./input-view.ts";
import { viewInput } from "./input-view.ts";
import { viewStatus } from "./message-view.ts";

export interface Area {
  readonly draft: Draft;
  /** One sentence, or undefined while all is well. */
  readonly status: string | undefined;
  /** What was sent and is not acknowledged, one row each. */
  readonly pending: readonly string[];
  /** What stands before the input. */
  readonly prompt: string;
}

export interface AreaSpace {
  readonly columns: number;
  /** Of the whole terminal: the area takes at most half of them. */
  readonly rows: number;
  readonly colour: boolean;
}

export function viewArea(
  { draft, status, pending, prompt }: Area,
  { columns, rows, colour }: AreaSpace,
): InputView {
  const sentences = status === undefined ? pending : [...pending, status];
  const above = sentences.map((sentence) => viewStatus(sentence, { columns, colour }));
  const rowsMax = Math.max(1, Math.floor(rows / 2) - above.length);
  const input = viewInput(draft, { prompt, columns, rowsMax });
  return {
    rows: [...above, ...input.rows],
    cursor: { ...input.cursor, row: input.cursor.row + above.length },
  };
}
