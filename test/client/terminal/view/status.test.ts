/** The row above the input: golden rows, read before they were accepted. */
import { expect, test } from "bun:test";
import type { ShownEvent } from "../../../../src/client/shown-event.ts";
import {
  conversationsAfter,
  initialConversations,
} from "../../../../src/client/terminal/state/conversations.ts";
import { initialPresence, presenceAfter } from "../../../../src/client/terminal/state/presence.ts";
import type { Status } from "../../../../src/client/terminal/view/status.ts";
import { statusFor } from "../../../../src/client/terminal/view/status.ts";
import type { Catalogue } from "../../../../src/locale/catalogue.ts";
import { catalogueOf } from "../../../../src/locale/language.ts";
import { zh } from "../../../../src/locale/zh.ts";
import { en } from "../../../../src/locale/en.ts";
import { reconnectPauseMaxMs } from "../../../../src/client/limits.ts";
import { message } from "../harness.ts";

const words = { catalogue: en, address: "localhost:1" };
const space = { columns: 80, rows: 24 };
const online = { type: "link", link: { state: "online", nickname: "alice", server: "home" } } as const;
const lobby: ShownEvent = { type: "here", conversation: "lobby", topic: "", members: 2 };
const connecting: ShownEvent = { type: "link", link: { state: "connecting" } };

function after(...events: readonly ShownEvent[]): Status {
  const reader = { nickname: "alice", nowMs: 0 };
  return {
    presence: events.reduce(presenceAfter, initialPresence),
    conversations: events.reduce((open, one) => conversationsAfter(open, one, reader), initialConversations),
    nowMs: 1,
    secondsLeft: 3,
  };
}

function typing(nickname: string): ShownEvent {
  return { type: "typing", conversation: "lobby", nickname };
}

function pending(count: number): ShownEvent {
  const waiting = Array.from(
    { length: count },
    (_, index) => ({ kind: "message", text: `${index}` }) as const,
  );
  return { type: "pending", waiting };
}

const arrived = [online, lobby];

test.each([
  ["nothing before there is a line", [], undefined],
  ["where one is", [online], "lobby"],
  ["among how many", arrived, "lobby · 2 here"],
  ["about how many where it is crowded", [online, { ...lobby, members: 301 }], "lobby · ~301 here"],
  ["what waits", [...arrived, pending(2)], "lobby · 2 here · 2 waiting"],
  ["that much waits", [...arrived, pending(5)], "lobby · 2 here · 5+ waiting"],
  ["who is writing", [...arrived, typing("ann")], "lobby · 2 here · ann is typing"],
  ["that two are", [...arrived, typing("ann"), typing("bob")], "lobby · 2 here · ann and bob are typing"],
  [
    "how many are",
    [...arrived, typing("ann"), typing("bob"), typing("eve")],
    "lobby · 2 here · 3 people are typing",
  ],
  ["that one is away", [...arrived, { type: "away", away: true, text: "x" }], "lobby · 2 here · away"],
  [
    "another room, cleaned, with its number",
    [...arrived, { type: "here", conversation: "gar\x1b[2Jden\n", topic: "" }],
    "2:garden ",
  ],
  ["a private conversation", [...arrived, { type: "here", conversation: "@bob", topic: "" }], "2:@bob"],
  [
    "no number that an old server would not keep true",
    [
      { type: "link", link: { ...online.link, memory: "none" } },
      { type: "members", room: "lobby", members: [{ nickname: "ann", away: false }], detailed: false },
    ],
    "lobby",
  ],
  ["a line that comes", [...arrived, connecting], "Connecting to localhost:1 …"],
  [
    "a line that is lost",
    [...arrived, { type: "link", link: { state: "offline", reason: "Gone.", retryInMs: 1 } }],
    "Trying again in 3 s; go on typing · Gone.",
  ],
] satisfies readonly (readonly [string, readonly ShownEvent[], string | undefined])[])(
  "statusFor says %s",
  (_name, events, text) => {
    expect(statusFor(after(...events), space, words)).toBe(text);
  },
);

const refused = (catalogue: Catalogue): string => catalogue.client.connectionRefused("localhost:12410");
const odd = (catalogue: Catalogue): string => catalogue.client.noAnswer("localhost:12410");

