/** A round through the rows of a table. */
import { expect, test } from "bun:test";
import { Sweep } from "../../src/log/sweep.ts";

function sweepOf(ids: readonly number[]): Sweep<{ readonly id: number }> {
  const rows = ids.map((id) => ({ id }));
  return new Sweep(2, (after, limit) => rows.filter(({ id }) => id > after).slice(0, limit));
}

/** The steps of a whole round. */
function round(sweep: Sweep<{ readonly id: number }>): readonly (readonly number[])[] {
  const steps: (readonly number[])[] = [];
  sweep.begin();
  while (sweep.isOn) steps.push(sweep.next().map(({ id }) => id));
  return steps;
}

test.each([
  [[], [[]]],
  [[1], [[1]]],
  [
    [1, 5],
    [[1, 5], []],
  ],
  [
    [1, 5, 6],
    [[1, 5], [6]],
  ],
])("Sweep comes to each of %j once in a round, a few in each step", (ids, steps) => {
  const sweep = sweepOf(ids);
  expect(round(sweep)).toEqual(steps);
  expect(round(sweep)).toEqual(steps);
});

test("Sweep gives nothing between two rounds, and begins none anew while one goes on", () => {
  const sweep = sweepOf([1, 2, 3]);
  expect([sweep.isOn, sweep.next()]).toEqual([false, []]);
  sweep.begin();
  sweep.next();
  sweep.begin();
  expect(sweep.next()).toEqual([{ id: 3 }]);
  expect(sweep.next()).toEqual([]);
});
