/** What each kind of flag takes for a value. */
import { expect, test } from "bun:test";
import { choiceFlag, portFlag, switchFlag, textFlag, variableOf } from "../../src/commands/flag.ts";

const port = portFlag({ name: "http-port", text: "port", fallback: 1 });
const plain = switchFlag({ name: "plain", text: "plain" });
const choice = choiceFlag({ name: "lang", text: "lang", fallback: undefined }, ["en", "zh"]);
const name = textFlag({ name: "name", text: "name", takes: "NAME", fallback: "chat", charactersMax: 5 });

test.each([
  [port, "0", 0],
  [port, "65535", 65_535],
  [port, "65536", undefined],
  [port, "-1", undefined],
  [port, "1.5", undefined],
  [port, "0x10", undefined],
  [port, " 1", undefined],
  [port, "", undefined],
  [plain, "true", true],
  [plain, "YES", true],
  [plain, "1", true],
  [plain, "no", false],
  [plain, "0", false],
  [plain, "perhaps", undefined],
  [choice, "zh", "zh"],
  [choice, "EN", "en"],
  [choice, "de", undefined],
  [name, " room ", "room"],
  [name, "a\nb", "a b"],
  [name, "\u001b[31mred", "red"],
  [name, "   ", undefined],
  [name, "longer", undefined],
] as const)("parse of %p takes %j", (flag, raw, value) => {
  expect(flag.parse(raw)).toBe(value);
});

test("variableOf names the environment variable", () => {
  expect([port, plain].map((flag) => variableOf(flag))).toEqual(["CHAT_HTTP_PORT", "CHAT_PLAIN"]);
});
