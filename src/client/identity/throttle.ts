/**
 * Throttles an action: at most one call in each period, the first at once and then the last of those that came meanwhile.
 * For files that follow something which changes all the time.
 */
import type { Clock } from "../clock.ts";

/** Owns one timer, until `flush`. */
export class Throttle {
  readonly #clock: Clock;
  readonly #pauseMs: number;
  #waiting: (() => void) | undefined;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, pauseMs: number) {
    this.#clock = clock;
    this.#pauseMs = pauseMs;
  }

  /** Calls at once, or at the end of the period of the last call; then only the latest action is called. */
  run(act: () => void): void {
    this.#waiting = act;
    if (this.#cancel === undefined) this.#act();
  }

  /** Calls at once what waits. */
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