// French has no-break spaces before `s` and `;`.
test.each([
  ["en", 40, refused, "Trying again in 10 s; go on typing"],
  ["en", 60, refused, "Trying again in 10 s; go on typing · Nothing answers at lo…"],
  ["en", 80, refused, "Trying again in 10 s; go on typing · Nothing answers at localhost:12410."],
  [
    "en",
    200,
    refused,
    "Trying again in 10 s; go on typing · Nothing answers at localhost:12410. Is the room open, and is the port right?",
  ],
  ["en", 80, odd, "Trying again in 10 s; go on typing · Something is at localhost:12410, but it d…"],
  ["fr", 40, refused, "Réessai dans 10 s ; continuez à écrire"],
  ["fr", 60, refused, "Réessai dans 10 s ; continuez à écrire · Rien ne répond à …"],
  ["fr", 80, refused, "Réessai dans 10 s ; continuez à écrire · Rien ne répond à localhost:12410."],
  [
    "fr",
    200,
    refused,
    "Réessai dans 10 s ; continuez à écrire · Rien ne répond à localhost:12410. Le salon est-il ouvert, et le port est-il le bon ?",
  ],
  ["zh", 40, refused, "10 秒后重试，可以继续输入"],
  ["zh", 60, refused, "10 秒后重试，可以继续输入 · localhost:12410 没有响应。"],
  ["zh", 80, refused, "10 秒后重试，可以继续输入 · localhost:12410 没有响应。聊天室开着吗？端口对吗？"],
  ["zh", 200, odd, "10 秒后重试，可以继续输入 · localhost:12410 上有程序，但它不像聊天室那样应答。"],
] as const)("statusFor without a line, in %s and %i columns, begins with what to do", (...row) => {
  const [language, columns, reasonOf, text] = row;
  const catalogue = catalogueOf(language);
  const link = { state: "offline", reason: reasonOf(catalogue), retryInMs: 1 } as const;
  const status = { ...after(...arrived, { type: "link", link }), secondsLeft: reconnectPauseMaxMs / 1_000 };
  const shown = statusFor(status, { ...space, columns }, { ...words, catalogue }) ?? "";
  expect(shown.replaceAll("\u00a0", " ")).toBe(text);
  expect(Bun.stringWidth(shown)).toBeLessThan(columns);
});

const busy = after(
  ...arrived,
  message("eve", "hi", { room: "tea" }),
  message("eve", "hi", { room: "tea" }),
  message("bob", "psst", { to: "alice" }),
  message("eve", "茶", { room: "茶馆🍵" }),
  message("eve", "alice!", { room: "שלום" }),
  { type: "away", away: true, text: "" },
  pending(2),
  typing("小明"),
);

test.each([
  [40, "1:lobby · 2 waiting · 3:@bob 1!  …"],
  [50, "1:lobby · 2 waiting · 3:@bob 1!  5:שלום 1!  …"],
  [60, "1:lobby · 2 waiting · 3:@bob 1!  5:שלום 1!  …"],
  [80, "1:lobby · 小明 is typing · 2 waiting · 2:tea 2  3:@bob 1!  5:שלום 1!  …"],
  [200, "1:lobby · 2 here · 小明 is typing · 2 waiting · away · 2:tea 2  3:@bob 1!  4:茶馆🍵 1  5:שלום 1!"],
])("statusFor keeps in %i columns what matters most", (columns, text) => {
  const status = statusFor(busy, { ...space, columns }, words);
  expect(status).toBe(text);
  expect(Bun.stringWidth(status ?? "")).toBeLessThan(columns);
});

const writers = [typing("bartholomew"), typing("wilhelmina")];

test.each([
  [41, "1:lobby · 2 here · 2:tea 2  3:@carl 1!", []],
  [50, "1:lobby · bob is typing · 2:tea 2  3:@carl 1!", [typing("bob")]],
  [44, "1:lobby · bob is typing · 3:@carl 1!  …", [typing("bob")]],
  [58, "1:lobby · 2 people are typing · 2:tea 2  3:@carl 1!", writers],
  [50, "1:lobby · 2 people are typing · 3:@carl 1!  …", writers],
])("statusFor keeps in %i columns who is writing: %s", (columns, text, signs) => {
  const said = [
    message("eve", "hi", { room: "tea" }),
    message("eve", "hi", { room: "tea" }),
    message("carl", "psst", { to: "alice" }),
  ];
  expect(statusFor(after(...arrived, ...said, ...signs), { ...space, columns }, words)).toBe(text);
});

test("statusFor says where one is, however long its name is", () => {
  const name = "a-very-long-name-for-a-room";
  const far = after(...arrived, { type: "here", conversation: name, topic: "", members: 12 }, pending(3));
  expect(statusFor(far, { ...space, columns: 40 }, words)).toBe(`2:${name}`);
});

test("statusFor speaks the reader's language", () => {
  const text = "1:lobby · 2 人在 · 小明 正在输入 · 2 条待发送 · 暂离";
  expect(statusFor(busy, { ...space, columns: 200 }, { ...words, catalogue: zh })).toStartWith(text);
});

test.each([
  [39, 24],
  [80, 9],
])("statusFor leaves out what is not urgent in %i columns and %i rows", (columns, rows) => {
  expect(statusFor(after(...arrived), { columns, rows }, words)).toBeUndefined();
  expect(statusFor(after(...arrived, connecting), { columns, rows }, words)).toBeDefined();
});
