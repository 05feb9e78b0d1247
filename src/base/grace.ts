/** A wait with a grace period after an abort signal. */

/**
 * Waits for `done`; once `signal` is aborted, for at most `graceMs` more.
 *
 * @returns whether `done` resolved in time
 */
export async function withGrace(done: Promise<void>, signal: AbortSignal, graceMs: number): Promise<boolean> {
  const { promise: expired, resolve } = Promise.withResolvers<boolean>();
  let timer: Timer | undefined;
  const onAbort = (): void => {
    timer = setTimeout(() => resolve(false), graceMs);
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([done.then(() => true), expired]);
  } finally {
    signal.removeEventListener("abort", onAbort);
    clearTimeout(timer);
  }
}
