/** The time of frames. */
import { expect, test } from "bun:test";
import { Screen } from "../../../../src/client/terminal/screen/screen.ts";
import {
  framePauseMs,
  framesAheadMs,
  resizeBurstMaxMs,
  resizeSettleMs,
  tmuxSettleMs,
} from "../../../../src/client/limits.ts";
import { FakeClock, sitDown } from "../harness.ts";

/** @param still every picture is the same */
function open(still = false): {
  screen: Screen;
  clock: FakeClock;
  frames: string[];
  takes: (yes: boolean) => void;
} {
  const clock = new FakeClock();
  const frames: string[] = [];
  let composed = 0;
  let takes = true;
  const screen = new Screen({
    clock,
    reflow: "all",
    compose: () => {
      composed += 1;
      const row = still ? "frame" : `frame ${composed}`;
      return {
        lines: [],
        again: [],
        rows: [row],
        cursor: { row: 0, column: row.length, before: row },
        columns: 80,
        screenRows: 24,
        signals: "",
      };
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

test("Screen paints the same picture again once when it is told to redraw, and else never", () => {
  const { screen, clock, frames } = open(true);
  const painted: number[] = [];
  for (const change of ["news", "redraw", "news", "news"] as const) {
    if (change === "redraw") screen.redraw();
    else screen.invalidate();
    clock.advance(1_000);
    painted.push(frames.length);
  }
  expect(painted).toEqual([1, 2, 2, 2]);
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

test("Screen paints at once what a key did, and the next frame so much later", () => {
  const { screen, clock, frames } = open();
  screen.invalidate();
  clock.advance(10);
  screen.invalidate();
  screen.invalidate("key");
  expect(frames).toHaveLength(2);
  screen.invalidate();
  clock.advance(2 * framePauseMs - 11);
  expect(frames).toHaveLength(2);
  clock.advance(1);
  expect(frames).toHaveLength(3);
});

test("Screen paints for a key as far ahead as frames may be drawn, and no further", () => {
  const { screen, clock, frames } = open();
  const ahead = Math.floor(framesAheadMs / framePauseMs) + 1;
  for (let at = 0; at < ahead; at += 1) screen.invalidate("key");
  expect(frames).toHaveLength(ahead);
  // The next frame is due in `ahead` pauses.
  clock.advance(ahead * framePauseMs - framesAheadMs - 1);
  screen.invalidate("key");
  expect(frames).toHaveLength(ahead);
  clock.advance(1);
  screen.invalidate("key");
  expect(frames).toHaveLength(ahead + 1);
});

test("Screen paints at most thirty frames a second, however many keys there are", () => {
  const { screen, clock, frames } = open();
  for (let at = 0; at < 10_000; at += 1) {
    screen.invalidate(at % 10 === 0 ? "key" : "news");
    clock.advance(1);
  }
  expect(frames.length).toBeLessThanOrEqual(10_000 / framePauseMs + framesAheadMs / framePauseMs + 2);
  expect(frames.length).toBeGreaterThan(250);
});

test("Screen paints nothing for a key while the terminal changes its size", () => {
  const { screen, clock, frames } = open();
  screen.invalidate();
  screen.resized();
  screen.invalidate("key");
  clock.advance(resizeSettleMs - 1);
  expect(frames).toHaveLength(1);
  clock.advance(1);
  expect(frames).toHaveLength(2);
});

test("Screen paints a flood at once, also while the terminal changes its size, and then the last size", () => {
  const { screen, clock, frames } = open();
  screen.invalidate();
  screen.invalidate();
  screen.invalidate("flood");
  expect([frames.length, clock.timers]).toEqual([2, 0]);
  screen.resized();
  screen.invalidate("flood");
  expect(frames).toHaveLength(3);
  clock.advance(resizeSettleMs);
  expect([frames.length, clock.timers]).toEqual([4, 0]);
});

test("Screen paints no flood, and no size that has settled, while the terminal takes nothing", () => {
  const { screen, clock, frames, takes } = open();
  takes(false);
  screen.resized();
  screen.invalidate("flood");
  screen.invalidate("flood");
  clock.advance(resizeSettleMs);
  expect(frames).toHaveLength(1);
  takes(true);
  screen.drained();
  expect(frames).toHaveLength(2);
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

test("Screen waits until the size of the terminal is quiet, and paints once", () => {
  const { screen, clock, frames } = open();
  screen.invalidate();
  clock.advance(1_000);
  for (let at = 0; at < 20; at += 1) {
    screen.resized();
    screen.invalidate();
    clock.advance(resizeSettleMs - 1);
  }
  expect(frames).toHaveLength(1);
  clock.advance(1);
  expect(frames).toHaveLength(2);
  expect(clock.timers).toBe(0);
});

test("Screen does not wait for ever for the size of the terminal", () => {
  const { screen, clock, frames } = open();
  screen.invalidate();
  for (let waitedMs = 0; waitedMs < resizeBurstMaxMs + 10; waitedMs += 10) {
    screen.resized();
    clock.advance(10);
  }
  expect(frames).toHaveLength(2);
});

test("Screen.clear leaves no timer and takes the area away", () => {
  const { screen, clock, frames } = open();
  screen.invalidate();
  screen.invalidate();
  screen.clear();
  expect(clock.timers).toBe(0);
  expect(frames.at(-1)).toBe("\r\x1b[K\x1b[C\x1b[J\r");
});

test.each(["news", "key", "flood"] as const)("Screen paints no %s while it is taken away", (cause) => {
  const { screen, clock, frames } = open();
  screen.invalidate();
  screen.clear();
  const count = frames.length;
  screen.invalidate(cause);
  screen.resized();
  clock.advance(10_000);
  expect([frames.length, clock.timers]).toEqual([count, 0]);
  screen.appear();
  expect(frames).toHaveLength(count + 1);
});

test("Screen waits longer in tmux, which tells its sizes late", () => {
  const seat = sitDown({ columns: 80, rows: 24, reflow: "tmux" });
  seat.type("x");
  const { length } = seat.output.written;
  seat.output.columns = 40;
  seat.output.emit("resize");
  seat.clock.advance(tmuxSettleMs - 1);
  expect(seat.output.written).toHaveLength(length);
  seat.clock.advance(1);
  expect(seat.output.written).toHaveLength(length + 1);
});

test("Screen begins a burst of sizes anew after it was taken away in one", () => {
  const { screen, clock, frames } = open();
  screen.invalidate();
  screen.resized();
  screen.clear();
  clock.advance(framePauseMs);
  screen.appear();
  clock.advance(resizeBurstMaxMs);
  const { length } = frames;
  screen.resized();
  clock.advance(resizeSettleMs - 1);
  expect(frames).toHaveLength(length);
  clock.advance(1);
  expect(frames).toHaveLength(length + 1);
});
