/**
 * Does only the last of what is asked for, and not more often than once in a while: for files that follow something
 * which changes all the time. Must not know what is done.
 */
import type { Clock } from "../clock.ts";

/** Owns one timer, until `flush`. */
export class Latest {
  readonly #clock: Clock;
  readonly #pauseMs: number;
  #waiting: (() => void) | undefined;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, pauseMs: number) {
    this.#clock = clock;
    this.#pauseMs = pauseMs;
  }

  /** At once, unless something was done a moment ago: then later, in place of what waits already. */
  ask(act: () => void): void {
    this.#waiting = act;
    if (this.#cancel === undefined) this.#act();
  }

  /** Does at once what waits. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const act = this.#waiting;
    this.#waiting = undefined;
    act?.();
  }

  #act(): void {
    this.flush();
    this.#cancel = this.#clock.after(this.#pauseMs, () => {
      this.#cancel = undefined;
      if (this.#waiting !== undefined) this.#act();
    });
  }
}
