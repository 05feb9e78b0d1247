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
  add({ entries, reachedSeq }: Extract<SearchResult, { type: "searched" }>): void {
    const { nickname } = this.request;
    const concerns = nickname === undefined ? undefined : conversationWith(nickname);
    this.#found.push(...(concerns === undefined ? entries : entries.filter(concerns)));
    this.#reachedSeq = reachedSeq;
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
    const entries = withinBytes(this.#found.slice(0, limit).toReversed(), true);
    const isPartial = !isEnough && !isComplete;
    return { type, room, nickname, entries, key, ...(isPartial ? { backTo: this.#reachedSeq } : {}) };
  }
}
