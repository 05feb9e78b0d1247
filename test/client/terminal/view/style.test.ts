/** Colours. */
import { expect, test } from "bun:test";
import { linesOf } from "../../../../src/client/terminal/view/cells.ts";
import {
  nicknameColours,
  nicknameStyle,
  rowText,
  spanText,
} from "../../../../src/client/terminal/view/style.ts";

const [row = []] = linesOf([{ text: "ab", style: "1" }, { text: "c" }, { text: "d", style: "2" }]);

test("rowText writes each style once and ends it", () => {
  expect(rowText(row, "full")).toBe("\x1b[1mab\x1b[0mc\x1b[2md\x1b[0m");
});

test("rowText writes nothing but text without colours", () => {
  expect(rowText(row, "none")).toBe("abcd");
});

test.each([
  ["38;5;66", "x"],
  ["38;5;130;1", "\x1b[1mx\x1b[0m"],
  ["1;38;5;66", "\x1b[1mx\x1b[0m"],
  ["31", "\x1b[31mx\x1b[0m"],
  ["2", "\x1b[2mx\x1b[0m"],
])("spanText and rowText leave of %s what a simple terminal knows", (style, text) => {
  const [cells = []] = linesOf([{ text: "x", style }]);
  expect([spanText({ text: "x", style }, "basic"), rowText(cells, "basic")]).toEqual([text, text]);
});

test("nicknameStyle is the same for every way to write a nickname", () => {
  expect(nicknameStyle("ALICE")).toBe(nicknameStyle("alice"));
});

test("nicknameStyle spreads nicknames over the colours", () => {
  const styles = new Set(Array.from({ length: 200 }, (_, at) => nicknameStyle(`user${at}`)));
  expect(styles.size).toBe(16);
});

test.each(nicknameColours)("the colour %i can be read on black, on white and between", (colour) => {
  for (const ground of [0x000000, 0x1e1e1e, 0xffffff]) {
    expect(contrast(luminance(rgbOf(colour)), luminance(ground))).toBeGreaterThanOrEqual(3);
  }
});

test("no colour has a contrast of 4.5 to black and to white by more than a hair, so 3 has to do", () => {
  const best = Math.max(
    ...Array.from({ length: 1001 }, (_, at) => Math.min(contrast(at / 1000, 0), contrast(at / 1000, 1))),
  );
  expect(best).toBeLessThan(4.6);
});

test("rowText opens a link where it begins and closes it where it ends, in each row", () => {
  const [link = []] = linesOf([
    { text: "a" },
    { text: "bc", style: "4", link: "https://x.example/" },
    { text: "d" },
  ]);
  const opened = "\x1b]8;id=ID;https://x.example/\x1b\\";
  const closed = "\x1b]8;;\x1b\\";
  const text = rowText(link, "full", true).replace(/id=\w+/, "id=ID");
  expect(text).toBe(`a${opened}\x1b[4mbc${closed}\x1b[0md`);
  expect(rowText(link.slice(0, 2), "none", true).replace(/id=\w+/, "id=ID")).toBe(`a${opened}b${closed}`);
  expect(rowText(link, "none")).toBe("abcd");
});

/** Of xterm's colour cube, 16 to 231. */
function rgbOf(colour: number): number {
  const levels = [0, 95, 135, 175, 215, 255];
  const at = colour - 16;
  const [red = 0, green = 0, blue = 0] = [Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map(
    (level) => levels[level] ?? 0,
  );
  return (red << 16) | (green << 8) | blue;
}

/** @source WCAG 2.2, relative luminance */
function luminance(rgb: number): number {
  const [red = 0, green = 0, blue = 0] = [rgb >> 16, (rgb >> 8) & 255, rgb & 255].map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @source WCAG 2.2, contrast ratio */
function contrast(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}
