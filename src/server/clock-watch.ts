/** Notices when the wall clock is set: it moves against a clock that never is. */
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
   * Milliseconds since the wall clock was set last, or since the start: what it was before is not known. To be asked
   * often: what a clock is slewed between two questions is no jump.
   */
  steadyMs(): number {
    const monotonic = this.#scheduler.monotonic();
    const offset = this.#scheduler.now() - monotonic;
    if (Math.abs(offset - this.#offset) > clockJumpMs) this.#steadySince = monotonic;
    this.#offset = offset;
    return monotonic - this.#steadySince;
  }
}
