/** What can be typed, and what it is taken for. */
import { describe, expect, test } from "bun:test";
import type { Input } from "../../src/client/input.ts";
import { commandNames, helpText, parseInput } from "../../src/client/input.ts";
import { en } from "../../src/locale/en.ts";

const usage: Input = { type: "usage", usage: "@nick text" };
const cases: readonly (readonly [string, Input])[] = [
  ["hello", { type: "message", text: "hello" }],
  ["  spaced  ", { type: "message", text: "  spaced  " }],
  ["one\ntwo\n/quit", { type: "message", text: "one\ntwo\n/quit" }],
  ["//etc", { type: "message", text: "/etc" }],
  ["", { type: "empty" }],
  [" \n ", { type: "empty" }],
  ["/ls", { type: "command", name: "ls", rest: "" }],
  ["/LS ", { type: "command", name: "ls", rest: "" }],
  ["/h", { type: "help" }],
  ["/help", { type: "help" }],
  ["/i", { type: "command", name: "ignore", rest: "" }],
  ["/quit", { type: "quit" }],
  ["/ls all", { type: "usage", usage: "/ls" }],
  ["/hepl", { type: "unknown", name: "/hepl", nearest: "/help" }],
  ["/usr/local/bin", { type: "unknown", name: "/usr/local/bin", nearest: undefined }],
  ["@bob hi there", { type: "private", nickname: "bob", text: "hi there" }],
  ["@小明 你好\n再见", { type: "private", nickname: "小明", text: "你好\n再见" }],
  ["@bob", usage],
  ["@bob  ", usage],
  ["@ bob", usage],
];

describe("parseInput", () => {
  test.each(cases)("reads %j", (text, expected) => {
    expect(parseInput(text)).toEqual(expected);
  });

  test("knows every command that is offered for completion", () => {
    for (const name of commandNames()) expect(parseInput(name).type).not.toBe("unknown");
  });
});

describe("helpText", () => {
  test("says every command in columns", () => {
    expect(helpText(en.client.commands)).toBe(
      [
        "@nick text      say something to one person only",
        "/ls             who is here",
        "/join ROOM      go into a room",
        "/leave [ROOM]   leave a room; leaving the lobby is leaving altogether",
        "/rooms          which rooms there are",
        "/topic [TEXT]   show or set the room's topic",
        "/history [N]    read back",
        "/search WORDS   find messages that hold all these words",
        "/i              ignore the room, or come back to it",
        "/help, /h       this help",
        "/quit           leave",
      ].join("\n"),
    );
  });
});
