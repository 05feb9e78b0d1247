/** The time of frames. */
import { expect, test } from "bun:test";
import { Screen } from "../../../src/client/terminal/screen.ts";
import { framePauseMs } from "../../../src/protocol/limits.ts";
import { FakeClock } from "./harness.ts";

function open(): { screen: Screen; clock: FakeClock; frames: string[]; takes: (yes: boolean) => void } {
  const clock = new FakeClock();
  const frames: string[] = [];
  let composed = 0;
  let takes = true;
  const screen = new Screen({
    clock,
    reflow: "all",
    compose: () => {
      composed += 1;
      const row = `frame ${composed}`;
      return { lines: [], rows: [row], cursor: { row: 0, column: row.length, before: row }, columns: 80 };
    },
    write: (text) => {
      frames.push(text);
      return takes;
    },
  });
  return { screen, clock, frames, takes: (yes) => void (takes = yes) };
}

test("Screen paints the first change at once", () => {
  const { screen, frames } = open();
  screen.invalidate();
  expect(frames).toHaveLength(1);
});

test("Screen paints further changes together, a pause later", () => {
  const { screen, clock, frames } = open();
  for (let at = 0; at < 100; at += 1) screen.invalidate();
  clock.advance(framePauseMs - 1);
  expect(frames).toHaveLength(1);
  clock.advance(1);
  expect(frames).toHaveLength(2);
});

test("Screen paints at most thirty frames a second", () => {
  const { screen, clock, frames } = open();
  for (let at = 0; at < 1_000; at += 1) {
    screen.invalidate();
    clock.advance(1);
  }
  expect(frames.length).toBeLessThanOrEqual(31);
  expect(frames.length).toBeGreaterThan(25);
});

test("Screen paints nothing while the terminal takes nothing, then once", () => {
  const { screen, clock, frames, takes } = open();
  takes(false);
  screen.invalidate();
  for (let at = 0; at < 10; at += 1) {
    screen.invalidate();
    clock.advance(1_000);
  }
  expect(frames).toHaveLength(1);
  takes(true);
  screen.drained();
  expect(frames).toHaveLength(2);
});

test("Screen.clear leaves no timer and takes the area away", () => {
  const { screen, clock, frames } = open();
  screen.invalidate();
  screen.invalidate();
  screen.clear();
  expect(clock.timers).toBe(0);
  expect(frames.at(-1)).toBe("\r\x1b[J");
});
