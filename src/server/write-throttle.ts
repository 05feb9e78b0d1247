/** Throttles the sessions that are written to one frame at a time, with one timer for all of them. */
import type { Scheduler } from "./scheduler.ts";
import type { Outlet } from "./outlet.ts";

export class WriteThrottle {
  readonly #scheduler: Scheduler;
  readonly #intervalMs: number;
  #due = new Set<Outlet>();
  #next = new Set<Outlet>();
  #isTicking = false;

  constructor(scheduler: Scheduler, intervalMs: number) {
    this.#scheduler = scheduler;
    this.#intervalMs = intervalMs;
  }

  /** Resumes the outlet after one to two intervals. */
  delay(outlet: Outlet): void {
    this.#next.add(outlet);
    this.#tick();
  }

  forget(outlet: Outlet): void {
    this.#due.delete(outlet);
    this.#next.delete(outlet);
  }

  #tick(): void {
    if (this.#isTicking) return;
    this.#isTicking = true;
    this.#scheduler.after(this.#intervalMs, () => {
      const due = this.#due;
      this.#due = this.#next;
      this.#next = new Set();
      this.#isTicking = false;
      if (this.#due.size > 0) this.#tick();
      for (const outlet of due) outlet.resume();
    });
  }
}
