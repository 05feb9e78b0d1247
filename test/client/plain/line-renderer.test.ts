/** How events look as plain lines. */
import { expect, test } from "bun:test";
import type { Message, ShownEvent } from "../../../src/client/shown-event.ts";
import { lineRenderer } from "../../../src/client/plain/line-renderer.ts";
import { en } from "../../../src/locale/en.ts";
import { fakeCalendar } from "../terminal/harness.ts";

const message = { type: "message", room: "lobby", from: "bob", text: "hi", time: 0, own: false } as const;
const members = [
  { nickname: "al", away: false },
  { nickname: "bob", away: true, text: "tea" },
];
const cases: readonly (readonly ["out" | "states", ShownEvent, string])[] = [
  ["out", message, "bob: hi\n"],
  ["out", { ...message, text: "one\neve: two\n" }, "bob: one\n\teve: two\n"],
  ["out", { ...message, text: "\u001b[31mred\u001b[2J\rback" }, "bob: red\n\tback\n"],
  ["out", { ...message, to: "al" }, "(from bob) hi\n"],
  ["out", { ...message, from: "al", to: "bob", own: true }, "(to bob) hi\n"],
  ["out", { type: "said", text: "a\nb" }, "a\n\tb\n"],
  ["out", { ...message, text: "/me waves" }, "* bob waves\n"],
  ["out", { ...message, room: "tea", text: "/me waves" }, "[tea] * bob waves\n"],
  ["out", { ...message, to: "al", text: "/me waves" }, "(from bob) * bob waves\n"],
  [
    "out",
    { type: "members", room: "lobby", members, detailed: false },
    "2 people are here:\n\tal\n\tbob (away)\n",
  ],
  [
    "out",
    { type: "members", room: "lobby", members, detailed: true },
    "2 people are here:\n\tal\n\tbob (away: tea)\n",
  ],
  [
    "out",
    { type: "whois", nickname: "bob", rooms: ["lobby", "tea"], since: 0, away: true, text: "tea" },
    "bob is in lobby, tea.\n\tHere since 12:34.\n\tHas not said anything yet.\n\tIs away: tea\n",
  ],
  [
    "states",
    { type: "here", conversation: "tea", topic: "green", members: 2 },
    "You are in tea now.\n\t2 people are here.\n\tThe topic of tea: green\n",
  ],
  ["states", { type: "here", conversation: "@bob", topic: "" }, "What you type goes to bob alone now.\n"],
  ["states", { type: "refused", text: "Not now.", line: 3 }, "Line 3: Not now.\n"],
  ["states", { type: "left", conversation: "tea" }, "You left tea.\n"],
  ["states", { type: "left", conversation: "@bob" }, "The conversation with bob is closed.\n"],
  ["states", { type: "renamed", nickname: "bea" }, "You are called bea now.\n"],
  ["states", { type: "away", away: true, text: "tea" }, "You are away now: tea\n"],
  ["states", { type: "away", away: false, text: "" }, "You are back.\n"],
  [
    "states",
    { type: "gap", conversation: "tea", from: 4, to: 7, why: "deleted" },
    "Messages 4 to 7 of tea are missing: the server deleted them before they came to you.\n",
  ],
  ["states", { type: "hidden", nicknames: ["eve"] }, "You do not see the messages of: eve\n"],
  ["states", { type: "hidden", nicknames: [] }, "You see everybody’s messages.\n"],
  [
    "states",
    { type: "notify", conversation: "tea", level: "off", asked: true },
    "Nothing in tea calls you.\n",
  ],
  ["states", { type: "notify", conversation: "tea", level: "off", asked: false }, ""],
  ["states", { type: "typing", conversation: "tea", nickname: "bob" }, ""],
  [
    "states",
    { type: "clear" },
    "Plain lines cannot do that: chat join without --plain can, at a terminal.\n",
  ],
  [
    "states",
    { type: "notice", event: "nick", room: "tea", nickname: "bob", topic: "", to: "rob", time: 0 },
    "bob is called rob now\n",
  ],
  [
    "states",
    { type: "notice", event: "away", room: "@bob", nickname: "bob", topic: "lunch", time: 0 },
    "bob is away: lunch\n",
  ],
  [
    "states",
    { type: "notice", event: "join", room: "tea", nickname: "bob", topic: "", time: 0 },
    "[tea] bob joined the room\n",
  ],
  [
    "states",
    { type: "notice", event: "join", room: "lobby", nickname: "bob", topic: "", time: 0 },
    "bob joined the room\n",
  ],
  [
    "states",
    { type: "notice", event: "join", room: "lobby", nickname: "bob", topic: "", time: 0, hidden: true },
    "",
  ],
  ["states", { type: "ignoring", ignoring: false }, "You are back in the room.\n"],
  ["states", { type: "refused", text: "no" }, "no\n"],
  [
    "states",
    { type: "refused", fault: { code: "message_empty" }, text: "x" },
    "There was nothing in that message to send. (x)\n",
  ],
  ["states", { type: "link", link: { state: "connecting" } }, "Connecting to host:1 …\n"],
  [
    "states",
    { type: "link", link: { state: "offline", reason: "Gone.", retryInMs: 1_200 } },
    "Gone. Trying again in 2 s; go on typing.\n",
  ],
];

