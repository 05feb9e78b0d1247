/** What each kind of flag takes for a value. */
import { expect, test } from "bun:test";
import { choiceFlag, portFlag, switchFlag, textFlag, variableOf } from "../../src/commands/flag.ts";

const port = portFlag({ name: "http-port", text: "port", fallback: 1 });
const plain = switchFlag({ name: "plain", text: "plain" });
const choice = choiceFlag({ name: "lang", text: "lang", fallback: undefined }, ["en", "zh"]);
const name = textFlag({ name: "name", text: "name", takes: "NAME", fallback: "chat", charactersMax: 5 });

const kinds = { port, switch: plain, choice, text: name };

test.each([
  ["port", "0", 0],
  ["port", "65535", 65_535],
  ["port", "65536", undefined],
  ["port", "-1", undefined],
  ["port", "1.5", undefined],
  ["port", "0x10", undefined],
  ["port", " 1", undefined],
  ["port", "", undefined],
  ["switch", "true", true],
  ["switch", "YES", true],
  ["switch", "1", true],
  ["switch", "no", false],
  ["switch", "0", false],
  ["switch", "perhaps", undefined],
  ["choice", "zh", "zh"],
  ["choice", "EN", "en"],
  ["choice", "de", undefined],
  ["text", " room ", "room"],
  ["text", "a\nb", "a b"],
  ["text", "\u001b[31mred", "red"],
  ["text", "   ", undefined],
  ["text", "longer", undefined],
] as const)("parse of a %s takes %j", (kind, raw, value) => {
  expect(kinds[kind].parse(raw)).toBe(value);
});

test("variableOf names the environment variable", () => {
  expect([port, plain].map((flag) => variableOf(flag))).toEqual(["CHAT_HTTP_PORT", "CHAT_PLAIN"]);
});
