/** When the log's maintenance runs, and how much of it, on a clock that the test owns. */
import { describe, expect, test } from "bun:test";
import { maintenanceEntriesMax } from "../../src/log/limits.ts";
import { BackgroundWork } from "../../src/server/background-work.ts";
import {
  backgroundDelayMs,
  backgroundPauseMsMin,
  backgroundRetryMs,
  backgroundTurnMsMax,
  backgroundTurnMsMin,
  busyEntriesMin,
  owedEntriesMax,
  owedPerEntry,
  sweepIntervalMs,
} from "../../src/server/limits.ts";
import { FakeScheduler } from "../support/fake-scheduler.ts";

type Extent = Parameters<ConstructorParameters<typeof BackgroundWork>[0]["step"]>[0];

/** Work of so many steps, each of which takes some time on the monotonic clock. */
function openWork({ stepMs = 0, failing = false } = {}) {
  const scheduler = new FakeScheduler();
  let spentMs = 0;
  const extents: Extent[] = [];
  const seen = { left: 0, failures: 0, failing };
  const work = new BackgroundWork({
    scheduler: {
      now: () => scheduler.now(),
      monotonic: () => scheduler.monotonic() + spentMs,
      atTurnEnd: (callback) => scheduler.atTurnEnd(callback),
      after: (delayMs, callback) => scheduler.after(delayMs, callback),
    },
    step(extent) {
      extents.push(extent);
      if (seen.failing) throw new Error("the disk is full");
      spentMs += stepMs;
      seen.left = Math.max(0, seen.left - 1);
      return seen.left > 0;
    },
    failed: () => (seen.failures += 1),
  });
  scheduler.pass(backgroundDelayMs);
  const steps = () => extents.splice(0);
  return { scheduler, work, seen, steps };
}

describe("BackgroundWork", () => {
  test("looks at everything at the start and once a minute, and sleeps between", () => {
    const { scheduler, steps } = openWork();
    expect(steps()).toEqual([{ sweeps: true, isBusy: false }]);
    scheduler.pass(sweepIntervalMs - backgroundDelayMs - 1);
    expect(steps()).toEqual([]);
    scheduler.pass(1);
    expect(steps()).toEqual([{ sweeps: true, isBusy: false }]);
  });

  test("is woken by messages, once for all that come within a moment", () => {
    const { scheduler, work, steps } = openWork();
    steps();
    for (let count = 0; count < busyEntriesMin - 1; count += 1) work.proposed(1);
    scheduler.pass(backgroundDelayMs);
    expect(steps()).toEqual([{ sweeps: false, isBusy: false }]);
    scheduler.pass(10 * backgroundDelayMs);
    expect(steps()).toEqual([]);
  });

  test("does only what is urgent while many messages come in, and the rest once it is quiet", () => {
    const { scheduler, work, steps } = openWork();
    steps();
    work.proposed(busyEntriesMin);
    scheduler.pass(backgroundDelayMs);
    expect(steps()).toEqual([{ sweeps: false, isBusy: true }]);
    scheduler.pass(backgroundDelayMs);
    expect(steps()).toEqual([{ sweeps: false, isBusy: false }]);
  });

  test.each([1, 100, 10_000, 100_000])(
    "does steps in proportion to what came in, without a pause: %i messages",
    (messages) => {
      const { scheduler, work, seen, steps } = openWork();
      steps();
      seen.left = Number.MAX_SAFE_INTEGER;
      work.proposed(messages);
      scheduler.pass(backgroundDelayMs);
      expect(steps()).toHaveLength(Math.ceil((messages * owedPerEntry) / maintenanceEntriesMax));
    },
  );

  test("lets the intake have a turn when it has worked as long as the turn before", () => {
    const { scheduler, work, seen, steps } = openWork({ stepMs: 1 });
    steps();
    work.proposed(owedEntriesMax);
    seen.left = Number.MAX_SAFE_INTEGER;
    const before = scheduler.firedCount;
    scheduler.pass(backgroundDelayMs);
    const count = owedEntriesMax / maintenanceEntriesMax;
    expect(steps()).toHaveLength(count);
    expect(scheduler.firedCount - before).toBe(1 + (count - backgroundTurnMsMax) / backgroundTurnMsMin);
  });

  test("works on what is not owed one step at a time, with a pause as long as the step", () => {
    const { scheduler, work, seen, steps } = openWork({ stepMs: 8 });
    seen.left = 100;
    work.proposed(1);
    scheduler.pass(backgroundDelayMs);
    steps();
    scheduler.pass(8 * 10);
    expect(steps()).toHaveLength(10);
  });

  test("pauses also after steps that take no time", () => {
    const { scheduler, work, seen, steps } = openWork();
    seen.left = 100;
    work.proposed(1);
    scheduler.pass(backgroundDelayMs);
    steps();
    scheduler.pass(10 * backgroundPauseMsMin);
    expect(steps()).toHaveLength(10);
  });

  test("tries again after a while when a step failed", () => {
    const { scheduler, seen, steps } = openWork({ failing: true });
    steps();
    scheduler.pass(3 * backgroundRetryMs);
    expect([steps().length, seen.failures]).toEqual([3, 4]);
    seen.failing = false;
    scheduler.pass(backgroundRetryMs);
    scheduler.pass(10 * backgroundRetryMs);
    expect(steps()).toHaveLength(1);
  });

  test("stops", () => {
    const { scheduler, work, steps } = openWork();
    steps();
    work.proposed(1);
    work.stop();
    scheduler.pass(2 * sweepIntervalMs);
    expect([steps(), scheduler.timersCount]).toEqual([[], 0]);
  });
});
