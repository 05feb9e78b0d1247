/** A bound on waiting without progress. */
import { afterEach, beforeEach, expect, jest, test } from "bun:test";
import { Deadline, heartbeatWithin } from "../../../src/client/pipe/deadline.ts";

let missed = 0;
beforeEach(() => {
  missed = 0;
  jest.useFakeTimers();
});
afterEach(() => void jest.useRealTimers());

function open(): Deadline {
  return new Deadline(1_000, () => void (missed += 1));
}

test("Deadline is missed when nothing goes on", () => {
  const deadline = open();
  deadline.watch(0);
  jest.advanceTimersByTime(600);
  deadline.watch(0);
  jest.advanceTimersByTime(600);
  expect(missed).toBe(1);
});

test("Deadline begins anew with each step forward", () => {
  const deadline = open();
  for (const step of [0, 1, 2, 3]) {
    deadline.watch(step);
    jest.advanceTimersByTime(900);
  }
  expect(missed).toBe(0);
});

test.each(["watch", "stop"] as const)("Deadline rests while nothing is waited for: %s", (how) => {
  const deadline = open();
  deadline.watch(0);
  if (how === "stop") deadline.stop();
  else deadline.watch(undefined);
  jest.advanceTimersByTime(5_000);
  expect(missed).toBe(0);
  // What is waited for again has its whole time, also when nothing went on meanwhile.
  deadline.watch(0);
  jest.advanceTimersByTime(999);
  expect(missed).toBe(0);
  jest.advanceTimersByTime(1);
  expect(missed).toBe(1);
});

test.each([
  [30_000, 5_000, 5_000],
  [1_000, 1_000, 1_000],
  [6_000, 1_000, 1_000],
  [6_006, 1_001, 1_001],
  [600_000, 20_000, 10_000],
])(
  "heartbeatWithin %d ms notices a dead line in a third of it, within bounds",
  (timeoutMs, pause, answer) => {
    expect(heartbeatWithin(timeoutMs)).toEqual({ pauseMs: pause, timeoutMs: answer });
  },
);
