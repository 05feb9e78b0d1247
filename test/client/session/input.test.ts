/** What can be typed, and what it is taken for. */
import { describe, expect, test } from "bun:test";
import type { CommandInput, Input } from "../../../src/client/session/input.ts";
import { commandNames, helpAbout, helpText, parseInput } from "../../../src/client/session/input.ts";
import { en } from "../../../src/locale/en.ts";

const usage: Input = { type: "usage", usage: "@nick text" };
const command = (name: CommandInput["name"], rest = "", simple = false): Input => {
  return { type: "command", name, rest, simple };
};
const cases: readonly (readonly [string, Input])[] = [
  ["hello", { type: "message", text: "hello" }],
  ["  spaced  ", { type: "message", text: "  spaced  " }],
  ["one\ntwo\n/quit", { type: "message", text: "one\ntwo\n/quit" }],
  ["//etc", { type: "message", text: "/etc" }],
  ["", { type: "empty" }],
  [" \n ", { type: "empty" }],
  ["/ls", command("ls", "", true)],
  ["/LS ", command("ls", "", true)],
  ["/h", command("help", "", true)],
  ["/help /join", command("help", "/join", true)],
  ["/i", command("ignore", "", true)],
  ["/ignore bob", command("hide", "bob", true)],
  ["/J tea", command("join", "tea")],
  ["/quit", command("quit", "", true)],
  ["/query bob how\nare you", command("query", "bob how\nare you", true)],
  ["/away  out for tea ", command("away", "out for tea")],
  ["/notify Mentions", command("notify", "Mentions", true)],
  ["/ls all", { type: "usage", usage: "/ls" }],
  ["/notify loudly", { type: "usage", usage: "/notify [all|mentions|off]" }],
  ["/nick a b", { type: "usage", usage: "/nick NICK" }],
  ["/query", { type: "usage", usage: "/query NICK [TEXT]" }],
  ["/me", { type: "usage", usage: "/me TEXT" }],
  ["/me waves", { type: "message", text: "/me waves" }],
  ["//me waves", { type: "message", text: " /me waves" }],
  ["//mean", { type: "message", text: "/mean" }],
  ["/join tea garden", { type: "usage", usage: "/join ROOM" }],
  ["/join", { type: "usage", usage: "/join ROOM" }],
  ["/leave tea garden", { type: "usage", usage: "/leave [ROOM]" }],
  ["/leave", command("leave")],
  ["/who tea garden", { type: "usage", usage: "/who [ROOM]" }],
  ["/history 1", command("history", "1")],
  ["/history 1234", command("history", "1234")],
  ["/history 12345", { type: "usage", usage: "/history [N]" }],
  ["/history 0", { type: "usage", usage: "/history [N]" }],
  ["/history 1x", { type: "usage", usage: "/history [N]" }],
  ["/history x1", { type: "usage", usage: "/history [N]" }],
  ["/history", command("history")],
  ["/notify all", command("notify", "all", true)],
  ["/notify", command("notify", "", true)],
  ["/notify allx", { type: "usage", usage: "/notify [all|mentions|off]" }],
  ["/notify xall", { type: "usage", usage: "/notify [all|mentions|off]" }],
  ["/topic", command("topic")],
  ["/search", { type: "usage", usage: "/search WORDS" }],
  ["/msg", { type: "usage", usage: "/msg NICK TEXT" }],
  ["@bob\thi", { type: "private", nickname: "bob", text: "hi" }],
  ["@bob  hi ", { type: "private", nickname: "bob", text: "hi " }],
  ["@bob x", { type: "private", nickname: "bob", text: "x" }],
  ["/", { type: "unknown", name: "/", nearest: undefined }],
  ["/hepl", { type: "unknown", name: "/hepl", nearest: "/help" }],
  ["/usr/local/bin", { type: "unknown", name: "/usr/local/bin", nearest: undefined }],
  ["@bob hi there", { type: "private", nickname: "bob", text: "hi there" }],
  ["/msg bob hi there", { type: "private", nickname: "bob", text: "hi there" }],
  ["/msg bob", { type: "usage", usage: "/msg NICK TEXT" }],
  ["@小明 你好\n再见", { type: "private", nickname: "小明", text: "你好\n再见" }],
  ["@bob", usage],
  ["@bob  ", usage],
  ["@ bob", usage],
  ["@ bob hi", usage],
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
        "@nick text                   say something to one person only",
        "/msg NICK TEXT               the same as @nick text",
        "/query NICK [TEXT]           open a private conversation",
        "/me TEXT                     say what you do: * ann waves",
        "/edit                        write the message in your editor",
        "/join ROOM                   go into a room",
        "/leave [ROOM]                leave a room; in the lobby, leave the chat",
        "/rooms                       which rooms there are",
        "/topic [TEXT]                show or set the room's topic",
        "/ls                          who is here",
        "/who [ROOM]                  who is in a room, with who is away",
        "/whois NICK                  where somebody is, and since when",
        "/history [N]                 read back",
        "/search WORDS                find messages that hold all these words",
        "/notify [all|mentions|off]   when this conversation calls you",
        "/nick NICK                   take another nickname",
        "/away [TEXT]                 say that you are away",
        "/back                        say that you are back",
        "/ignore [NICK]               show nothing more of this person",
        "/unignore NICK               show this person's messages again",
        "/i                           ignore the room, or come back to it",
        "/clear                       clear the screen",
        "/help [COMMAND]              this help, or more about a command",
        "/quit                        leave",
      ].join("\n"),
    );
  });
});

describe("helpAbout", () => {
  test.each([
    ["join", "/join ROOM, /j ROOM   go into a room\nA room that does not exist is made."],
    ["/J", "/join ROOM, /j ROOM   go into a room\nA room that does not exist is made."],
    ["Rooms", "/rooms   which rooms there are"],
    ["@bob", "@nick text   say something to one person only\n@nick: and @nick,"],
  ])("tells of %s how it is written and what there is to say", (wanted, begins) => {
    expect(helpAbout(wanted, en.client.commands)).toStartWith(begins);
  });

  test("offers the nearest one in place of a mistyped one", () => {
    const unknown = { type: "unknown", name: "/hsitory", nearest: "/history" } as const;
    expect(helpAbout("hsitory", en.client.commands)).toEqual(unknown);
  });

  test("tells something of every command", () => {
    for (const name of commandNames()) expect(helpAbout(name, en.client.commands)).toStartWith(name);
  });
});
