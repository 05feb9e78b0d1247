/** What a reader sees of what happened: golden lines, read before they were accepted. */
import { expect, test } from "bun:test";
import type { Happening } from "../../../src/client/face.ts";
import type { Look } from "../../../src/client/terminal/message-view.ts";
import { viewHappening, viewStatus } from "../../../src/client/terminal/message-view.ts";
import { en } from "../../../src/locale/en.ts";
import { fakeCalendar, message } from "./harness.ts";

const look: Look = {
  catalogue: en,
  columns: 80,
  colour: false,
  links: false,
  nickname: "alice",
  room: "lobby",
  calendar: fakeCalendar,
};

function lines(happening: Happening, change: Partial<Look> = {}): readonly string[] {
  return viewHappening(happening, { ...look, ...change });
}

const long = message(
  "bob",
  "The quick brown fox jumps over the lazy dog, then 一只敏捷的棕色狐狸跳过了那只懒狗，and then it sleeps.\n  let x = 1;\n\nend",
);

test("viewHappening wraps a message at 40 columns", () => {
  expect(lines(long, { columns: 40 })).toEqual([
    "12:34   bob: The quick brown fox jumps",
    "             over the lazy dog, then 一",
    "             只敏捷的棕色狐狸跳过了那只",
    "             懒狗，and then it sleeps.",
    "               let x = 1;",
    "",
    "             end",
  ]);
});

test("viewHappening wraps a message at 80 columns", () => {
  expect(lines(long)).toEqual([
    "12:34   bob: The quick brown fox jumps over the lazy dog, then 一只敏捷的棕色狐",
    "             狸跳过了那只懒狗，and then it sleeps.",
    "               let x = 1;",
    "",
    "             end",
  ]);
});

test("viewHappening wraps a message at 200 columns", () => {
  expect(lines(long, { columns: 200 })).toEqual([
    "12:34   bob: The quick brown fox jumps over the lazy dog, then 一只敏捷的棕色狐狸跳过了那只懒狗，and then it sleeps.",
    "               let x = 1;",
    "",
    "             end",
  ]);
});

test("viewHappening indents less where a name leaves no room", () => {
  expect(lines(message("a".repeat(20), "one two three"), { columns: 40 })).toEqual([
    "12:34   aaaaaaaaaaaaaaaaaaaa: one two",
    "          three",
  ]);
  expect(lines(message("bob", "one two three"), { columns: 20 })).toEqual([
    "12:34   bob: one two",
    "  three",
  ]);
});

test.each([
  ["everybody's", message("bob", "hi"), "12:34   bob: hi"],
  ["one's own", message("alice", "hi", { own: true }), "12:34 > alice: hi"],
  ["one that names the reader", message("bob", "hi Alice"), "12:34 @ bob: hi Alice"],
  ["one's own name in one's own", message("alice", "alice", { own: true }), "12:34 > alice: alice"],
  ["a private one", message("bob", "hi", { to: "alice" }), "12:34 * from bob: hi"],
  ["one's own private one", message("alice", "hi", { to: "bob", own: true }), "12:34 > to bob: hi"],
  [
    "a join",
    { type: "notice", event: "join", room: "lobby", nickname: "bob", topic: "", time: 0 },
    "12:34 - bob joined the room",
  ],
  ["a sentence of the server's", { type: "said", text: "Welcome.\r\n" }, "      - Welcome."],
  [
    "the members",
    { type: "members", room: "lobby", nicknames: ["bob", "小明"] },
    "      - 2 people are here: bob, 小明",
  ],
  ["quiet", { type: "ignoring", ignoring: false }, "      - You are back in the room."],
  ["a refusal in words", { type: "refused", text: "No." }, "      ! No."],
  [
    "a refusal with a fault, in the reader's language",
    { type: "refused", fault: { code: "message_empty" }, text: "消息为空" },
    "      ! There was nothing in that message to send. (消息为空)",
  ],
  [
    "being online",
    { type: "link", link: { state: "online", nickname: "alice", server: "home" } },
    "      - You are alice in home. /help shows what you can type.",
  ],
] satisfies readonly (readonly [string, Happening, string])[])(
  "viewHappening marks %s",
  (_name, happening, line) => {
    expect(lines(happening)).toEqual([line]);
  },
);

