/** The seconds until the next try. */
import { expect, test } from "bun:test";
import { Countdown } from "../../../src/client/terminal/countdown.ts";
import { FakeClock } from "./harness.ts";

test("Countdown says when the number of seconds changes, and ends", () => {
  const clock = new FakeClock();
  const seen: number[] = [];
  const countdown: Countdown = new Countdown(clock, () => void seen.push(countdown.seconds));
  countdown.follow({ state: "offline", reason: "", retryInMs: 2_500 });
  expect(countdown.seconds).toBe(3);
  clock.advance(10_000);
  expect([seen, clock.timers]).toEqual([[2, 1, 0], 0]);
});

test("Countdown stops when the line is tried", () => {
  const clock = new FakeClock();
  const countdown = new Countdown(clock, () => {});
  countdown.follow({ state: "offline", reason: "", retryInMs: 2_500 });
  countdown.follow({ state: "connecting" });
  expect(clock.timers).toBe(0);
});
