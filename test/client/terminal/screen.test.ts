/** The time of frames. */
import { expect, test } from "bun:test";
import { Screen } from "../../../src/client/terminal/screen.ts";
import {
  framePauseMs,
  framesAheadMs,
  frameTravelMs,
  resizeBurstMaxMs,
  resizeSettleMs,
} from "../../../src/protocol/limits.ts";
import { FakeClock, message, sitDown } from "./harness.ts";

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
      return {
        lines: [],
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

const draft = "the quick brown 你好你好 fox jumps over the lazy dog, and ".repeat(3);

test.each(["all", "xterm.js"] as const)(
  "a draft of many rows leaves nothing behind while the edge of a terminal that wraps %s is drawn in",
  async (reflow) => {
    const seat = sitDown({ columns: 80, rows: 30, reflow });
    for (let at = 0; at < 40; at += 1) seat.show(message("bob", `line ${at}`));
    seat.type(draft);
    for (let columns = 79; columns >= 30; columns -= 1) {
      await seat.output.resize(columns, 30);
      seat.face.show({ type: "pending", texts: [] });
      seat.clock.advance(resizeSettleMs / 2);
    }
    seat.clock.advance(100);
    const fresh = sitDown({ columns: 30, rows: 30 });
    for (let at = 0; at < 40; at += 1) fresh.show(message("bob", `line ${at}`));
    fresh.type(draft);
    expect(await seat.lines()).toEqual(await fresh.lines());
    expect(await seat.output.emulator.beforeCursor()).toBe(await fresh.output.emulator.beforeCursor());
  },
);

test("a draft of many rows leaves nothing behind when a terminal becomes narrower again and again", async () => {
  const seat = sitDown({ columns: 80, rows: 24 });
  seat.show(message("bob", "hi"));
  seat.type(draft);
  for (const columns of [75, 70, 60, 50, 45, 40, 35, 30]) {
    await seat.output.resize(columns, 24);
    seat.clock.advance(100);
  }
  seat.type("\x15");
  expect(await seat.lines()).toEqual(["12:34   bob: hi", ">"]);
});

test("a message stays that was on its way while the terminal became narrower", async () => {
  const seat = sitDown({ columns: 80, rows: 24 });
  seat.type(draft);
  for (const [index, columns] of [60, 40, 30].entries()) {
    await seat.output.emulator.resize(columns, 24);
    seat.show(message("bob", `line ${index}`));
    await seat.output.resize(columns, 24);
    seat.clock.advance(resizeSettleMs);
    seat.clock.advance(frameTravelMs);
  }
  const lines = await seat.lines();
  expect(lines.filter((line) => line.includes("bob"))).toHaveLength(3);
  seat.type("\x15");
  expect((await seat.lines()).at(-1)).toBe(">");
});
