/** A search on its way: the slice that comes next, what was found so far, and the answer. */
import type { Reading } from "../core/effect.ts";
import type { SearchResult, SearchSlice } from "../log/log.ts";
import type { Answer } from "../protocol/answers.ts";
import type { Entry } from "../protocol/entry.ts";
import { conversationWith, withinBytes } from "./history.ts";

export type SearchRequest = Extract<Reading, { type: "search" }>;

export class RunningSearch {
  readonly request: SearchRequest;
  readonly #log: string;
  /** Newest first. */
  readonly #found: Entry[] = [];
  #reachedSeq: number;
  #reachedTime: number | undefined;

  /** @param log the log to search */
  constructor(log: string, request: SearchRequest) {
    this.#log = log;
    this.request = request;
    this.#reachedSeq = request.before ?? Number.MAX_SAFE_INTEGER;
  }

  get slice(): SearchSlice {
    return { log: this.#log, query: this.request.query, before: this.#reachedSeq };
  }

  /** Adds what the slice has found. */
  add({ entries, reachedSeq, reachedTime }: Extract<SearchResult, { type: "searched" }>): void {
    const { nickname } = this.request;
    const concerns = nickname === undefined ? undefined : conversationWith(nickname);
    this.#found.push(...(concerns === undefined ? entries : entries.filter(concerns)));
    this.#reachedSeq = reachedSeq;
    this.#reachedTime = reachedTime;
  }

  /**
   * The newest matches; undefined while more are to be looked for.
   *
   * @param isLast no more slices are searched
   */
  answer(isLast: boolean): Answer | undefined {
    const { type, room, nickname, limit, key } = this.request;
    const isEnough = this.#found.length >= limit;
    const isComplete = this.#reachedSeq <= 1;
    if (!isEnough && !isComplete && !isLast) return undefined;
    const newest = this.#found.slice(0, limit);
    const entries = withinBytes(newest.toReversed(), true);
    return { type, room, nickname, entries, key, ...this.#backTo(entries, newest.length) };
  }

  /** From where on was searched, if there may be more matches than the limit says. */
  #backTo(
    entries: readonly Entry[],
    count: number,
  ): { readonly backTo?: number; readonly backTime?: number } {
    const [oldest] = entries;
    // The others are too long for one answer.
    if (oldest !== undefined && entries.length < count) return { backTo: oldest.seq, backTime: oldest.time };
    if (this.#reachedSeq <= 1 || count >= this.request.limit) return {};
    const time = this.#reachedTime;
    return { backTo: this.#reachedSeq, ...(time === undefined ? {} : { backTime: time }) };
  }
}
