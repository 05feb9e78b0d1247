/** Frames on a real emulator. */
import { expect, test } from "bun:test";
import type { Frame } from "../../../../src/client/terminal/screen/paint.ts";
import { clearing, paint, paintedBy, samePicture } from "../../../../src/client/terminal/screen/paint.ts";
import type { Painted, Reflow } from "../../../../src/client/terminal/screen/reflow.ts";
import { Emulator } from "../harness.ts";

function frame(rows: readonly string[], change: Partial<Frame> = {}): Frame & Painted {
  const last = rows.at(-1) ?? "";
  const cursor = { row: rows.length - 1, column: Bun.stringWidth(last), before: last };
  return {
    lines: [],
    again: [],
    rows,
    cursor,
    columns: 20,
    screenRows: 12,
    signals: "",
    above: 0,
    ...change,
  };
}

test("paint prints lines above the area and leaves the cursor in it", async () => {
  const emulator = new Emulator(20, 6);
  const first = frame(["status", "> one"]);
  emulator.write(paint(first, undefined, "all"));
  emulator.write(paint(frame(["> one"], { lines: ["a", "b"] }), first, "all"));
  expect(await emulator.lines()).toEqual(["a", "b", "> one"]);
  expect(await emulator.beforeCursor()).toBe("> one");
});

test("paint lets lines go up into the scrollback, each once", async () => {
  const emulator = new Emulator(20, 4);
  let painted: Painted | undefined;
  for (let at = 0; at < 30; at += 1) {
    const next = frame(["status", `> ${at}`], { lines: [`line ${at}`] });
    emulator.write(paint(next, painted, "all"));
    painted = next;
  }
  const expected = Array.from({ length: 30 }, (_, at) => `line ${at}`);
  expect(await emulator.lines()).toEqual([...expected, "status", "> 29"]);
});

