/** That only the last of what is asked for is done, at once and then once in a while. */
import { describe, expect, test } from "bun:test";
import { Throttle } from "../../../src/client/identity/throttle.ts";
import { FakeClock } from "../terminal/harness.ts";

function start() {
  const clock = new FakeClock();
  const throttle = new Throttle(clock, 100);
  const done: number[] = [];
  const run = (number: number): void => throttle.run(() => void done.push(number));
  return { clock, throttle, done, run };
}

describe("Throttle", () => {
  test("does the first thing at once, and of what follows the last, after the pause", () => {
    const { clock, done, run } = start();
    for (const number of [1, 2, 3]) run(number);
    expect(done).toEqual([1]);
    clock.advance(99);
    expect(done).toEqual([1]);
    clock.advance(1);
    expect(done).toEqual([1, 3]);
  });

  test("keeps to the pause for as long as it is asked", () => {
    const { clock, done, run } = start();
    for (let number = 0; number < 1_000; number += 1) {
      run(number);
      clock.advance(1);
    }
    expect(done.length).toBe(11);
    expect(done.at(-1)).toBe(999);
  });

  test("does at once what comes after a period without anything", () => {
    const { clock, done, run } = start();
    run(1);
    clock.advance(100);
    run(2);
    expect(done).toEqual([1, 2]);
    run(3);
    expect(done).toEqual([1, 2]);
  });

  test("flush does what waits, once, and leaves no timer", () => {
    const { clock, throttle, done, run } = start();
    run(1);
    run(2);
    throttle.flush();
    throttle.flush();
    expect(done).toEqual([1, 2]);
    expect(clock.timers).toBe(0);
  });
});
