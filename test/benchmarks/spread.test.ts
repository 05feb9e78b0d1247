/** Medians, ranges and ratios of the benchmark's rounds. */
import { expect, test } from "bun:test";
import { ratioSpread, spreadOf, spreadText } from "../../scripts/bench/spread.ts";

test.each([
  [[7], { median: 7, min: 7, max: 7, count: 1 }],
  [[3, 1], { median: 2, min: 1, max: 3, count: 2 }],
  [[10, 9, 100], { median: 10, min: 9, max: 100, count: 3 }],
  [[4, 1, 3, 2], { median: 2.5, min: 1, max: 4, count: 4 }],
] as const)(
  "spreadOf %p takes numbers by size, and the mean of the two in the middle",
  (values, expected) => {
    expect(spreadOf(values)).toEqual(expected);
  },
);

test("spreadOf nothing is undefined", () => {
  expect(spreadOf([])).toBeUndefined();
});

test("ratioSpread divides values of the same round", () => {
  // The machine was three times slower in the second round: the ratio is the same.
  expect(ratioSpread([30, 10], [60, 20])).toEqual({ median: 0.5, min: 0.5, max: 0.5, count: 2 });
});

test("ratioSpread passes over rounds that one of both lacks, and a divisor of 0", () => {
  expect(ratioSpread([1, undefined, 3, 4, 5], [2, 2, undefined, 0])).toEqual({
    median: 0.5,
    min: 0.5,
    max: 0.5,
    count: 1,
  });
  expect(ratioSpread([1], [])).toBeUndefined();
});

test("spreadText shows a range from two values on", () => {
  expect(spreadText({ median: 0.8, min: 0.8, max: 0.8, count: 1 })).toBe("0.80");
  expect(spreadText({ median: 0.8, min: 0.75, max: 0.81, count: 2 })).toBe("0.80 (0.75 to 0.81)");
});
