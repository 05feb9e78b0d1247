/**
 * Keeps frames that are written alone apart in time, with one timer for all sessions. Must not know what is written.
 */
import type { Scheduler } from "./connection.ts";
import type { Outlet } from "./outlet.ts";

export class Throttle {
  readonly #scheduler: Scheduler;
  readonly #beatMs: number;
  #due = new Set<Outlet>();
  #next = new Set<Outlet>();
  #beating = false;

  constructor(scheduler: Scheduler, beatMs: number) {
    this.#scheduler = scheduler;
    this.#beatMs = beatMs;
  }

  /** Resumes the outlet after one beat at least and two at most. */
  pause(outlet: Outlet): void {
    this.#next.add(outlet);
    this.#beat();
  }

  forget(outlet: Outlet): void {
    this.#due.delete(outlet);
    this.#next.delete(outlet);
  }

  #beat(): void {
    if (this.#beating) return;
    this.#beating = true;
    this.#scheduler.after(this.#beatMs, () => {
      const due = this.#due;
      this.#due = this.#next;
      this.#next = new Set();
      this.#beating = false;
      if (this.#due.size > 0) this.#beat();
      for (const outlet of due) outlet.resume();
    });
  }
}
