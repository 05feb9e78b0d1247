/** Time and turns of the event loop, injected so that a test can control them. */

export interface Scheduler {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Milliseconds on a clock that is never set. */
  monotonic(): number;
  /** Calls back once everything that arrived in this turn of the event loop was handed over. */
  atTurnEnd(callback: () => void): void;
  /** Calls back once, after `delayMs`. The result cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

/** Resolves with the promise, or after the timeout. */
export async function within(scheduler: Scheduler, timeoutMs: number, promise: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<void>();
  const cancel = scheduler.after(timeoutMs, late.resolve);
  await Promise.race([promise, late.promise]);
  cancel();
}
