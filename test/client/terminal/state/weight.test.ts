/** How much text waits to be printed, and how much of it is kept. */
import { expect, test } from "bun:test";
import { lastWithin, weightOf } from "../../../../src/client/terminal/state/weight.ts";
import type { Printed } from "../../../../src/client/terminal/state/printing.ts";
import { message } from "../harness.ts";

test("weightOf counts the text of a message, and of all in the past", () => {
  const [short, long] = [message("bob", ""), message("bob", "x".repeat(1_000))];
  expect(weightOf(long) - weightOf(short)).toBe(1_000);
  const past = { type: "past", room: "lobby", messages: [long, long] } as const;
  expect(weightOf(past)).toBeGreaterThan(2_000);
});

const text = "x".repeat(16_000);
const names = Array.from({ length: 10 }, () => "x".repeat(1_600));
const notice = { type: "notice", event: "topic", room: "tea", nickname: "bob", topic: "", time: 0 } as const;
const whois = { type: "whois", nickname: "bob", rooms: [], since: 0, away: false } as const;

test.each([
  { type: "refused", text },
  { type: "refused", fault: { code: "message_empty" }, text },
  { type: "refused", text: "no", returned: { conversation: "tea", text, draft: false } },
  { type: "said", text },
  { type: "topic", room: "tea", topic: text },
  { type: "topic", room: text, topic: "" },
  { type: "away", away: true, text },
  { type: "renamed", nickname: text },
  { type: "left", conversation: text },
  { type: "notify", conversation: text, level: "all", asked: true },
  { type: "hidden", nicknames: names },
  { type: "pending", waiting: names.map((name) => ({ kind: "message", text: name }) as const) },
  {
    type: "members",
    room: "tea",
    members: names.map((nickname) => ({ nickname, away: false })),
    detailed: false,
  },
  { type: "members", room: "tea", members: [{ nickname: "b", away: true, text }], detailed: true },
  { type: "rooms", rooms: names.map((room) => ({ room, topic: "", members: 1 })) },
  { type: "rooms", rooms: [{ room: "tea", topic: text, members: 1 }] },
  { ...notice, nickname: text },
  { ...notice, topic: text },
  { ...notice, to: text },
  { ...whois, nickname: text },
  { ...whois, rooms: names },
  { ...whois, text },
  { type: "here", conversation: text, topic: "" },
  { type: "welcome", conversation: "tea", topic: text },
  { type: "moved", conversation: text, topic: "", news: 0 },
  { type: "link", link: { state: "online", nickname: "bob", server: text } },
  { type: "link", link: { state: "offline", reason: text, retryInMs: 1 } },
] satisfies readonly Printed[])("weightOf counts all text of %j", (printed) => {
  expect(weightOf(printed)).toBeGreaterThan(text.length);
});

test("weightOf counts each line of a list, however short", () => {
  const members = Array.from({ length: 100 }, () => ({ nickname: "b", away: false }));
  const list = { type: "members", room: "tea", members, detailed: true } as const;
  expect(weightOf(list)).toBeGreaterThan(100 * weightOf({ type: "unseen" }));
});

test.each([
  [3, 10, [3, 4, 5]],
  [9, 12, [3, 4, 5]],
  [9, 11, [4, 5]],
  [9, 5, [5]],
  [9, 4, [5]],
  [0, 9, []],
])("lastWithin keeps at most %d of at most %d, but one at least", (countMax, unitsMax, kept) => {
  expect(
    lastWithin([1, 2, 3, 4, 5], { countMax, unitsMax: countMax === 3 ? 99 : unitsMax }, (size) => size),
  ).toEqual(kept);
});
