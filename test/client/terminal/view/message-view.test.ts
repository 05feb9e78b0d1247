/** What a reader sees of somebody's words: golden lines, read before they were accepted. */
import { expect, test } from "bun:test";
import type { Look } from "../../../../src/client/terminal/view/layout.ts";
import { viewMessage } from "../../../../src/client/terminal/view/message-view.ts";
import { en } from "../../../../src/locale/en.ts";
import type { Message } from "../harness.ts";
import { fakeCalendar, message } from "../harness.ts";

const look: Look = {
  catalogue: en,
  columns: 80,
  palette: "none",
  links: false,
  nickname: "alice",
  here: "lobby",
  calendar: fakeCalendar,
};

function lines(said: Message, change: Partial<Look> = {}): readonly string[] {
  return viewMessage(said, { ...look, ...change });
}

const long = message(
  "bob",
  "The quick brown fox jumps over the lazy dog, then 一只敏捷的棕色狐狸跳过了那只懒狗，and then it sleeps.\n  let x = 1;\n\nend",
);

test("viewMessage wraps a message at 40 columns", () => {
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

test("viewMessage wraps a message at 80 columns", () => {
  expect(lines(long)).toEqual([
    "12:34   bob: The quick brown fox jumps over the lazy dog, then 一只敏捷的棕色狐",
    "             狸跳过了那只懒狗，and then it sleeps.",
    "               let x = 1;",
    "",
    "             end",
  ]);
});

test("viewMessage wraps a message at 200 columns", () => {
  expect(lines(long, { columns: 200 })).toEqual([
    "12:34   bob: The quick brown fox jumps over the lazy dog, then 一只敏捷的棕色狐狸跳过了那只懒狗，and then it sleeps.",
    "               let x = 1;",
    "",
    "             end",
  ]);
});

test("viewMessage indents less where a name leaves no room", () => {
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
  ["one of another room", message("bob", "hi alice", { room: "tea" }), "12:34 @ [tea] bob: hi alice"],
  ["what somebody does", message("bob", "/me waves"), "12:34   * bob waves"],
  ["what one does oneself", message("alice", "/me waves", { own: true }), "12:34 > * alice waves"],
  ["what is done to the reader", message("bob", "/me hugs Alice"), "12:34 @ * bob hugs Alice"],
  ["what is done elsewhere", message("bob", "/me waves", { room: "tea" }), "12:34   [tea] * bob waves"],
  ["what is done in private", message("bob", "/me waves", { to: "alice" }), "12:34 * from bob: * bob waves"],
  [
    "what one does in private",
    message("alice", "/me waves", { to: "bob", own: true }),
    "12:34 > to bob: * alice waves",
  ],
  ["what only looks like it", message("bob", "/me"), "12:34   bob: /me"],
] satisfies readonly (readonly [string, Message, string])[])("viewMessage marks %s", (_name, said, line) => {
  expect(lines(said)).toEqual([line]);
});

const hostile = "a\x1b[2Jb\x1b]0;title\x07c\x08\x9b31md\u202ee\x00\x7f";

test.each([
  ["text", message("bob", hostile)],
  ["deed", message("bob", `/me ${hostile}`)],
  ["sender", message(hostile, "hi")],
  ["room", message("bob", "hi", { room: hostile })],
  ["target", message("alice", "hi", { to: hostile, own: true })],
])("viewMessage lets no control character through in its %s", (_name, said) => {
  const text = lines(said).join("");
  expect(text).not.toMatch(/[\p{Cc}\u202e]/u);
  expect(text).toContain("abcde");
});

test("viewMessage does not let a sender's name break the line", () => {
  expect(lines(message("bob\n12:34   eve", "hi"))).toEqual(["12:34   bob 12:34   eve: hi"]);
});

test("viewMessage colours a private message by its partner, and resets at each row's end", () => {
  const [line = ""] = lines(message("bob", "hi"), { palette: "full" });
  // oxlint-disable-next-line no-control-regex -- what a terminal is sent
  expect(line).toMatch(/^\x1b\[2m12:34\x1b\[0m\x1b\[1m {3}\x1b\[0m\x1b\[38;5;\d+;1mbob\x1b\[0m: hi$/);
});

const mixed = message(
  "小明",
  `**看** 👨‍👩‍👧 https://例え.example/道路 שלום עולם مرحبا \`x\` ${"w".repeat(500)} 完了。`,
);

test.each([40, 80, 200])("viewMessage keeps every character in %i columns, and within them", (columns) => {
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
])("viewMessage wraps all scripts and a word of 500 characters at %i columns", (columns, rows) => {
  expect(lines(mixed, { columns })).toEqual(rows);
});

test("viewMessage writes marks in colour, and links where the terminal can", () => {
  const [line = ""] = lines(message("bob", "`a` https://x.example"), { palette: "full", links: true });
  const opened = "\x1b]8;id=ID;https://x.example/\x1b\\\x1b[4m";
  expect(line.slice(line.indexOf(": ")).replace(/id=\w+/, "id=ID")).toBe(
    `: \x1b[2m\`\x1b[0m\x1b[38;5;66ma\x1b[0m\x1b[2m\`\x1b[0m ${opened}https://x.example\x1b]8;;\x1b\\\x1b[0m`,
  );
});

test.each([
  message("bob", "as many as there are columns".padEnd(67, "!")),
  message("bob", "one more than there are columns".padEnd(68, "!")),
  message("bob", "a space at the end "),
  message("bob", ""),
  message("bob", "two  spaces and a\ttab"),
  message("小明", "hi alice"),
  message("bob", "see https://x.example"),
])("viewMessage shows the short and plain as it shows everything else, %#", (said) => {
  for (const palette of ["none", "full"] as const) {
    const shown = lines(said, { palette, links: true });
    // A sign that is not plain takes the long way; it is as wide as the plain one in its place.
    const other = lines({ ...said, from: said.from.replace("b", "б") }, { palette, links: true });
    const bare = (text: string): string => Bun.stripANSI(text).replace("б", "b");
    expect(shown.map(bare)).toEqual(other.map(bare));
    expect(shown.join("").split("\x1b[0m")).toHaveLength(other.join("").split("\x1b[0m").length);
  }
});
