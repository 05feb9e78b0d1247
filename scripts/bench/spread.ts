/** The median of a few rounds with their minimum and maximum, and ratios of two series that were measured in turns. */

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** How many values there were. */
  readonly count: number;
}

/** Of an even number of values, the median is the mean of the two in the middle. Undefined: there are no values. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = values.toSorted((one, other) => one - other);
  const [min, max] = [sorted[0], sorted.at(-1)];
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (min === undefined || max === undefined || low === undefined || high === undefined) return undefined;
  return { median: (low + high) / 2, min, max, count: sorted.length };
}

/**
 * The ratios of the values of the same round. Rounds are measured in turns, so what slows the machine down for a while
 * slows both values of a pair. Rounds in which either value is missing, or the divisor is 0, do not count.
 */
export function ratioSpread(
  dividends: readonly (number | undefined)[],
  divisors: readonly (number | undefined)[],
): Spread | undefined {
  const ratios = dividends.flatMap((dividend, round) => {
    const divisor = divisors[round];
    return dividend === undefined || divisor === undefined || divisor === 0 ? [] : [dividend / divisor];
  });
  return spreadOf(ratios);
}

/** `1.02 (0.97 to 1.05)`; one value alone has no range. */
export function spreadText({ median, min, max, count }: Spread, digits = 2): string {
  const range = count > 1 ? ` (${min.toFixed(digits)} to ${max.toFixed(digits)})` : "";
  return `${median.toFixed(digits)}${range}`;
}
