/** What a reader sees of everything that is no message: golden lines, read before they were accepted. */
import { expect, test } from "bun:test";
import type { Look } from "../../../../src/client/terminal/view/layout.ts";
import type { Shown } from "../../../../src/client/terminal/view/event-view.ts";
import { viewEvent } from "../../../../src/client/terminal/view/event-view.ts";
import { en } from "../../../../src/locale/en.ts";
import { fakeCalendar } from "../harness.ts";

const look: Look = {
  catalogue: en,
  columns: 80,
  palette: "none",
  links: false,
  nickname: "alice",
  here: "lobby",
  calendar: fakeCalendar,
};
const dayMs = 86_400_000;
const here = { type: "notice", room: "lobby", nickname: "bob", topic: "", time: 0 } as const;
const two = [
  { nickname: "bob", away: true, text: "lunch" },
  { nickname: "小明", away: false },
];
const whois = { type: "whois", nickname: "bob", rooms: ["lobby", "tea"], since: 0, away: false } as const;

function lines(printed: Shown, change: Partial<Look> = {}): readonly string[] {
  return viewEvent(printed, { ...look, ...change });
}

test.each([
  ["a join", { ...here, event: "join" }, "12:34 - bob joined the room"],
  ["another nickname", { ...here, event: "nick", to: "rob" }, "12:34 - bob is called rob now"],
  [
    "why somebody is away, wherever one is",
    { ...here, event: "away", room: "", topic: "lunch" },
    "12:34 - bob is away: lunch",
  ],
  ["a sentence of the server's", { type: "said", text: "Welcome.\r\n" }, "      - Welcome."],
  [
    "the members",
    { type: "members", room: "lobby", members: two, detailed: false },
    "      - 2 people are here: bob (away), 小明",
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
  [
    "being online under the nickname from before",
    { type: "link", link: { state: "online", nickname: "alice", server: "home", again: true } },
    "      - You are alice in home, as last time. /help shows what you can type.",
  ],
  ["one's own new nickname", { type: "renamed", nickname: "al" }, "      - You are called al now."],
  ["being away", { type: "away", away: true, text: "lunch" }, "      - You are away now: lunch"],
  ["being away for no reason", { type: "away", away: true, text: "" }, "      - You are away now."],
  ["being back", { type: "away", away: false, text: "" }, "      - You are back."],
  [
    "what calls",
    { type: "notify", conversation: "tea", level: "off", asked: true },
    "      - Nothing in tea calls you.",
  ],
  [
    "who is ignored",
    { type: "hidden", nicknames: ["eve", "mallory"] },
    "      - You do not see the messages of: eve, mallory",
  ],
  ["that nobody is", { type: "hidden", nicknames: [] }, "      - You see everybody’s messages."],
  ["a room that was left", { type: "left", conversation: "tea" }, "      - You left tea."],
  [
    "a private conversation that is closed",
    { type: "left", conversation: "@bob" },
    "      - The conversation with bob is closed.",
  ],
  ["coming in alone", { type: "welcome", conversation: "tea", topic: "" }, "      - You are in tea now."],
  [
    "coming in to somebody",
    { type: "welcome", conversation: "@bob", topic: "" },
    "      - What you type goes to bob alone now.",
  ],
  ["what is left out", { type: "leftOut", count: 12 }, "      - … 12 earlier: /history shows more"],
  ["what nobody looked at", { type: "unseen" }, "─── new ───"],
  ["another room", { type: "moved", conversation: "tea", topic: "", news: 0 }, "─── tea ───"],
  [
    "another room with news",
    { type: "moved", conversation: "tea", topic: "Green or black?", news: 3 },
    "─── tea · Green or black? · 3 new ───",
  ],
] satisfies readonly (readonly [string, Shown, string])[])("viewEvent shows %s", (_name, printed, line) => {
  expect(lines(printed)).toEqual([line]);
});

test("viewEvent shows one member a line, with why they are away, when that was asked", () => {
  expect(lines({ type: "members", room: "lobby", members: two, detailed: true })).toEqual([
    "      - 2 people are here:",
    "        bob (away: lunch)",
    "        小明",
  ]);
});

test("viewEvent wraps what stands in two columns in the second", () => {
  const text =
    "One moment.\n/leave [ROOM]   leave a room; in the lobby, leave the chat\n\n/ls             who is here";
  expect(lines({ type: "said", text }, { columns: 56 })).toEqual([
    "      - One moment.",
    "        /leave [ROOM]   leave a room; in the lobby,",
    "                        leave the chat",
    "",
    "        /ls             who is here",
  ]);
});

test("viewEvent welcomes with the room, its topic and how many are there", () => {
  expect(lines({ type: "welcome", conversation: "tea", topic: "Green or black?", members: 3 })).toEqual([
    "      - You are in tea now.",
    "        3 people are here.",
    "        The topic of tea: Green or black?",
  ]);
});

test("viewEvent tells of somebody what is known", () => {
  expect(lines(whois)).toEqual([
    "      - bob is in lobby, tea.",
    "        Here since 12:34.",
    "        Has not said anything yet.",
  ]);
  expect(lines({ ...whois, since: -dayMs, spokeAt: -3 * dayMs, away: true, text: "lunch" })).toEqual([
    "      - bob is in lobby, tea.",
    "        Here since 12:34 yesterday.",
    "        Last message: 1969-12-29, 12:34.",
    "        Is away: lunch",
  ]);
});

test.each([
  [40, "─── tea · Green or black? O… · 3 new ───"],
  [80, "─── tea · Green or black? Or none? · 3 new ───"],
])("viewEvent shortens the topic in a rule of %i columns, not what is new", (columns, line) => {
  const moved = { type: "moved", conversation: "tea", topic: "Green or black? Or none?", news: 3 } as const;
  expect(lines(moved, { columns })).toEqual([line]);
});

test.each([
  { type: "link", link: { state: "connecting" } },
  { type: "pending", waiting: [{ kind: "message", text: "hi" }] },
  { type: "typing", conversation: "lobby", nickname: "bob" },
  { type: "clear" },
  { type: "edit" },
] satisfies readonly Shown[])("viewEvent shows no line for %o", (printed) => {
  expect(lines(printed)).toEqual([]);
});

const hostile = "a\x1b[2Jb\x1b]0;title\x07c\x08\x9b31md\u202ee\x00\x7f";

test.each([
  { ...here, event: "leave", nickname: hostile },
  { ...here, event: "topic", topic: hostile },
  { ...here, event: "nick", to: hostile },
  { ...here, event: "away", topic: hostile },
  { type: "said", text: hostile },
  { type: "members", room: "lobby", members: [{ nickname: hostile, away: false }], detailed: false },
  { type: "members", room: "", members: [{ nickname: "b", away: true, text: hostile }], detailed: true },
  { type: "rooms", rooms: [{ room: hostile, members: 1, topic: hostile }] },
  { type: "topic", room: hostile, topic: hostile },
  { type: "refused", text: hostile },
  { type: "refused", fault: { code: "nickname_taken", nickname: hostile } },
  { type: "link", link: { state: "online", nickname: hostile, server: hostile } },
  { type: "renamed", nickname: hostile },
  { type: "away", away: true, text: hostile },
  { ...whois, nickname: hostile },
  { ...whois, rooms: [hostile] },
  { ...whois, away: true, text: hostile },
  { type: "notify", conversation: hostile, level: "all", asked: true },
  { type: "hidden", nicknames: [hostile] },
  { type: "left", conversation: hostile },
  { type: "left", conversation: `@${hostile}` },
  { type: "welcome", conversation: hostile, topic: hostile },
  { type: "moved", conversation: hostile, topic: hostile, news: 1 },
] satisfies readonly Shown[])("viewEvent lets no control character through, %#", (printed) => {
  const text = lines(printed).join("");
  expect(text).not.toMatch(/[\p{Cc}\u202e]/u);
  expect(text).toContain("abcde");
});
