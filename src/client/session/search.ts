/** Searching: what is shown of an answer, and where the same search goes on. */
import { conversationKey } from "../conversation-name.ts";
import type { Message } from "../shown-event.ts";
import type { Effects } from "./effects.ts";
import { show } from "./effects.ts";
import { isHidden } from "./hidden.ts";
import type { KeyedRequest } from "./outbox.ts";
import type { SessionState } from "./state.ts";

/** How far a search came, if it has not reached the oldest message. */
export interface SearchReach {
  readonly backTo: number | undefined;
  readonly backTime: number | undefined;
}

/** Where a search in the present conversation goes on, if it is asked for again. */
export function searchedFrom({ searches, conversation }: SessionState, query: string): number | undefined {
  const last = searches.get(conversationKey(conversation));
  return last?.query === query ? last.before : undefined;
}

export interface FoundBySearch {
  readonly searched: SearchReach;
  readonly messages: readonly Message[];
  readonly request: KeyedRequest & { readonly type: "search" };
}

/** Shows what a search has found, and notes where the same words go on. */
export function showFound(
  state: SessionState,
  room: string,
  { request, searched, messages }: FoundBySearch,
): Effects {
  const { query, before = Infinity, limit } = request;
  // A server of before knows no `before`, and begins anew.
  const found = messages.filter(({ seq = 0 }) => seq < before);
  const { backTo, backTime } = searched;
  const oldest = found.length >= limit ? found[0] : undefined;
  const next = backTo ?? oldest?.seq;
  const key = conversationKey(room);
  if (next === undefined) state.searches.delete(key);
  else state.searches.set(key, { query, before: next });
  return show({
    type: "past",
    room,
    query,
    isPartial: backTo !== undefined,
    isContinued: before === Infinity ? undefined : true,
    nextBefore: next,
    searchedTo: backTo === undefined ? oldest?.time : backTime,
    messages: found.filter((message) => !isHidden(state, message)),
  });
}
