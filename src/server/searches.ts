/**
 * Carries out searches one after the other, one step in each turn of the event loop, so that no search holds up those
 * who talk. What is too much to wait for is refused as `busy`.
 */
import type { Log } from "../log/log.ts";
import type { Answer } from "../protocol/answers.ts";
import type { Fault } from "../protocol/faults.ts";
import type { Scheduler } from "./connection.ts";
import { searchRetryMs, searchesMax, searchesPerSessionMax } from "./limits.ts";
import type { SearchLook } from "./look.ts";
import { refuseLook, searchAnswers } from "./look.ts";

export interface SearchesOptions {
  readonly log: Log;
  readonly scheduler: Scheduler;
  readonly answer: (session: number, answer: Answer) => void;
  /** For the operator: the store could not be read. */
  readonly failed: (cause: unknown) => void;
}

export class Searches {
  readonly #options: SearchesOptions;
  /** The first one is under way. */
  #queue: Waiting[] = [];
  /** A step was done in this turn. */
  #stepped = false;

  constructor(options: SearchesOptions) {
    this.#options = options;
  }

  /** Answers at once when nothing else is searched and one step is enough; else in a later turn. */
  ask(look: SearchLook): void {
    const own = this.#queue.filter(({ look: { session } }) => session === look.session).length;
    if (this.#queue.length >= searchesMax || own >= searchesPerSessionMax)
      return this.#refuse(look, { code: "busy", retry_after: searchRetryMs });
    this.#queue.push({ look, steps: searchAnswers(this.#options.log, look) });
    if (!this.#stepped) this.#step();
  }

  isPending(session: number): boolean {
    return this.#queue.some(({ look }) => look.session === session);
  }

  /** The session is gone. */
  forget(session: number): void {
    this.#queue = this.#queue.filter(({ look }) => look.session !== session);
  }

  #step(): void {
    const [first] = this.#queue;
    if (first === undefined) return;
    this.#stepped = true;
    this.#options.scheduler.atTurnEnd(() => {
      this.#stepped = false;
      this.#step();
    });
    const { look, steps } = first;
    try {
      const step = steps.next();
      if (step.done !== true) return;
      this.#queue.shift();
      this.#options.answer(look.session, step.value);
    } catch (cause) {
      this.#queue.shift();
      this.#options.failed(cause);
      this.#refuse(look, { code: "storage" });
    }
  }

  #refuse({ session, request }: SearchLook, fault: Fault): void {
    this.#options.answer(session, refuseLook(request, fault));
  }
}

interface Waiting {
  readonly look: SearchLook;
  readonly steps: Generator<void, Answer>;
}
