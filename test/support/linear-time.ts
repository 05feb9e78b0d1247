/**
 * Tells linear time from quadratic by the processor time of this process, which other programs on a busy machine do not
 * add to: at this size the one takes some milliseconds, the other minutes.
 */
import process from "node:process";

/** The size of an input, in UTF-16 units, to measure with. */
export const longInputUnits = 400_000;

/** More than a hundred times what linear time takes here, and a fraction of what quadratic time takes. */
export const linearCpuSecondsMax = 20;

/** The processor time that a call takes, in seconds. */
export function cpuSecondsOf(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
}
