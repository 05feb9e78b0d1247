/**
 * Answers requests from the logs: a history at once; searches one after the other, one step per turn of the event
 * loop, so that no search blocks the chat. If too many are queued, a search is refused as `busy`.
 */
import type { Log } from "../log/log.ts";
import type { Answer } from "../protocol/answers.ts";
import type { Fault } from "../protocol/faults.ts";
import type { Scheduler } from "./scheduler.ts";
import type { ReadEffect } from "./history.ts";
import { readHistory, refuseRead, searchAnswers } from "./history.ts";
import { searchRetryMs, searchesMax, searchesPerSessionMax } from "./limits.ts";

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
  /** The first one is running. */
  #queue: QueuedSearch[] = [];
  /** A step was run in this turn. */
  #stepped = false;

  constructor(options: ReadsOptions) {
    this.#options = options;
  }

  /** A search is answered at once if the queue is empty and one step is enough, otherwise in a later turn. */
  read({ session, log, request }: ReadEffect): void {
    if (request.type === "history") {
      const answer = this.#attempt(request, () => readHistory(this.#options.log, log, request));
      return this.#options.answer(session, answer);
    }
    const own = this.#queue.filter((waiting) => this.#isSameRequester(waiting.session, session)).length;
    if (this.#queue.length >= searchesMax || own >= searchesPerSessionMax)
      return this.#refuse(session, request, { code: "busy", retry_after: searchRetryMs });
    this.#queue.push({ session, request, steps: searchAnswers(this.#options.log, { log, request }) });
    if (!this.#stepped) this.#step();
  }

  isPending(session: number): boolean {
    return this.#queue.some((waiting) => waiting.session === session);
  }

  /** Drops the searches of a closed session. */
  forget(session: number): void {
    this.#queue = this.#queue.filter((waiting) => waiting.session !== session);
  }

  #step(): void {
    const [first] = this.#queue;
    if (first === undefined) return;
    this.#stepped = true;
    this.#options.scheduler.atTurnEnd(() => {
      this.#stepped = false;
      this.#step();
    });
    const { session, request, steps } = first;
    const answer = this.#attempt(request, () => {
      const step = steps.next();
      return step.done === true ? step.value : undefined;
    });
    if (answer === undefined) return;
    this.#queue.shift();
    this.#options.answer(session, answer);
  }

  /** If the read fails, only the session that asked gets the error. */
  #attempt<Read extends Answer | undefined>(request: ReadEffect["request"], read: () => Read): Read | Answer {
    try {
      return read();
    } catch (cause) {
      this.#options.failed(cause);
      return refuseRead(request, { code: "storage" });
    }
  }

  /** Requests without a session are all made by the operator. */
  #isSameRequester(one: number, other: number): boolean {
    const { hasSession } = this.#options;
    return one === other || (!hasSession(one) && !hasSession(other));
  }

  #refuse(session: number, request: ReadEffect["request"], fault: Fault): void {
    this.#options.answer(session, refuseRead(request, fault));
  }
}

interface QueuedSearch {
  readonly session: number;
  readonly request: ReadEffect["request"];
  readonly steps: Generator<void, Answer>;
}
