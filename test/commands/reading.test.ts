/** From where on a room is read. */
import { expect, test } from "bun:test";
import type { Since } from "../../src/client/pipe/find-start.ts";
import { linesFlag, parseSince } from "../../src/commands/reading.ts";

test.each([
  ["all", { type: "seq", seq: 0 }],
  ["ALL ", { type: "seq", seq: 0 }],
  ["42", { type: "seq", seq: 42 }],
  ["0", { type: "seq", seq: 0 }],
  ["10m", { type: "time", time: 400_000 }],
  ["1s", { type: "time", time: 999_000 }],
  ["", undefined],
  ["999999999999999", { type: "seq", seq: 999_999_999_999_999 }],
  ["1000000000000000", undefined],
  [" ALL ", { type: "seq", seq: 0 }],
  ["all of it", undefined],
  ["42x", undefined],
  ["x42", undefined],
  ["yesterday", undefined],
  ["-1", undefined],
  ["1.5h", undefined],
] satisfies readonly (readonly [string, Since | undefined])[])("parseSince of %j", (raw, expected) => {
  expect(parseSince(raw, 1_000_000)).toEqual(expected);
});

test.each([
  ["0", 0],
  ["10", 10],
  ["-1", undefined],
  ["ten", undefined],
])("linesFlag of %j", (raw, expected) => {
  expect(linesFlag.parse(raw)).toBe(expected);
});
