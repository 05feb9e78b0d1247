/**
 * Answers out of a log: history and search. Must not know who may ask.
 */
import type { Effect } from "../core/effect.ts";
import type { Log } from "../log/log.ts";
import type { Answer } from "../protocol/answers.ts";
import type { Entry } from "../protocol/entry.ts";
import { historyBytesMax } from "../protocol/limits.ts";
import { conversationEntriesMax } from "./limits.ts";
import { foldNickname } from "../protocol/nickname.ts";

type Look = Effect & { type: "look" };

/** What was asked for, as much as one answer holds: the entries nearest to where the reading began. */
export function look(store: Log, { log, request }: Look): Answer {
  const { type, room, nickname, key } = request;
  const fromEnd = request.type === "search" || request.after === undefined;
  const entries = withinBytes(find(store, log, request), fromEnd);
  return { type, room, nickname, entries, key };
}

function find(store: Log, log: string, request: Look["request"]): readonly Entry[] {
  const { nickname, limit } = request;
  const concerns = nickname === undefined ? undefined : conversationWith(nickname);
  if (request.type === "search") {
    const found = store.search(log, request.query, concerns === undefined ? limit : conversationEntriesMax);
    return concerns === undefined ? found : found.filter(concerns).slice(-limit);
  }
  const { after, before = Number.MAX_SAFE_INTEGER } = request;
  if (after !== undefined) {
    const found = store.read(log, after, concerns === undefined ? limit : conversationEntriesMax);
    const inside = found.filter((entry) => entry.seq < before && (concerns?.(entry) ?? true));
    return inside.slice(0, limit);
  }
  const found = store.readBack(log, before, concerns === undefined ? limit : conversationEntriesMax);
  return concerns === undefined ? found : found.filter(concerns).slice(-limit);
}

/** Of a mailbox, what was said between its owner and one other. */
function conversationWith(nickname: string): (entry: Entry) => boolean {
  const folded = foldNickname(nickname);
  return ({ from, to }) => foldNickname(from) === folded || (to !== undefined && foldNickname(to) === folded);
}

/** As many as fit into one answer, but one at least. */
function withinBytes(entries: readonly Entry[], fromEnd: boolean): readonly Entry[] {
  let bytes = 0;
  const ordered = fromEnd ? entries.toReversed() : entries;
  const tooLong = ordered.findIndex(({ text }, index) => {
    bytes += Buffer.byteLength(text) + 200;
    return bytes > historyBytesMax && index > 0;
  });
  const kept = tooLong === -1 ? ordered : ordered.slice(0, tooLong);
  return fromEnd ? kept.toReversed() : kept;
}
