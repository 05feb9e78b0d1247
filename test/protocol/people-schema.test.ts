/** What a client makes of what a server says about people: what the v2 dialect writes, it reads. */
import { expect, test } from "bun:test";
import { en } from "../../src/locale/en.ts";
import type { Answer } from "../../src/protocol/answers.ts";
import { classic } from "../../src/protocol/classic.ts";
import type { ServerMessage } from "../../src/protocol/server-message.ts";
import { decodeServerMessage } from "../../src/protocol/server-decoder.ts";
import { v2 } from "../../src/protocol/v2.ts";

const time = Date.UTC(2026, 10, 23, 9, 44, 3);

function read(frames: readonly string[]): readonly ServerMessage[] {
  return frames.map((frame) => {
    const message = decodeServerMessage(frame);
    if (!message.ok) throw new Error(JSON.stringify(message.fault));
    return message.value;
  });
}

const answers: readonly (readonly [Answer, ServerMessage])[] = [
  [
    { type: "nick", nickname: "anna", key: "k" },
    { type: "nick", nickname: "anna", key: "k" },
  ],
  [
    { type: "away", away: true, text: "lunch", key: "k" },
    { type: "away", away: true, text: "lunch", key: "k" },
  ],
  [
    { type: "away", away: false, text: "" },
    { type: "away", away: false, text: "" },
  ],
  [
    { type: "whois", nickname: "al", rooms: ["tea"], since: 1, spokeAt: 2, away: true, text: "x", key: "k" },
    { type: "whois", nickname: "al", rooms: ["tea"], since: 1, spokeAt: 2, away: true, text: "x", key: "k" },
  ],
  [
    { type: "whois", nickname: "al", rooms: [], since: 1, away: false },
    { type: "whois", nickname: "al", rooms: [], since: 1, away: false },
  ],
  [
    { type: "typing", nickname: "al", room: "tea" },
    { type: "typing", nickname: "al", room: "tea" },
  ],
  [
    { type: "typing", nickname: "al", to: "bob" },
    { type: "typing", nickname: "al", to: "bob" },
  ],
  [
    { type: "watchers", watchers: 0, key: "k" },
    { type: "watchers", watchers: 0, key: "k" },
  ],
];

test.each(answers)(
  "decodeServerMessage reads %j, in the frames for a classic session too",
  (answer, message) => {
    expect(read(v2.answer(answer, en))).toEqual([message]);
    expect(read([classic.answer(answer, en).join("")])).toEqual([message]);
  },
);

test("decodeServerMessage reads the word of somebody who is away as a notice of the private conversation", () => {
  const absent = { type: "absent", nickname: "bob", text: "lunch", time } as const;
  expect(read(v2.answer(absent, en))).toEqual([
    { type: "notice", event: "away", room: "@bob", nickname: "bob", topic: "", text: "lunch", time },
  ]);
  expect(read(classic.answer(absent, en))).toEqual([{ type: "said", text: "bob is away: lunch" }]);
});

test("decodeServerMessage reads a new nickname", () => {
  const notice = { event: "nick", room: "tea", nickname: "al", to: "anna", time } as const;
  expect(read(v2.notice(notice, en))).toEqual([{ type: "notice", topic: "", ...notice }]);
  expect(read(classic.notice(notice, en))).toEqual([{ type: "said", text: "al is called anna now" }]);
});

test("decodeServerMessage reads a list, a room and somebody's coming of a server that says less", () => {
  const frames = [
    { type: "ls", members: [{ nickname: "al" }] },
    { type: "join", room: "tea" },
    { type: "whois", nickname: "al", rooms: [], since: 1 },
  ];
  expect(read(frames.map((frame) => JSON.stringify(frame)))).toEqual([
    { type: "members", room: "lobby", members: [{ nickname: "al", away: false }] },
    { type: "join", room: "tea", topic: "", seq: 0 },
    { type: "whois", nickname: "al", rooms: [], since: 1, away: false },
  ]);
});

test("decodeServerMessage cleans what is said about people", () => {
  const dirty = "a\u001b[31m\u0007b\nc";
  const frames = [
    { type: "nick", nickname: dirty },
    { type: "away", away: true, msg: dirty },
    { type: "whois", nickname: dirty, rooms: [dirty], since: 1, away: true, msg: dirty },
    { type: "typing", nickname: dirty, room: dirty, to: dirty },
    { type: "ls", members: [{ nickname: dirty, away: true, msg: dirty }] },
    { type: "system_msg", event: "nick", nickname: dirty, to: dirty, room: dirty, time, msg: dirty },
    { type: "system_msg", event: "away", nickname: dirty, text: dirty, time, msg: dirty },
  ];
  const texts = read(frames.map((frame) => JSON.stringify(frame))).flatMap(textsIn);
  expect(new Set(texts)).toEqual(new Set(["ab c", "@ab c"]));
});

test.each([
  `{"type":"nick"}`,
  `{"type":"away","msg":"lunch"}`,
  `{"type":"whois","nickname":"al"}`,
  `{"type":"typing"}`,
  `{"type":"typing","watchers":-1}`,
])("decodeServerMessage refuses %s", (frame) => {
  expect(decodeServerMessage(frame).ok).toBe(false);
});

const words: ReadonlySet<string> = new Set(["type", "event", "key"]);

/** All texts that a client shows. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    return words.has(name) || (name === "room" && inner === "lobby") ? [] : textsIn(inner);
  });
}
