/**
 * Tells linear time from quadratic without a bound that a busy machine could break: at this size the one takes some
 * milliseconds, the other minutes.
 */

/** The size of an input, in UTF-16 units, to measure with. */
export const longInputUnits = 400_000;

/** More than a hundred times what linear time takes here, and a fraction of what quadratic time takes. */
export const linearSecondsMax = 20;

/** How long a call takes, in seconds. */
export function secondsOf(run: () => void): number {
  const startMs = performance.now();
  run();
  return (performance.now() - startMs) / 1_000;
}
