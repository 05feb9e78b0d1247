/** How the time of a computation grows with its input: a bound that holds on any machine, busy or not. */

/**
 * How many times as long `run` takes for four times the size: 4 when it is linear, 16 when it is quadratic. Takes the
 * least of many times each: what else the machine does, and code that is not compiled yet, can only add to them.
 */
export function growth(run: (size: number) => void, size: number): number {
  let [small, large] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < rounds; round += 1) {
    small = Math.min(
      small,
      timeOf(() => run(size)),
    );
    large = Math.min(
      large,
      timeOf(() => run(4 * size)),
    );
  }
  return large / small;
}

/** Between linear and quadratic. */
export const growthMax = 10;

const rounds = 200;

function timeOf(run: () => void): number {
  const startMs = performance.now();
  run();
  return performance.now() - startMs;
}
