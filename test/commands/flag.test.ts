/** What each kind of flag takes for a value. */
import { expect, test } from "bun:test";
import {
  choiceFlag,
  countFlag,
  durationFlag,
  explanation,
  fallbackText,
  numberFlag,
  portFlag,
  switchFlag,
  textFlag,
  variableOf,
  yesFlag,
} from "../../src/commands/flag.ts";
import { en } from "../../src/locale/en.ts";

const port = portFlag({ name: "http-port", text: "port", fallback: 1 });
const plain = switchFlag({ name: "plain", text: "plain" });
const choice = choiceFlag({ name: "lang", text: "lang", fallback: undefined }, ["en", "zh"]);
const name = textFlag({ name: "name", text: "name", takes: "NAME", fallback: "chat", charactersMax: 5 });
const count = countFlag({ name: "keep-messages", text: "keepMessages", fallback: undefined });
const number = numberFlag({ name: "lines", text: "lines", fallback: 20 });
const duration = durationFlag({ name: "keep", text: "keep", fallback: undefined });
const yes = yesFlag({ name: "bell", text: "bell" });

const kinds = { port, switch: plain, yes, choice, text: name, count, number, duration };

test.each([
  ["port", "0", 0],
  ["port", "65535", 65_535],
  ["port", "65536", undefined],
  ["port", "-1", undefined],
  ["port", "1.5", undefined],
  ["port", "000001", undefined],
  ["port", "0x10", undefined],
  ["port", " 1", undefined],
  ["port", "", undefined],
  ["switch", "true", true],
  ["switch", "YES", true],
  ["switch", "1", true],
  ["switch", "no", false],
  ["switch", "0", false],
  ["switch", "on", true],
  ["switch", "Off", false],
  ["switch", "false", false],
  ["switch", "10", undefined],
  ["switch", "noon", undefined],
  ["switch", "onto", undefined],
  ["switch", "nope", undefined],
  ["switch", "casino", undefined],
  ["switch", "perhaps", undefined],
  ["yes", "yes", true],
  ["yes", "no", false],
  ["choice", "zh", "zh"],
  ["choice", "EN", "en"],
  ["choice", " en ", "en"],
  ["choice", "de", undefined],
  ["text", " room ", "room"],
  ["text", "a\nb", "a b"],
  ["text", "\u001b[31mred", "red"],
  ["text", "   ", undefined],
  ["text", "12345", "12345"],
  ["text", "longer", undefined],
  ["count", "1", 1],
  ["count", " 10 ", 10],
  ["count", "999999999999999", 999_999_999_999_999],
  ["count", "1000000000000000", undefined],
  ["count", "0", undefined],
  ["count", "01", undefined],
  ["count", "-1", undefined],
  ["count", "1.5", undefined],
  ["count", "", undefined],
  ["number", "0", 0],
  ["number", " 7 ", 7],
  ["number", "999999999999999", 999_999_999_999_999],
  ["number", "1000000000000000", undefined],
  ["number", "-1", undefined],
  ["number", "1e3", undefined],
  ["number", "", undefined],
  ["duration", "1s", 1_000],
  ["duration", "2m", 120_000],
  ["duration", "3h", 10_800_000],
  ["duration", "4d", 345_600_000],
  ["duration", "5W", 3_024_000_000],
  ["duration", " 6 d ", 518_400_000],
  ["duration", "999999s", 999_999_000],
  ["duration", "1000000s", undefined],
  ["duration", "0s", undefined],
  ["duration", "1.5h", undefined],
  ["duration", "90", undefined],
  ["duration", "90y", undefined],
  ["duration", "5days", undefined],
  ["duration", "x5d", undefined],
  ["duration", "d", undefined],
] as const)("parse of a %s takes %j", (kind, raw, value) => {
  expect(kinds[kind].parse(raw)).toBe(value);
});

test("variableOf names the environment variable", () => {
  expect([port, plain].map((flag) => variableOf(flag))).toEqual(["CHAT_HTTP_PORT", "CHAT_PLAIN"]);
});

const { usage } = en;

test("a flag that nobody gives has the value that its kind says", () => {
  expect([plain, yes, count, number].map(({ fallback }) => fallback)).toEqual([false, true, undefined, 20]);
});

test.each([
  ["a number", number, "20"],
  ["a word", name, "chat"],
  ["a yes", yes, "yes"],
  ["a switch, which takes no value", plain, undefined],
  ["none", count, undefined],
] as const)("explanation tells a default that is %s", (_, flag, value) => {
  expect(fallbackText(flag)).toBe(value);
  const text = usage.flags[flag.text];
  expect(explanation(flag, usage)).toBe(value === undefined ? text : `${text} (default ${value})`);
});

test.each([
  ["port", "PORT", usage.portExpected],
  ["switch", undefined, usage.switchExpected],
  ["yes", "yes|no", usage.switchExpected],
  ["choice", "en|zh", usage.choiceExpected(["en", "zh"])],
  ["text", "NAME", usage.textExpected(5)],
  ["count", "N", usage.countExpected],
  ["number", "N", usage.linesExpected],
  ["duration", "TIME", usage.durationExpected],
] as const)("a flag for a %s says what it takes", (kind, takes, expected) => {
  const flag = kinds[kind];
  expect([flag.takes, flag.expected(usage)]).toEqual([takes, expected]);
});
