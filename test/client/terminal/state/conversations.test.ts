/** The conversations that are open, and what each event makes of them. */
import { expect, test } from "bun:test";
import type { ShownEvent } from "../../../../src/client/shown-event.ts";
import type { Conversations } from "../../../../src/client/terminal/state/conversations.ts";
import {
  conversationsAfter,
  conversationNamed,
  levelOf,
  initialConversations,
} from "../../../../src/client/terminal/state/conversations.ts";
import {
  conversationsMax,
  typingPeopleMax,
  typingShownMs,
  unreadMessagesMax,
  unreadUnitsMax,
} from "../../../../src/client/limits.ts";
import { weightOf } from "../../../../src/client/terminal/state/weight.ts";
import { message } from "../harness.ts";

const reader = { nickname: "alice", nowMs: 0 };

function after(...events: readonly ShownEvent[]): Conversations {
  return events.reduce((before, event) => conversationsAfter(before, event, reader), initialConversations);
}

function here(conversation: string, members?: number): ShownEvent {
  return { type: "here", conversation, topic: `about ${conversation}`, members };
}

function names({ open }: Conversations): readonly string[] {
  return open.map(({ name }) => name);
}

const gone = { type: "notice", event: "leave", nickname: "Bob", topic: "", time: 0 } as const;
const tea = message("bob", "black or green?", { room: "tea" });
const call = message("bob", "alice?", { room: "tea" });
const psst = message("bob", "psst", { to: "alice" });
const said = message("bob", "hi");
const noConversation = { waiting: [], leftOut: 0, unread: 0 };

test("conversationsAfter keeps the order in which conversations were opened, with the lobby first", () => {
  const open = after(
    here("tea"),
    psst,
    said,
    message("alice", "hi", { to: "carl", own: true }),
    here("lobby"),
  );
  expect(names(open)).toEqual(["lobby", "tea", "@bob", "@carl"]);
  expect(names(conversationsAfter(open, { type: "left", conversation: "tea" }, reader))).toEqual([
    "lobby",
    "@bob",
    "@carl",
  ]);
});

test("conversationsAfter knows a room's topic as it is now, wherever one is", () => {
  const { open } = after(here("tea"), here("lobby"), { type: "topic", room: "tea", topic: "green" });
  expect(open.map(({ topic }) => topic)).toEqual(["about lobby", "green"]);
});

test("conversationsAfter opens a private conversation once, however the nickname is written", () => {
  const open = after(psst, here("@BOB"), psst);
  expect(names(open)).toEqual(["lobby", "@BOB"]);
  expect(conversationNamed(open, "@bob")?.unread).toBe(0);
});

test.each([
  ["somebody who begins to write", { type: "typing", conversation: "@bob", nickname: "bob" }],
  ["a topic elsewhere", { type: "topic", room: "tea", topic: "x" }],
  ["a list of members", { type: "members", room: "tea", members: [], detailed: false }],
  ["somebody who is away", { type: "notice", event: "away", room: "tea", nickname: "b", topic: "", time: 0 }],
] satisfies readonly (readonly [string, ShownEvent])[])(
  "conversationsAfter opens nothing for %s",
  (_name, event) => {
    expect(names(after(event))).toEqual(["lobby"]);
  },
);

test("conversationsAfter opens a bounded number of conversations, and closes no room while there is a private one", () => {
  let open = after(here("tea"));
  for (let at = 0; at < 2 * conversationsMax; at += 1)
    open = conversationsAfter(open, message(`eve${at}`, "buy", { to: "alice" }), reader);
  expect(open.open).toHaveLength(conversationsMax);
  expect(names(open).slice(0, 2)).toEqual(["lobby", "tea"]);
});

test("conversationsAfter opens no more where there are rooms alone, and keeps the lobby and where one is", () => {
  let open = after(here("tea"));
  for (let at = 0; at < 2 * conversationsMax; at += 1)
    open = conversationsAfter(open, { ...gone, event: "join", room: `r${at}` }, reader);
  expect(open.open).toHaveLength(conversationsMax);
  expect([names(open).slice(0, 2), names(open).at(-1)]).toEqual([
    ["lobby", "tea"],
    `r${2 * conversationsMax - 1}`,
  ]);
});

test("conversationsAfter closes for another the private conversation that was opened first, but not the one that one is in", () => {
  let open = after(psst, message("carl", "psst", { to: "alice" }), here("@bob"));
  for (let at = 0; at < conversationsMax - 3; at += 1)
    open = conversationsAfter(open, message(`eve${at}`, "buy", { to: "alice" }), reader);
  expect(names(open)).toHaveLength(conversationsMax);
  open = conversationsAfter(open, message("last", "buy", { to: "alice" }), reader);
  expect(names(open)).toHaveLength(conversationsMax);
  expect([names(open).slice(0, 3), names(open).at(-1)]).toEqual([["lobby", "@bob", "@eve0"], "@last"]);
});

test("conversationsAfter changes nothing for a message where one is", () => {
  const open = after(here("lobby"));
  expect(conversationsAfter(open, said, reader)).toBe(open);
});

