/** Answers from a log: a part of the history, or the matches of a search. */
import type { Effect, Reading } from "../core/effect.ts";
import type { Log } from "../log/log.ts";
import type { Answer } from "../protocol/answers.ts";
import type { Entry } from "../protocol/entry.ts";
import type { Fault } from "../protocol/faults.ts";
import { historyBytesMax } from "../protocol/limits.ts";
import { conversationEntriesMax, historyEntryBytes } from "./limits.ts";
import { foldNickname } from "../protocol/nickname.ts";

export type ReadEffect = Extract<Effect, { type: "read" }>;
type ReadingOf<Type extends Reading["type"]> = Extract<Reading, { type: Type }>;

export interface Search {
  readonly log: string;
  readonly request: ReadingOf<"search">;
}

export function refuseRead({ type: regarding, key }: Reading, fault: Fault): Answer {
  return { type: "error", fault, regarding, key };
}

/** As much of the requested history as fits in one answer: the entries nearest to where it starts. */
export function readHistory(store: Log, log: string, request: ReadingOf<"history">): Answer {
  const { type, room, nickname, key, after, since } = request;
  const entries = withinBytes(find(store, log, request), after === undefined && since === undefined);
  return { type, room, nickname, entries, key };
}

/** Searches in steps of some ten milliseconds and returns the answer: the newest matches. */
export function* searchAnswers(store: Log, { log, request }: Search): Generator<void, Answer> {
  const { type, room, nickname, query, limit, key } = request;
  const concerns = nickname === undefined ? undefined : conversationWith(nickname);
  const found: Entry[] = [];
  let reachedSeq = 1;
  for (const step of store.search(log, query)) {
    ({ reachedSeq } = step);
    found.push(...(concerns === undefined ? step.entries : step.entries.filter(concerns)));
    if (found.length >= limit || reachedSeq <= 1) break;
    yield;
  }
  const entries = withinBytes(found.slice(0, limit).toReversed(), true);
  const isPartial = found.length < limit && reachedSeq > 1;
  return { type, room, nickname, entries, key, ...(isPartial ? { backTo: reachedSeq } : {}) };
}

function find(store: Log, log: string, request: ReadingOf<"history">): readonly Entry[] {
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
function conversationWith(nickname: string): (entry: Entry) => boolean {
  const folded = foldNickname(nickname);
  return ({ from, to }) => foldNickname(from) === folded || (to !== undefined && foldNickname(to) === folded);
}

/** As many entries as fit in one answer, but at least one. */
function withinBytes(entries: readonly Entry[], fromEnd: boolean): readonly Entry[] {
  let bytes = 0;
  const ordered = fromEnd ? entries.toReversed() : entries;
  const tooLong = ordered.findIndex(({ text }, index) => {
    bytes += Buffer.byteLength(text) + historyEntryBytes;
    return bytes > historyBytesMax && index > 0;
  });
  const kept = tooLong === -1 ? ordered : ordered.slice(0, tooLong);
  return fromEnd ? kept.toReversed() : kept;
}
