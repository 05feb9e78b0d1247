/** The picture of one frame: what is printed, and the live area as it is now. Pure. */
import { lobby } from "../../../protocol/entry.ts";
import { cleanLine } from "../../../protocol/text.ts";
import { viewArea } from "./area-view.ts";
import type { Conversations } from "../state/conversations.ts";
import type { EditorState } from "../input/editor.ts";
import { hintFor } from "./hint.ts";
import type { Frame } from "../screen/paint.ts";
import { rowsAboveWiped } from "../screen/paint.ts";
import type { Status, StatusWords } from "./status.ts";
import { statusFor } from "./status.ts";
import type { Palette } from "./style.ts";
import type { TranscriptLines } from "./transcript.ts";

export interface Scene extends Status {
  readonly editor: EditorState;
  readonly lines: TranscriptLines;
  readonly signals: string;
}

export interface FrameSpace {
  readonly columns: number;
  readonly rows: number;
  readonly palette: Palette;
}

export function viewFrame(scene: Scene, space: FrameSpace, words: StatusWords): Frame {
  const { catalogue } = words;
  const { editor, lines, presence, conversations, signals } = scene;
  const area = viewArea(
    {
      draft: editor.draft,
      held: lines.held,
      status: statusFor(scene, space, words),
      pending: presence.pending.map((text) => `… ${text} (${catalogue.client.waiting})`),
      hint: hintFor(editor, catalogue),
      prompt: promptOf(conversations),
    },
    space,
  );
  const again = lastOf(lines.again, space.rows - area.rows.length - rowsAboveWiped);
  return { lines: lines.printed, again, columns: space.columns, screenRows: space.rows, signals, ...area };
}

/** Everybody enters the lobby: what is typed there needs no name before it. */
export function promptOf({ here }: Conversations): string {
  return here === lobby ? "> " : `${cleanLine(here)}> `;
}

function lastOf<Line>(lines: readonly Line[], count: number): readonly Line[] {
  return count > 0 ? lines.slice(-count) : [];
}
