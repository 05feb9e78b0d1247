/**
 * Answers requests from the logs: a history at once; a search slice by slice, so that no search blocks the chat. The
 * sessions take turns, and a search that has used up its time is answered with what it has found. If too many are
 * queued, a search is refused as `busy`.
 */
import type { Log, SearchResult, SearchSlice } from "../log/log.ts";
import type { Answer } from "../protocol/answers.ts";
import type { Fault } from "../protocol/faults.ts";
import type { Scheduler } from "./scheduler.ts";
import type { HistoryRequest, ReadEffect } from "./history.ts";
import { readHistory, refuseRead } from "./history.ts";
import { searchBudgetMs, searchRetryMs, searchesMax, searchesPerSessionMax } from "./limits.ts";
import { RunningSearch } from "./running-search.ts";

export interface ReadsOptions {
  readonly log: Log;
  readonly scheduler: Scheduler;
  /** Whether a request of this id is a session's. */
  readonly hasSession: (id: number) => boolean;
  /** May be called before `read` returns. */
  readonly answer: (session: number, answer: Answer) => void;
  /** Called with the cause when the store could not be read. */
  readonly failed: (cause: unknown) => void;
}

export class Reads {
  readonly #options: ReadsOptions;
  /** The first one is next. */
  #queue: QueuedSearch[] = [];
  /** The one whose slice is being searched; it may be gone from the queue by the time that is done. */
  #current: QueuedSearch | undefined;
  /** A slice was begun in this turn. */
  #hasBegun = false;

  constructor(options: ReadsOptions) {
    this.#options = options;
  }

  /** A search is answered at once if nothing is queued and one slice is enough, otherwise in a later turn. */
  read({ session, log, request }: ReadEffect): void {
    if (request.type === "history") return this.#readHistory({ session, log, request });
    const own = this.#queue.filter((waiting) => this.#isSameRequester(waiting.session, session)).length;
    if (this.#queue.length >= searchesMax || own >= searchesPerSessionMax) {
      const busy: Fault = { code: "busy", retry_after: searchRetryMs };
      return this.#options.answer(session, refuseRead(request, busy));
    }
    this.#queue.push({ session, search: new RunningSearch(log, request), spentMs: 0 });
    this.#next();
  }

  isPending(session: number): boolean {
    return this.#queue.some((waiting) => waiting.session === session);
  }

  /** Drops the searches of a closed session. */
  forget(session: number): void {
    this.#queue = this.#queue.filter((waiting) => waiting.session !== session);
  }

  /** If the read fails, only the session that asked gets the error. */
  #readHistory({ session, log, request }: HistoryEffect): void {
    let answer: Answer;
    try {
      answer = readHistory(this.#options.log, log, request);
    } catch (cause) {
      this.#options.failed(cause);
      answer = refuseRead(request, { code: "storage" });
    }
    this.#options.answer(session, answer);
  }

  /** Begins the next slice, at most one in a turn and one at a time. */
  #next(): void {
    const [first] = this.#queue;
    if (first === undefined || this.#current !== undefined || this.#hasBegun) return;
    const { log, scheduler } = this.#options;
    this.#current = first;
    this.#hasBegun = true;
    scheduler.atTurnEnd(() => {
      this.#hasBegun = false;
      this.#next();
    });
    const started = scheduler.monotonic();
    whenSearched(log, first.search.slice, (result) => {
      this.#current = undefined;
      first.spentMs += scheduler.monotonic() - started;
      if (this.#queue.includes(first)) this.#goOn(first, result);
      this.#next();
    });
  }

  #goOn(first: QueuedSearch, result: SearchResult): void {
    const { session, search } = first;
    if (result.type === "failed") this.#options.failed(result.cause);
    else search.add(result);
    const answer =
      result.type === "failed"
        ? refuseRead(search.request, { code: "storage" })
        : search.answer(first.spentMs >= searchBudgetMs);
    if (answer !== undefined) this.#queue = this.#queue.filter((waiting) => waiting !== first);
    const isOwn = (waiting: QueuedSearch): boolean => this.#isSameRequester(waiting.session, session);
    this.#queue = [...this.#queue.filter((waiting) => !isOwn(waiting)), ...this.#queue.filter(isOwn)];
    if (answer !== undefined) this.#options.answer(session, answer);
  }

  /** Requests without a session are all made by the operator. */
  #isSameRequester(one: number, other: number): boolean {
    const { hasSession } = this.#options;
    return one === other || (!hasSession(one) && !hasSession(other));
  }
}

/** Searches a slice. What the log throws is a result, too; what `answered` throws is not. */
function whenSearched(log: Log, slice: SearchSlice, answered: (result: SearchResult) => void): void {
  let early: SearchResult | undefined;
  let isEarly = true;
  try {
    log.search(slice, (result) => {
      if (isEarly) early = result;
      else answered(result);
    });
  } catch (cause) {
    early = { type: "failed", cause };
  }
  isEarly = false;
  if (early !== undefined) answered(early);
}

interface HistoryEffect {
  readonly session: number;
  readonly log: string;
  readonly request: HistoryRequest;
}

interface QueuedSearch {
  readonly session: number;
  readonly search: RunningSearch;
  /** How long its slices have taken so far. */
  spentMs: number;
}
