/** What happens, in the words that every face has for it. */
import { expect, test } from "bun:test";
import type { SentenceEvent } from "../../src/client/event-text.ts";
import {
  eventText,
  hereText,
  noticeText,
  onlineText,
  pastHeading,
  whenText,
} from "../../src/client/event-text.ts";
import { en } from "../../src/locale/en.ts";
import { fakeCalendar } from "./terminal/harness.ts";

const dayMs = 86_400_000;
const whois = { type: "whois", nickname: "bob", rooms: ["lobby", "tea"], since: 0, away: false } as const;
const rooms = [
  { room: "lobby", members: 2, topic: "" },
  { room: "tea", members: 1, topic: "green" },
];

test.each([
  ["a topic", { type: "topic", room: "tea", topic: "green" }, "The topic of tea: green"],
  ["the rooms", { type: "rooms", rooms }, "There are 2 rooms:\nlobby (2)\ntea (1) green"],
  ["a room that was left", { type: "left", conversation: "tea" }, "You left tea."],
  ["a closed conversation", { type: "left", conversation: "@bob" }, "The conversation with bob is closed."],
  ["a new nickname", { type: "renamed", nickname: "al" }, "You are called al now."],
  ["being away", { type: "away", away: true, text: "lunch" }, "You are away now: lunch"],
  ["being back", { type: "away", away: false, text: "" }, "You are back."],
  [
    "what calls",
    { type: "notify", conversation: "tea", level: "off", asked: true },
    "Nothing in tea calls you.",
  ],
  [
    "what the server deleted",
    { type: "gap", conversation: "tea", from: 4, to: 7, why: "deleted" },
    "Messages 4 to 7 of tea are missing: the server deleted them before they came to you.",
  ],
  [
    "what an older copy lacks",
    { type: "gap", conversation: undefined, from: 4, to: 7, why: "branch" },
    "Messages 4 to 7 of your private messages are gone from the server: its data was restored from an older copy.",
  ],
  [
    "what another server holds",
    { type: "gap", conversation: "tea", from: 1, to: 7, why: "server" },
    "The server holds other messages than before: 1 to 7 of tea are not shown here.",
  ],
  [
    "who is ignored",
    { type: "hidden", nicknames: ["eve", "mal"] },
    "You do not see the messages of: eve, mal",
  ],
  ["that nobody is", { type: "hidden", nicknames: [] }, "You see everybody’s messages."],
  ["being back in the room", { type: "ignoring", ignoring: false }, "You are back in the room."],
  ["a refusal", { type: "refused", text: "No." }, "No."],
  [
    "a fault, with what was refused",
    { type: "refused", fault: { code: "message_empty" }, text: "hi\nyou" },
    "There was nothing in that message to send. (hi you)",
  ],
  ["the server's own sentence, without its line end", { type: "said", text: "Welcome.\r\n" }, "Welcome."],
  ["somebody in no room", { ...whois, rooms: [] }, "bob\nHere since 12:34.\nHas not said anything yet."],
  [
    "somebody, with what is known",
    { ...whois, since: -dayMs, spokeAt: -3 * dayMs, away: true, text: "lunch" },
    "bob is in lobby, tea.\nHere since 12:34 yesterday.\nLast message: 1969-12-29, 12:34.\nIs away: lunch",
  ],
] satisfies readonly (readonly [string, SentenceEvent, string])[])(
  "eventText says %s",
  (_name, told, text) => {
    expect(eventText(told, en, fakeCalendar)).toBe(text);
  },
);

test("pastHeading says where it was said, or what was found", () => {
  const message = { type: "message", room: "tea", from: "bob", text: "hi", time: 0, own: false } as const;
  const past = { type: "past", room: "tea", messages: [message] } as const;
  expect(
    [
      past,
      { ...past, messages: [] },
      { ...past, query: "hi" },
      { ...past, query: "hi", messages: [] },
      { ...past, query: "hi", messages: [], isContinued: true },
      { ...past, query: "hi", messages: [], isPartial: true, isContinued: true },
      { ...past, query: "hi", isPartial: true },
      { ...past, query: "hi", isPartial: true, searchedTo: -dayMs },
    ].map((one) => pastHeading(one, en, fakeCalendar)),
  ).toEqual([
    "Said before in tea:",
    "Nothing was said in tea before.",
    "Found in tea, for hi:",
    "Nothing in tea holds: hi",
    "Nothing further back in tea holds: hi",
    "Only the newest messages were searched. Nothing was found so far in tea for: hi",
    "Only the newest messages were searched. Found in tea, for hi:",
    "Searched back to 12:34 yesterday; /search again goes on. Found in tea, for hi:",
  ]);
});

test("noticeText names the new nickname, or the topic", () => {
  const notice = { type: "notice", room: "tea", nickname: "bob", time: 0 } as const;
  expect(noticeText({ ...notice, event: "nick", topic: "", to: "rob" }, en)).toBe("bob is called rob now");
  expect(noticeText({ ...notice, event: "topic", topic: "green" }, en)).toBe("bob set the topic: green");
});

test("hereText says among how many one is, where that is known", () => {
  const here = { conversation: "tea", topic: "" } as const;
  expect(
    [
      here,
      { ...here, members: 2 },
      { ...here, topic: "green", members: 2 },
      { ...here, conversation: "@bob", members: 2 },
    ].map((one) => hereText(one, en)),
  ).toEqual([
    "You are in tea now.",
    "You are in tea now.\n2 people are here.",
    "You are in tea now.\n2 people are here.\nThe topic of tea: green",
    "What you type goes to bob alone now.",
  ]);
});

test("onlineText says that the nickname is the one of the last time", () => {
  const link = { state: "online", nickname: "al", server: "Tea" } as const;
  expect(onlineText({ ...link, again: true }, en)).toStartWith("You are al in Tea, as last time.");
  expect(onlineText(link, en)).toStartWith("You are al in Tea. ");
});

test.each([
  [0, "12:34"],
  [-1, "12:34 yesterday"],
  [-dayMs - 1, "1969-12-30, 12:34"],
])("whenText says when %i was", (time, text) => {
  expect(whenText(time, en, fakeCalendar)).toBe(text);
});
