/** Answers from a log: a part of the history. */
import type { Effect, Reading } from "../core/effect.ts";
import type { Log } from "../log/log.ts";
import type { Answer } from "../protocol/answers.ts";
import type { Entry } from "../protocol/entry.ts";
import type { Fault } from "../protocol/faults.ts";
import { historyBytesMax } from "../protocol/limits.ts";
import { conversationEntriesMax, historyEntryBytes } from "./limits.ts";
import { foldNickname } from "../protocol/nickname.ts";

export type ReadEffect = Extract<Effect, { type: "read" }>;
export type HistoryRequest = Extract<Reading, { type: "history" }>;

export function refuseRead({ type: regarding, key }: Reading, fault: Fault): Answer {
  return { type: "error", fault, regarding, key };
}

/** As much of the requested history as fits in one answer: the entries nearest to where it starts. */
export function readHistory(store: Log, log: string, request: HistoryRequest): Answer {
  const { type, room, nickname, key, after, since } = request;
  const entries = withinBytes(find(store, log, request), after === undefined && since === undefined);
  return { type, room, nickname, entries, key };
}

function find(store: Log, log: string, request: HistoryRequest): readonly Entry[] {
  const { nickname, limit, after, since, before = Number.MAX_SAFE_INTEGER } = request;
  const concerns = nickname === undefined ? undefined : conversationWith(nickname);
  if (after !== undefined || since !== undefined) {
    const found = readFrom(store, log, {
      after,
      since,
      limit: concerns === undefined ? limit : conversationEntriesMax,
    });
    const inside = found.filter((entry) => entry.seq < before && (concerns?.(entry) ?? true));
    return inside.slice(0, limit);
  }
  const found = store.readBack(log, before, concerns === undefined ? limit : conversationEntriesMax);
  return concerns === undefined ? found : found.filter(concerns).slice(-limit);
}

interface From {
  readonly after?: number | undefined;
  readonly since?: number | undefined;
  readonly limit: number;
}

function readFrom(store: Log, log: string, { after = 0, since, limit }: From): readonly Entry[] {
  return since === undefined
    ? store.read(log, after, limit)
    : store.readSince(log, after, { time: since, limit });
}

/** Filters a mailbox for the messages between its owner and one other person. */
export function conversationWith(nickname: string): (entry: Entry) => boolean {
  const folded = foldNickname(nickname);
  return ({ from, to }) => foldNickname(from) === folded || (to !== undefined && foldNickname(to) === folded);
}

/** As many entries as fit in one answer, but at least one. */
export function withinBytes(entries: readonly Entry[], fromEnd: boolean): readonly Entry[] {
  let bytes = 0;
  const ordered = fromEnd ? entries.toReversed() : entries;
  const tooLong = ordered.findIndex(({ text }, index) => {
    bytes += Buffer.byteLength(text) + historyEntryBytes;
    return bytes > historyBytesMax && index > 0;
  });
  const kept = tooLong === -1 ? ordered : ordered.slice(0, tooLong);
  return fromEnd ? kept.toReversed() : kept;
}
