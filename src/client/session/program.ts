/**
 * A session that a program uses instead of a person (`send`, `tail`, `history`): enters its room, sends its texts as they
 * are, reads history.
 */
import { historyEntriesMax } from "../../protocol/limits.ts";
import type { HistoryRange } from "../../protocol/requests.ts";
import { encodeRequest } from "../../protocol/request-encoder.ts";
import { enqueue } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { SessionState } from "./state.ts";
import { freshKey } from "./state.ts";

/** @param text checked already */
export function sendProgramMessage(state: SessionState, text: string): Effects {
  return enqueue(state, { type: "broadcast", room: state.conversation, text, key: freshKey(state) });
}

export function readHistory(state: SessionState, range: HistoryRange): Effects {
  const limit = Math.min(range.limit, historyEntriesMax);
  return enqueue(state, { type: "history", room: state.conversation, ...range, limit, key: freshKey(state) });
}

export function searchHistory(
  state: SessionState,
  search: { readonly query: string } & Pick<HistoryRange, "before" | "limit">,
): Effects {
  return enqueue(state, { type: "search", room: state.conversation, ...search, key: freshKey(state) });
}

/**
 * After each login: whatever waits for that room follows on the same connection, so the server sees it behind this. Not
 * in the outbox, since the next login asks anew.
 */
export function enterProgramRoom(state: SessionState): Effects {
  const { program } = state.options;
  if (program === undefined) return [];
  const { room } = program;
  state.conversation = room;
  if (state.rooms.has(room)) {
    noteProgramRoom(state);
    return [];
  }
  const key = freshKey(state);
  state.programRoom.key = key;
  return [{ type: "send", text: encodeRequest({ type: "join", room, key }) }];
}

/** The program is in its room. */
export function noteProgramRoom({ programRoom }: SessionState): void {
  programRoom.key = undefined;
  programRoom.wasIn = true;
}