test("paint is one synchronized update that hides the cursor and clears no screen", () => {
  const text = paint(frame(["> a"]), frame(["> "]), "all");
  expect(text.startsWith("\x1b[?2026h\x1b[?25l")).toBe(true);
  expect(text.endsWith("\x1b[?25h\x1b[?2026l")).toBe(true);
  // oxlint-disable-next-line no-control-regex -- what a terminal is sent
  expect(text).not.toMatch(/\x1b\[[0-3]J|\x1b\[\d*;?\d*H|\x1b\[\?1049/);
});

test("paint keeps a row one row where the terminal counts an emoji wider", async () => {
  // Without its add-on, the emulator counts this family as three characters.
  const row = `> ${"👨‍👩‍👧".repeat(8)}x`;
  const emulator = new Emulator(20, 6);
  const first = frame([row, "> end"]);
  emulator.write(paint(first, undefined, "all"));
  emulator.write(paint(frame(["> end"]), first, "all"));
  expect(await emulator.lines()).toEqual(["> end"]);
});

test.each([
  ["all", 7],
  ["all", 10],
  ["all", 11],
  ["all", 19],
  ["xterm.js", 7],
  ["xterm.js", 11],
] as const)(
  "paint finds the area again in a terminal that wraps %s, now %i columns wide",
  async (reflow, columns) => {
    const emulator = new Emulator(20, 12, reflow);
    const before = frame(["status status status", "> one two three four", "  你好你好 five"], {
      lines: ["kept"],
    });
    emulator.write(paint(before, undefined, reflow));
    await emulator.resize(columns, 12);
    emulator.write(paint(frame(["> short"], { columns }), before, reflow));
    expect(await emulator.lines()).toEqual(["kept", "> short"]);
  },
);

test.each([
  ["first", 0],
  ["middle", 1],
  ["last", 2],
])("paint finds the area again in xterm.js with the cursor in its %s row", async (_name, row) => {
  const emulator = new Emulator(20, 14, "xterm.js");
  const cursor = { row, column: 15, before: "  0123456789012" };
  const before = frame(["  01234567890123456", "  01234567890123456", "  01234567890123456"], {
    lines: ["kept"],
    cursor,
  });
  emulator.write(paint(before, undefined, "xterm.js"));
  await emulator.resize(8, 14);
  emulator.write(paint(frame(["> ok"], { columns: 8 }), before, "xterm.js"));
  expect(await emulator.lines()).toEqual(["kept", "> ok"]);
});

test.each([
  ["all", "\r\x1b[5A\x1b[K\x1b[C\x1b[J\r"],
  ["xterm.js", "\r\x1b[3A\x1b[K\x1b[C\x1b[J\r"],
  ["none", "\r\x1b[1A\x1b[K\x1b[C\x1b[J\r"],
] satisfies readonly (readonly [Reflow, string])[])(
  "clearing goes up as far as %s needs",
  (reflow, expected) => {
    const painted = frame(["\x1b[2m01234567890123456\x1b[0m", "0123456789012345"]);
    expect(clearing(painted, 6, reflow)).toBe(expected);
  },
);

test("paint keeps the area away from the top of tmux, whose next narrowing would push it out", () => {
  const before = { ...frame(["> one two three four", "  five"]), above: 1 };
  const next = frame(["> one two", "  three four", "  five"], { columns: 14 });
  // One of two rows was wrapped: the row above is gone, and three rows may be wrapped next time.
  expect(paint(next, before, "tmux")).toContain("\x1b[J\r\r\n\r\n\r\n\x1b[?7l");
  expect(paintedBy(next, before, "tmux").above).toBe(3);
  for (const [painted, reflow] of [
    [before, "all"],
    [{ ...before, above: 20 }, "tmux"],
    [{ ...before, columns: 14 }, "tmux"],
  ] as const) {
    expect(paint(next, painted, reflow)).toContain("\x1b[J\r\x1b[?7l");
  }
});

test("paintedBy counts the rows that are certainly above the area, as far as the screen goes", () => {
  const first = frame(["> a"], { lines: ["1", "2", "3"], screenRows: 6 });
  const painted = paintedBy(first, undefined, "all");
  expect(painted.above).toBe(3);
  expect(
    paintedBy(frame(["> a", "  b"], { lines: ["4", "5", "6"], screenRows: 6 }), painted, "all").above,
  ).toBe(4);
});

test("paint wipes the screen into the scrollback, wherever the area was, and paintedBy knows where it is then", async () => {
  for (const count of [0, 3, 30]) {
    const emulator = new Emulator(20, 12);
    const lines = Array.from({ length: count }, (_, at) => `line ${at}`);
    const first = frame(["status", "> one"], { lines });
    emulator.write(paint(first, undefined, "all"));
    emulator.write(paint(frame(["status", "> one"]), first, "all", true));
    expect(await emulator.screen()).toEqual(["", "status", "> one"]);
    expect((await emulator.lines()).filter((line) => line.startsWith("line"))).toEqual(lines);
    expect(paintedBy(frame(["> one"]), { ...first, above: 9 }, "all", true).above).toBe(1);
  }
});

test("paint puts what was printed before on a screen that is wiped, above the area", async () => {
  const emulator = new Emulator(20, 12);
  const first = frame(["status", "> one"], { lines: ["old"] });
  emulator.write(paint(first, undefined, "all"));
  const next = frame(["status", "> one"], { again: ["old", "older"] });
  emulator.write(paint(next, first, "all", true));
  expect(await emulator.screen()).toEqual(["", "old", "older", "status", "> one"]);
  const painted = paintedBy(next, first, "all", true);
  expect(painted.above).toBe(3);
  emulator.write(paint(frame(["> two"]), painted, "all"));
  expect(await emulator.screen()).toEqual(["", "old", "older", "> two"]);
});

test("paint writes what nobody sees behind the frame", () => {
  expect(paint(frame(["> a"], { signals: "\x07" }), undefined, "all")).toEndWith("\x1b[?2026l\x07");
});

test.each([
  ["the same", {}, true],
  ["other text", { rows: ["> b"] }, false],
  ["another place of the cursor", { cursor: { row: 0, column: 2, before: "> " } }, false],
  ["another width", { columns: 21 }, false],
  ["a line to print", { lines: [""] }, false],
  ["a bell", { signals: "\x07" }, false],
] satisfies readonly (readonly [string, Partial<Frame>, boolean])[])(
  "samePicture knows %s",
  (_name, change, same) => {
    expect(samePicture({ ...frame(["> a"]), ...change }, frame(["> a"]))).toBe(same);
  },
);
