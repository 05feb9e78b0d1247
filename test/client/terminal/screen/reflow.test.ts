/** Where the area is after the terminal has wrapped it, and what a person sees of that. */
import { expect, test } from "bun:test";
import type { Painted, Reflow } from "../../../../src/client/terminal/screen/reflow.ts";
import { growth, rowsAboveCursor } from "../../../../src/client/terminal/screen/reflow.ts";
import { frameTravelMs, resizeBurstMaxMs, resizeSettleMs } from "../../../../src/client/limits.ts";
import { message, sitDown } from "../harness.ts";

/** Fifteen columns in each row, the cursor behind the second. */
const painted: Painted = {
  rows: ["> 你好你好 5678", "\x1b[2m  3456789012345\x1b[0m", "  tail"],
  cursor: { row: 1, column: 15, before: "  3456789012345" },
  columns: 20,
  above: 0,
};

test.each([
  ["all", 20, 1],
  ["all", 30, 1],
  ["all", 10, 3],
  ["tmux", 10, 3],
  ["none", 10, 1],
  ["xterm.js", 10, 2],
] satisfies readonly (readonly [Reflow, number, number])[])(
  "rowsAboveCursor where %s is wrapped to %i columns",
  (reflow, columns, rows) => {
    expect(rowsAboveCursor(painted, columns, reflow)).toBe(rows);
  },
);

test.each([
  [20, 0],
  [30, 0],
  [10, 2],
  [5, 6],
])("growth to %i columns", (columns, rows) => {
  expect(growth(painted, columns)).toBe(rows);
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
      seat.face.show({ type: "pending", waiting: [] });
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

test("no message of a flood is lost while the edge of the terminal is drawn, without a pause", async () => {
  const seat = sitDown({ columns: 80, rows: 24 });
  seat.type(draft);
  const count = 9_000;
  for (let at = 0; at < count; at += 1) {
    seat.face.show(message("bob", `line ${at}.`));
    if (at % 500 === 0) await seat.output.resize(30 + ((at / 500) % 3) * 20, 24);
  }
  seat.clock.advance(resizeSettleMs);
  const shown = Array.from((await seat.lines()).join("\n").matchAll(/line (\d+)\./g), ([, number]) =>
    Number(number),
  );
  expect(shown).toEqual(Array.from({ length: count }, (_, at) => at));
  seat.type("\x15");
  expect((await seat.lines()).at(-1)).toBe(">");
});

test("a message stays that a terminal had not taken yet when it became narrower", async () => {
  const seat = sitDown({ columns: 80, rows: 24 });
  seat.type(draft);
  await seat.output.emulator.resize(30, 24);
  seat.output.takes = false;
  seat.show(message("bob", "hi"));
  seat.clock.advance(2 * frameTravelMs);
  await seat.output.resize(30, 24);
  seat.output.takes = true;
  seat.output.emit("drain");
  seat.clock.advance(100);
  expect(await seat.lines()).toContain("12:34   bob: hi");
});

test("a message stays that was on its way when the terminal became narrower and was given back", async () => {
  const seat = sitDown({ columns: 80, rows: 24 });
  seat.type(draft);
  await seat.output.emulator.resize(30, 24);
  seat.show(message("bob", "hi"));
  await seat.output.resize(30, 24);
  await seat.face.close();
  expect(await seat.lines()).toContain("12:34   bob: hi");
});

test("a message stays above a flood that comes when the terminal has its old width again", async () => {
  const seat = sitDown({ columns: 80, rows: 24 });
  seat.show(message("bob", "hi"));
  seat.type(draft);
  seat.clock.advance(frameTravelMs);
  seat.output.columns = 30;
  seat.output.emit("resize");
  for (let at = 0; at < 1_000; at += 1) seat.face.show(message("bob", String(at)));
  expect((await seat.lines())[0]).toBe("12:34   bob: hi");
});

test("a message stays when a burst of sizes has no end, and a frame comes too late for its size", async () => {
  const seat = sitDown({ columns: 30, rows: 24 });
  seat.show(message("bob", "hi"));
  seat.type(draft);
  seat.output.columns = 80;
  for (let waitedMs = 0; waitedMs <= resizeBurstMaxMs; waitedMs += 50) {
    seat.output.emit("resize");
    seat.clock.advance(50);
  }
  seat.output.columns = 30;
  seat.output.emit("resize");
  seat.clock.advance(resizeSettleMs);
  expect((await seat.lines())[0]).toBe("12:34   bob: hi");
});
