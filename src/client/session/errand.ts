/**
 * What a program does in a room, through a session: says its texts as they are, and reads back. Must not know what the
 * program wants them for.
 */
import { historyEntriesMax } from "../../protocol/limits.ts";
import type { HistoryRange } from "../../protocol/requests.ts";
import { encodeRequest } from "../../protocol/v2.ts";
import { enqueue } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { SessionState } from "./state.ts";
import { freshKey } from "./state.ts";

/** @param text checked already */
export function say(state: SessionState, text: string): Effects {
  return enqueue(state, { type: "broadcast", room: state.conversation, text, key: freshKey(state) });
}

export function look(state: SessionState, range: HistoryRange): Effects {
  const limit = Math.min(range.limit, historyEntriesMax);
  return enqueue(state, { type: "history", room: state.conversation, ...range, limit, key: freshKey(state) });
}

/**
 * After each login: whatever waits for that room follows on the same connection, so the server sees it behind this. Not
 * in the outbox, since the next login asks anew.
 */
export function enterErrandRoom(state: SessionState): Effects {
  const { errand } = state.options;
  if (errand === undefined) return [];
  const { room } = errand;
  state.conversation = room;
  if (state.rooms.has(room)) {
    noteErrandRoom(state);
    return [];
  }
  const key = freshKey(state);
  state.errandRoom.key = key;
  return [{ type: "send", text: encodeRequest({ type: "join", room, key }) }];
}

/** The program is in its room. */
export function noteErrandRoom({ errandRoom }: SessionState): void {
  errandRoom.key = undefined;
  errandRoom.wasIn = true;
}
