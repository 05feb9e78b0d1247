/** A bound on waiting without progress. */
import { beforeEach, expect, test } from "bun:test";
import { Deadline, heartbeatWithin } from "../../../src/client/pipe/deadline.ts";
import { FakeScheduler } from "../../support/fake-scheduler.ts";
import { runtimeOf } from "../../support/in-process.ts";

let missed = 0;
let scheduler: FakeScheduler;
beforeEach(() => {
  missed = 0;
  scheduler = new FakeScheduler();
});

function open(): Deadline {
  return new Deadline(runtimeOf(scheduler), 1_000, () => void (missed += 1));
}

test("Deadline is missed when nothing goes on", () => {
  const deadline = open();
  deadline.watch(0);
  scheduler.pass(600);
  deadline.watch(0);
  scheduler.pass(600);
  expect(missed).toBe(1);
});

test("Deadline begins anew with each step forward", () => {
  const deadline = open();
  for (const step of [0, 1, 2, 3]) {
    deadline.watch(step);
    scheduler.pass(900);
  }
  expect(missed).toBe(0);
});

test.each(["watch", "stop"] as const)("Deadline rests while nothing is waited for: %s", (how) => {
  const deadline = open();
  deadline.watch(0);
  if (how === "stop") deadline.stop();
  else deadline.watch(undefined);
  scheduler.pass(5_000);
  expect(missed).toBe(0);
  // What is waited for again has its whole time, also when nothing went on meanwhile.
  deadline.watch(0);
  scheduler.pass(999);
  expect(missed).toBe(0);
  scheduler.pass(1);
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
