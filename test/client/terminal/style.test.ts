/** Colours. */
import { expect, test } from "bun:test";
import { linesOf } from "../../../src/client/terminal/cells.ts";
import { nicknameStyle, rowText } from "../../../src/client/terminal/style.ts";

const [row = []] = linesOf([{ text: "ab", style: "1" }, { text: "c" }, { text: "d", style: "2" }]);

test("rowText writes each style once and ends it", () => {
  expect(rowText(row, true)).toBe("\x1b[1mab\x1b[0mc\x1b[2md\x1b[0m");
});

test("rowText writes nothing but text without colours", () => {
  expect(rowText(row, false)).toBe("abcd");
});

test("nicknameStyle is the same for every way to write a nickname", () => {
  expect(nicknameStyle("ALICE")).toBe(nicknameStyle("alice"));
});

test("nicknameStyle spreads nicknames over the colours", () => {
  const styles = new Set(Array.from({ length: 200 }, (_, at) => nicknameStyle(`user${at}`)));
  expect(styles.size).toBe(15);
});