test("viewHappening shows no line for a link that is not there", () => {
  expect(lines({ type: "link", link: { state: "connecting" } })).toEqual([]);
});

const hostile = "a\x1b[2Jb\x1b]0;title\x07c\x08\x9b31md\u202ee\x00\x7f";

test.each([
  ["a message's text", message("bob", hostile)],
  ["a message's sender", message(hostile, "hi")],
  ["a private message's target", message("alice", "hi", { to: hostile, own: true })],
  ["a notice", { type: "notice", event: "leave", room: hostile, nickname: hostile, topic: hostile, time: 0 }],
  ["a sentence", { type: "said", text: hostile }],
  ["the members", { type: "members", room: "lobby", nicknames: [hostile] }],
  ["a refusal", { type: "refused", text: hostile }],
  ["a refusal's fault", { type: "refused", fault: { code: "nickname_taken", nickname: hostile } }],
  ["a server's name", { type: "link", link: { state: "online", nickname: hostile, server: hostile } }],
] satisfies readonly (readonly [string, Happening])[])(
  "viewHappening lets no control character through in %s",
  (_name, happening) => {
    const text = lines(happening).join("");
    expect(text).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(text).toContain("abcde");
  },
);

test("viewHappening does not let a sender's name break the line", () => {
  expect(lines(message("bob\n12:34   eve", "hi"))).toEqual(["12:34   bob 12:34   eve: hi"]);
});

test("viewHappening colours a private message by its partner, and resets at each row's end", () => {
  const [line = ""] = lines(message("bob", "hi"), { colour: true });
  // oxlint-disable-next-line no-control-regex -- what a terminal is sent
  expect(line).toMatch(/^\x1b\[2m12:34\x1b\[0m\x1b\[1m {3}\x1b\[0m\x1b\[38;5;\d+;1mbob\x1b\[0m: hi$/);
});

test("viewStatus is one row without control characters", () => {
  expect(viewStatus("one\x1b[2J\ntwo three", { columns: 10, colour: false })).toBe("one two …");
});

const mixed = message(
  "小明",
  `**看** 👨‍👩‍👧 https://例え.example/道路 שלום עולם مرحبا \`x\` ${"w".repeat(500)} 完了。`,
);

test.each([40, 80, 200])("viewHappening keeps every character in %i columns, and within them", (columns) => {
  const rows = lines(mixed, { columns });
  for (const row of rows) expect(Bun.stringWidth(row)).toBeLessThanOrEqual(columns);
  const [, text = ""] = /: ([^]*)$/.exec(rows.join("")) ?? [];
  expect(text.replaceAll(" ", "")).toBe(mixed.text.replaceAll(" ", ""));
});

test.each([
  [
    40,
    [
      "12:34   小明: **看** 👨‍👩‍👧 https://例",
      "              え.example/道路 שלום עולם",
      "              مرحبا `x`",
      ...Array.from({ length: 19 }, () => `              ${"w".repeat(26)}`),
      "              wwwwww 完了。",
    ],
  ],
  [
    80,
    [
      "12:34   小明: **看** 👨‍👩‍👧 https://例え.example/道路 שלום עולם مرحبا `x`",
      ...Array.from({ length: 7 }, () => `              ${"w".repeat(66)}`),
      `              ${"w".repeat(38)} 完了。`,
    ],
  ],
  [
    200,
    [
      "12:34   小明: **看** 👨‍👩‍👧 https://例え.example/道路 שלום עולם مرحبا `x`",
      ...Array.from({ length: 2 }, () => `              ${"w".repeat(186)}`),
      `              ${"w".repeat(128)} 完了。`,
    ],
  ],
])("viewHappening wraps all scripts and a word of 500 characters at %i columns", (columns, rows) => {
  expect(lines(mixed, { columns })).toEqual(rows);
});

test("viewHappening writes marks in colour, and links where the terminal can", () => {
  const [line = ""] = lines(message("bob", "`a` https://x.example"), { colour: true, links: true });
  const opened = "\x1b]8;id=ID;https://x.example/\x1b\\\x1b[4m";
  expect(line.slice(line.indexOf(": ")).replace(/id=\w+/, "id=ID")).toBe(
    `: \x1b[2m\`\x1b[0m\x1b[38;5;66ma\x1b[0m\x1b[2m\`\x1b[0m ${opened}https://x.example\x1b]8;;\x1b\\\x1b[0m`,
  );
});