test("conversationsAfter counts what is unread elsewhere, and what of it calls", () => {
  const open = after(tea, call, message("alice", "mine", { room: "tea", own: true }), psst);
  expect(conversationNamed(open, "tea")).toMatchObject({ unread: 2, calls: 1 });
  expect(conversationNamed(open, "@bob")).toMatchObject({ unread: 1, calls: 1 });
  expect(conversationNamed(open, "lobby")).toMatchObject({ unread: 0, calls: 0 });
});

test("conversationsAfter lets all wait that is said elsewhere, and what is left out of it is counted", () => {
  let open = after();
  for (let at = 0; at < unreadMessagesMax + 3; at += 1)
    open = conversationsAfter(open, { ...tea, text: String(at) }, reader);
  open = conversationsAfter(open, call, reader);
  const { waiting, leftOut, unread } = conversationNamed(open, "tea") ?? noConversation;
  expect([waiting.length, leftOut, unread]).toEqual([unreadMessagesMax, 4, unreadMessagesMax + 4]);
  expect([waiting[0], waiting.at(-1)]).toEqual([{ ...tea, text: "4" }, call]);
});

test("conversationsAfter lets no more text wait elsewhere than there may be, but one page at least", () => {
  const long = { ...tea, text: "x".repeat(12 * 1024) };
  const count = Math.floor(unreadUnitsMax / weightOf(long));
  const waiting = (open: Conversations): readonly [number, number] => {
    const conversation = conversationNamed(open, "tea") ?? noConversation;
    return [conversation.waiting.length, conversation.leftOut];
  };
  let open = after(...Array.from({ length: count }, () => long));
  expect(waiting(open)).toEqual([count, 0]);
  open = conversationsAfter(open, long, reader);
  expect(waiting(open)).toEqual([count, 1]);
  const page = {
    type: "past",
    room: "tea",
    messages: Array.from({ length: 2 * count }, () => long),
  } as const;
  open = conversationsAfter(open, page, reader);
  expect(waiting(open)).toEqual([1, count + 1]);
});

test("conversationsAfter lets one's own messages wait where they were said, and counts none of them", () => {
  const own = message("alice", "mine", { room: "tea", own: true });
  expect(conversationNamed(after(tea, own), "tea")).toMatchObject({ unread: 1, waiting: [tea, own] });
});

test("conversationsAfter takes all as read where one goes", () => {
  const open = after(tea, call, here("tea", 3));
  expect(conversationNamed(open, "tea")).toMatchObject({
    unread: 0,
    calls: 0,
    waiting: [],
    leftOut: 0,
    topic: "about tea",
    headcount: { count: 3 },
  });
});

test("conversationsAfter takes as read what one answers to in private, and shows it once more with the answer", () => {
  const yes = message("alice", "yes", { to: "bob", own: true });
  const waiting = [psst, psst, yes];
  expect(conversationNamed(after(...waiting), "@bob")).toMatchObject({ unread: 0, calls: 0, waiting });
  expect(conversationNamed(after(...waiting, psst), "@bob")?.unread).toBe(1);
});

test("conversationsAfter counts what was said since the last run, but not in what was searched for", () => {
  const said = (seq: number) => message("bob", seq % 3 === 1 ? "alice!" : "hi", { room: "tea", seq });
  const messages = [1, 2, 3, 4].map(said);
  const past = { type: "past", room: "tea", messages, seenSeq: 2, missed: 5 } as const;
  const open = after(past);
  expect(conversationNamed(open, "tea")).toMatchObject({ unread: 7, calls: 1, waiting: [past] });
  expect(after({ ...past, query: "hi" })).toBe(initialConversations);
  expect(after({ ...past, room: "lobby" })).toBe(initialConversations);
});

test("conversationsAfter knows who writes where, until they have said it, left or are called otherwise", () => {
  const typing = (nickname: string): ShownEvent => ({ type: "typing", conversation: "lobby", nickname });
  const notice = { type: "notice", room: "lobby", nickname: "bob", topic: "", time: 0 } as const;
  const writers = (...more: readonly ShownEvent[]): unknown =>
    conversationNamed(after(typing("bob"), typing("eve"), ...more), "lobby")?.typing;
  expect(writers()).toEqual(
    new Map([
      ["bob", typingShownMs],
      ["eve", typingShownMs],
    ]),
  );
  expect(writers(said)).toEqual(new Map([["eve", typingShownMs]]));
  expect(writers({ ...notice, event: "leave" })).toEqual(new Map([["eve", typingShownMs]]));
  expect(writers({ ...notice, event: "nick", to: "rob" })).toEqual(
    new Map([
      ["eve", typingShownMs],
      ["rob", typingShownMs],
    ]),
  );
  expect(writers({ type: "link", link: { state: "connecting" } })).toEqual(new Map());
});

