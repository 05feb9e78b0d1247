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
    if (request.type === "history")
      return this.#attempt(session, request, () =>
        this.#options.answer(session, readHistory(this.#options.log, log, request)),
      );
    const own = this.#queue.filter((waiting) => waiting.session === session).length;
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
    const done = () => void this.#queue.shift();
    try {
      const step = steps.next();
      if (step.done !== true) return;
      done();
      this.#options.answer(session, step.value);
    } catch (cause) {
      done();
      this.#fail(session, request, cause);
    }
  }

  #attempt(session: number, request: ReadEffect["request"], read: () => void): void {
    try {
      read();
    } catch (cause) {
      this.#fail(session, request, cause);
    }
  }

  /** If the read fails, only the session that asked gets the error. */
  #fail(session: number, request: ReadEffect["request"], cause: unknown): void {
    this.#options.failed(cause);
    this.#refuse(session, request, { code: "storage" });
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