/** A renderer, and what it writes: where, and what. `own` are the texts that stand there already. */
function open(own: readonly string[] = []) {
  const said: (readonly ["out" | "states", string])[] = [];
  const echoes = [...own];
  const take = (text: string): boolean => {
    const at = echoes.indexOf(text);
    if (at >= 0) echoes.splice(at, 1);
    return at >= 0;
  };
  const render = lineRenderer({
    catalogue: en,
    address: "host:1",
    calendar: fakeCalendar,
    print: (text) => void said.push(["out", text]),
    announce: (text) => void said.push(["states", text]),
    echoed: ({ own: isOwn, text }) => isOwn && take(text),
    waits: (text) => void take(text),
  });
  return { render, said };
}

test.each(cases)("lineRenderer puts on %s: %j", (where, event, expected) => {
  const { render, said } = open();
  render(event);
  expect(said).toEqual(expected === "" ? [] : [[where, expected]]);
});

test("lineRenderer says once of each message that it waits, while there is no connection", () => {
  const { render, said } = open();
  const pending = (...texts: readonly string[]): ShownEvent => {
    return { type: "pending", waiting: texts.map((text) => ({ kind: "message", text })) };
  };
  const waits = (text: string): readonly ["states", string] => [
    "states",
    `… ${text} (${en.client.waiting})\n`,
  ];
  render(pending("one"));
  render(pending("one", "two"));
  render(pending("two"));
  render(pending("two", "three"));
  expect(said).toEqual([waits("one"), waits("two"), waits("three")]);
});

const at = (seq: number, time = 0): Message => ({ ...message, seq, time, text: `${seq}` });

test("lineRenderer says where that begins which is new since the last time, and how much more there was", () => {
  const { render, said } = open();
  render({ type: "past", room: "lobby", messages: [at(6), at(7), at(8)], seenSeq: 7 });
  render({ type: "past", room: "tea", messages: [at(50), at(51)], seenSeq: 7, missed: 42 });
  render({ type: "past", room: "jazz", messages: [at(7)], seenSeq: 7 });
  expect(said).toEqual([
    ["states", "Said before in lobby:\n"],
    ["out", "bob: 6\nbob: 7\n"],
    ["states", "lobby: new since 12:34\n"],
    ["out", "bob: 8\n"],
    ["states", "tea: 2 new\n"],
    ["states", "… 42 new ones before these: /history shows more\n"],
    ["out", "bob: 50\nbob: 51\n"],
    ["states", "Said before in jazz:\n"],
    ["out", "bob: 7\n"],
  ]);
});

test("lineRenderer keeps the order of what is new, one's own words among it", () => {
  const { render, said } = open();
  const mine = { ...at(9), own: true, from: "al" };
  render({
    type: "past",
    room: "lobby",
    messages: [{ ...mine, seq: 8 }, at(9), mine, at(10)],
    seenSeq: 7,
  });
  expect(said.map(([, text]) => text)).toEqual([
    "Said before in lobby:\n",
    "al: 9\n",
    "lobby: new since 12:34\n",
    "bob: 9\nal: 9\nbob: 10\n",
  ]);
});

const online = { type: "link", link: { state: "online", nickname: "al", server: "Tea" } } as const;
const offline = { type: "link", link: { state: "offline", reason: "Gone.", retryInMs: 1 } } as const;
const own: Message = { ...message, from: "al", own: true };

test("lineRenderer does not repeat what the terminal shows already, but once", () => {
  const { render, said } = open(["hi"]);
  render(own);
  render(own);
  expect(said).toEqual([["out", "al: hi\n"]]);
});

test("lineRenderer says what waits for the line, and then that it was sent", () => {
  const { render, said } = open(["one", "two"]);
  render(online);
  render({ type: "pending", waiting: [{ kind: "message", text: "one" }] });
  render({ ...own, text: "one" });
  render({ type: "pending", waiting: [] });
  render(offline);
  render({
    type: "pending",
    waiting: [
      { kind: "command", text: "/rooms" },
      { kind: "message", text: "two" },
    ],
  });
  render(online);
  render({ ...own, text: "two" });
  expect(said.map(([, text]) => text)).toEqual([
    "You are al in Tea. /help shows what you can type.\n",
    "Gone. Trying again in 1 s; go on typing.\n",
    "… /rooms (waiting)\n",
    "… two (waiting)\n",
    "You are al in Tea. /help shows what you can type.\n",
    "al: two\n",
  ]);
});

test("lineRenderer takes a waiting command for no message that the terminal shows already", () => {
  const { render, said } = open(["/rooms"]);
  render({ type: "pending", waiting: [{ kind: "command", text: "/rooms" }] });
  render(online);
  render({ ...own, text: "/rooms" });
  expect(said.filter(([stream]) => stream === "out")).toEqual([]);
});

test("lineRenderer says that the nickname is the one of the last time", () => {
  const { render, said } = open();
  render({ ...online, link: { ...online.link, again: true } });
  expect(said).toEqual([["states", "You are al in Tea, as last time. /help shows what you can type.\n"]]);
});
