/** Time and turns of the event loop, handed in so that a test can own them. */

export interface Scheduler {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Milliseconds since some moment, on a clock that nobody sets. */
  monotonic(): number;
  /** Calls back once everything that arrived in this turn of the event loop has been handed over. */
  atTurnEnd(callback: () => void): void;
  /** Calls back once, after so many milliseconds; the result cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

/** Resolves with the promise, or after a time without it. */
export async function within(scheduler: Scheduler, timeoutMs: number, promise: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<void>();
  const cancel = scheduler.after(timeoutMs, late.resolve);
  await Promise.race([promise, late.promise]);
  cancel();
}