test("conversationsAfter calls a private conversation as its partner is called now, and counts them once in each room", () => {
  const members = [
    { nickname: "alice", away: false },
    { nickname: "bob", away: false },
  ];
  const list: ShownEvent = { type: "members", room: "tea", members, detailed: false };
  const nick = {
    type: "notice",
    event: "nick",
    room: "lobby",
    nickname: "bob",
    to: "rob",
    topic: "",
    time: 0,
  } as const;
  const open = after(here("tea"), list, psst, here("@bob"), nick);
  expect([open.here, names(open)]).toEqual(["@rob", ["lobby", "tea", "@rob"]]);
  const left = conversationsAfter(open, { ...nick, event: "leave", room: "tea", nickname: "rob" }, reader);
  expect(conversationNamed(left, "tea")?.headcount.count).toBe(1);
});

test("conversationsAfter takes the conversations with two for one, when one takes the nickname of the other", () => {
  const nick = { type: "notice", event: "nick", room: "lobby", nickname: "bob", topic: "", time: 0 } as const;
  const carl = message("carl", "psst", { to: "alice" });
  const open = after(carl, psst, psst, { ...nick, to: "Carl" });
  expect(names(open)).toEqual(["lobby", "@Carl"]);
  expect(conversationNamed(open, "@carl")?.waiting).toEqual([carl, psst, psst]);
  expect(conversationNamed(conversationsAfter(open, carl, reader), "@carl")).toMatchObject({
    unread: 4,
    calls: 4,
  });
  expect(names(after(psst, { ...nick, to: "Bob" }))).toEqual(["lobby", "@Bob"]);
  const many = Array.from({ length: unreadMessagesMax + 1 }, () => [carl, psst]).flat();
  expect(conversationNamed(after(...many, { ...nick, to: "carl" }), "@carl")?.leftOut).toBe(2);
});

test("conversationsAfter counts the reader once, also under another nickname", () => {
  const members = ["alice", "bob"].map((nickname) => ({ nickname, away: false }));
  const open = after(
    { type: "members", room: "lobby", members, detailed: false },
    { type: "renamed", nickname: "al" },
    { type: "notice", event: "join", room: "lobby", nickname: "alice", topic: "", time: 0 },
  );
  expect(conversationNamed(open, "lobby")?.headcount.count).toBe(3);
});

test.each([
  ["is ignored", { type: "hidden", nicknames: ["BOB"] }, [], []],
  ["left the room", { ...gone, room: "tea" }, [], ["Bob"]],
  ["is gone altogether", { ...gone, room: "lobby" }, ["Bob"], []],
] satisfies readonly (readonly [string, ShownEvent, readonly string[], readonly string[]])[])(
  "conversationsAfter ends the signs of somebody who %s",
  (_name, event, inTea, inPrivate) => {
    const open = after(
      here("tea"),
      psst,
      { type: "typing", conversation: "tea", nickname: "Bob" },
      { type: "typing", conversation: "@bob", nickname: "Bob" },
      event,
    );
    const writers = (name: string): readonly string[] =>
      Array.from(conversationNamed(open, name)?.typing.keys() ?? []);
    expect([writers("tea"), writers("@bob")]).toEqual([[...inTea], [...inPrivate]]);
  },
);

test("conversationsAfter knows a bounded number of people who write, and forgets who does not any more", () => {
  const typing = (at: number): ShownEvent => ({ type: "typing", conversation: "lobby", nickname: `n${at}` });
  const crowd = after(...Array.from({ length: typingPeopleMax }, (_, at) => typing(at)));
  expect(conversationNamed(crowd, "lobby")?.typing.size).toBe(typingPeopleMax);
  const more = conversationsAfter(crowd, typing(98), reader);
  expect(conversationNamed(more, "lobby")?.typing).toEqual(conversationNamed(crowd, "lobby")?.typing);
  const later = conversationsAfter(crowd, typing(99), { ...reader, nowMs: typingShownMs });
  expect(Array.from(conversationNamed(later, "lobby")?.typing.keys() ?? [])).toEqual(["n99"]);
});

test("conversationsAfter keeps what calls with the conversation, under whatever nickname, until it is closed", () => {
  const off = { type: "notify", conversation: "@bob", level: "off", asked: true } as const;
  const nick = { type: "notice", event: "nick", room: "lobby", nickname: "bob", topic: "", time: 0 } as const;
  const renamed = after(off, { ...nick, to: "rob" });
  expect(["@rob", "@bob"].map((name) => levelOf(renamed, name))).toEqual(["off", "mentions"]);
  const closed = conversationsAfter(renamed, { type: "left", conversation: "@rob" }, reader);
  expect(levelOf(closed, "@rob")).toBe("mentions");
});

test("conversationsAfter opens what it is told about, and keeps what calls there", () => {
  expect(names(after({ type: "notify", conversation: "tea", level: "mentions", asked: false }))).toEqual([
    "lobby",
    "tea",
  ]);
  const level = { type: "notify", conversation: "tea", level: "off", asked: false } as const;
  expect([levelOf(after(level), "tea"), levelOf(after(level), "lobby")]).toEqual(["off", "mentions"]);
});
