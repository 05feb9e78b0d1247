/** Detects that the wall clock was set, by comparing it with a monotonic clock. */
import type { Scheduler } from "./scheduler.ts";
import { clockJumpMs } from "./limits.ts";

export class ClockWatch {
  readonly #scheduler: Pick<Scheduler, "now" | "monotonic">;
  #offset: number;
  /** On the monotonic clock. */
  #steadySince: number;

  constructor(scheduler: Pick<Scheduler, "now" | "monotonic">) {
    this.#scheduler = scheduler;
    this.#steadySince = scheduler.monotonic();
    this.#offset = scheduler.now() - this.#steadySince;
  }

  /**
   * Milliseconds since the wall clock was last set, or since the start, before which nothing is known. Call it often:
   * an adjustment between two calls counts as a jump only if it is large.
   */
  steadyMs(): number {
    const monotonic = this.#scheduler.monotonic();
    const offset = this.#scheduler.now() - monotonic;
    if (Math.abs(offset - this.#offset) > clockJumpMs) this.#steadySince = monotonic;
    this.#offset = offset;
    return monotonic - this.#steadySince;
  }
}
