/** The sent lines on disk. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inputHistoryFile, isKept } from "../../../../src/client/terminal/input/input-history-file.ts";
import { messageBytesMax } from "../../../../src/protocol/limits.ts";
import { inputHistoryBytesMax, inputHistoryLinesMax } from "../../../../src/client/limits.ts";

let folder = "";
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "chat-history-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("inputHistoryFile finds the lines of the run before, those of several lines too", () => {
  const { lines, keep } = inputHistoryFile(join(folder, "new"));
  keep("one");
  keep("two\nand more 你好");
  expect([lines, inputHistoryFile(join(folder, "new")).lines]).toEqual([[], ["one", "two\nand more 你好"]]);
});

test("inputHistoryFile is for its owner alone", () => {
  inputHistoryFile(folder).keep("one");
  expect(statSync(join(folder, "input-history")).mode & 0o777).toBe(0o600);
});

test("inputHistoryFile holds the lines of several clients, each whole", () => {
  const clients = [inputHistoryFile(folder), inputHistoryFile(folder)];
  for (let at = 0; at < 100; at += 1)
    for (const [index, { keep }] of clients.entries()) keep(`${index} ${at}`);
  const { lines } = inputHistoryFile(folder);
  expect([lines.length, new Set(lines).size, lines[0]]).toEqual([200, 200, "0 0"]);
});

test("inputHistoryFile reads over what it cannot read, and cleans the rest", () => {
  writeFileSync(join(folder, "input-history"), '"one"\n{"torn\n17\n"tw\\u001b[2Jo"\n\n"   "\n"thr');
  expect(inputHistoryFile(folder).lines).toEqual(["one", "two"]);
});

test("inputHistoryFile writes a file anew that has grown too long, with the latest lines", () => {
  const path = join(folder, "input-history");
  const many = Array.from({ length: 2 * inputHistoryLinesMax + 1 }, (_, at) => JSON.stringify(`line ${at}`));
  writeFileSync(path, `${many.join("\n")}\n`);
  expect(inputHistoryFile(folder).lines).toHaveLength(inputHistoryLinesMax);
  expect(readFileSync(path, "utf8").split("\n")).toHaveLength(inputHistoryLinesMax + 1);
  const long = Array.from({ length: 500 }, (_, at) => JSON.stringify(`${at} ${"x".repeat(4_000)}`));
  writeFileSync(path, `${long.join("\n")}\n`);
  expect(inputHistoryFile(folder).lines.at(-1)).toStartWith("499 ");
  // Half of it, so that this does not come again with the next line.
  expect(statSync(path).size).toBeLessThanOrEqual(inputHistoryBytesMax / 2);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["input-history"]);
  const numbers = inputHistoryFile(folder).lines.map((line) => Number(line.split(" ")[0]));
  expect(numbers).toEqual(Array.from(numbers, (_, at) => 500 - numbers.length + at));
});

/** Lines of so many bytes in the file, each. */
function linesOf(count: number, bytes: number): string {
  return `${JSON.stringify("x".repeat(bytes - 3))}\n`.repeat(count);
}

test.each([
  ["as many bytes as it may have", linesOf(1_024, inputHistoryBytesMax / 1_024), false],
  ["one byte more", `${linesOf(1_024, inputHistoryBytesMax / 1_024)}\n`, true],
  ["as many lines as it may have", linesOf(2 * inputHistoryLinesMax, 10), false],
  ["one line more", linesOf(2 * inputHistoryLinesMax + 1, 10), true],
])("inputHistoryFile writes a file of %s anew: %#", (_, text, isRewritten) => {
  const path = join(folder, "input-history");
  writeFileSync(path, text);
  const { size } = statSync(path);
  inputHistoryFile(folder);
  expect(statSync(path).size < size).toBe(isRewritten);
});

test("inputHistoryFile keeps as many lines as half a file holds", () => {
  writeFileSync(join(folder, "input-history"), linesOf(1_025, inputHistoryBytesMax / 1_024));
  inputHistoryFile(folder);
  expect(statSync(join(folder, "input-history")).size).toBe(inputHistoryBytesMax / 2);
});

test("inputHistoryFile does without a disk", () => {
  writeFileSync(join(folder, "file"), "");
  const { lines, keep } = inputHistoryFile(join(folder, "file", "folder"));
  keep("one");
  expect(lines).toEqual([]);
});

test.each([
  ["hello", true],
  ["@bob my password is a secret", true],
  ["/join garden", true],
  ["/password hunter2", false],
  ["/LOGIN alice hunter2", false],
  ["/mypass x", false],
  [" unseen", false],
  ["x".repeat(messageBytesMax), true],
  ["x".repeat(messageBytesMax + 1), false],
  ["/pwd x", false],
  ["/Auth x", false],
  ["/identify x", false],
  ["/register x", false],
  ["/oper x", false],
  ["/set-token x", false],
  ["/secret x", false],
  ["/apikey x", false],
  ["/me has a new key", true],
  ["see /login", true],
])("isKept %j: %p", (text, kept) => {
  expect(isKept(text)).toBe(kept);
});
