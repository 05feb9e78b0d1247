/** That only the last of what is asked for is done, at once and then once in a while. */
import { describe, expect, test } from "bun:test";
import { Latest } from "../../../src/client/identity/latest.ts";
import { FakeClock } from "../terminal/harness.ts";

function start() {
  const clock = new FakeClock();
  const latest = new Latest(clock, 100);
  const done: number[] = [];
  const ask = (number: number): void => latest.ask(() => void done.push(number));
  return { clock, latest, done, ask };
}

describe("Latest", () => {
  test("does the first thing at once, and of what follows the last, after the pause", () => {
    const { clock, done, ask } = start();
    for (const number of [1, 2, 3]) ask(number);
    expect(done).toEqual([1]);
    clock.advance(99);
    expect(done).toEqual([1]);
    clock.advance(1);
    expect(done).toEqual([1, 3]);
  });

  test("keeps to the pause for as long as it is asked", () => {
    const { clock, done, ask } = start();
    for (let number = 0; number < 1_000; number += 1) {
      ask(number);
      clock.advance(1);
    }
    expect(done.length).toBe(11);
    expect(done.at(-1)).toBe(999);
  });

  test("flush does what waits, once, and leaves no timer", () => {
    const { clock, latest, done, ask } = start();
    ask(1);
    ask(2);
    latest.flush();
    latest.flush();
    expect(done).toEqual([1, 2]);
    expect(clock.timers).toBe(0);
  });
});
