/** A clock is trusted for as long as it has not jumped. */
import { expect, test } from "bun:test";
import { ClockWatch } from "../../src/server/clock-watch.ts";
import { clockJumpMs } from "../../src/server/limits.ts";
import { FakeScheduler } from "../support/fake-scheduler.ts";

test.each([
  ["ahead", -clockJumpMs - 1, 0],
  ["back", clockJumpMs + 1, 0],
  ["by no more than it may", clockJumpMs, 5_000],
])("ClockWatch begins anew when the clock jumps %s", (_, ms, steadyMs) => {
  const scheduler = new FakeScheduler();
  const watch = new ClockWatch(scheduler);
  scheduler.pass(5_000);
  expect(watch.steadyMs()).toBe(5_000);
  scheduler.setBack(ms);
  expect(watch.steadyMs()).toBe(steadyMs);
  scheduler.pass(7_000);
  expect(watch.steadyMs()).toBe(steadyMs + 7_000);
});

test("ClockWatch takes a clock that is slewed for a steady one", () => {
  const scheduler = new FakeScheduler();
  const watch = new ClockWatch(scheduler);
  for (let count = 0; count < 10; count += 1) {
    scheduler.setBack(clockJumpMs / 2);
    scheduler.pass(10);
    watch.steadyMs();
  }
  expect(watch.steadyMs()).toBe(100);
});
