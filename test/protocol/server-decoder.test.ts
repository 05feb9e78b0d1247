/** What a client makes of a server's frames, in both dialects: what the dialects write, it reads. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { frameBytesMax, keyCharactersMax } from "../../src/protocol/limits.ts";
import { en } from "../../src/locale/en.ts";
import type { Answer } from "../../src/protocol/answers.ts";
import { classic } from "../../src/protocol/classic.ts";
import type { Entry } from "../../src/protocol/entry.ts";
import { mailboxCursor } from "../../src/protocol/entry.ts";
import type { ServerMessage } from "../../src/protocol/server-message.ts";
import { decodeServerMessage } from "../../src/protocol/server-decoder.ts";
import { v2 } from "../../src/protocol/v2.ts";
import { anyFrame, anyText } from "../support/frames.ts";

function read(frames: readonly string[]): readonly ServerMessage[] {
  return frames.map((frame) => {
    const message = decodeServerMessage(frame);
    if (!message.ok) throw new Error(JSON.stringify(message.fault));
    return message.value;
  });
}

const server = { name: "Room", version: "1" };
const time = Date.UTC(2026, 10, 23, 9, 44, 3);
const place = {
  token: "t",
  resumed: true,
  ignoring: true,
  rooms: [{ room: "tea", topic: "green", members: 2, seq: 7 }],
  mailboxSeq: 3,
  epochs: [{ id: "e1", first: 1 }],
} as const;
const unsigned = { time: undefined, from: undefined, to: undefined };
const answers: readonly (readonly [Answer, ServerMessage, ServerMessage])[] = [
  [
    { type: "login", success: true, nickname: "al", server, ...place },
    {
      type: "login",
      success: true,
      version: 2,
      nickname: "al",
      server,
      ...place,
      limits: { frame: frameBytesMax },
    },
    { type: "login", success: true, version: 1, resumed: false, ignoring: false, rooms: [], epochs: [] },
  ],
  [
    { type: "login", success: false, fault: { code: "nickname_taken", nickname: "al" } },
    {
      type: "login",
      success: false,
      fault: { code: "nickname_taken", nickname: "al" },
      text: en.faults.nickname_taken({ code: "nickname_taken", nickname: "al" }),
    },
    {
      type: "login",
      success: false,
      text: en.faults.nickname_taken({ code: "nickname_taken", nickname: "al" }),
    },
  ],
  [
    {
      type: "ls",
      room: "lobby",
      members: [
        { nickname: "al", away: false },
        { nickname: "bob", away: true, text: "lunch" },
      ],
      key: "k",
    },
    {
      type: "members",
      room: "lobby",
      members: [
        { nickname: "al", away: false },
        { nickname: "bob", away: true, text: "lunch" },
      ],
      key: "k",
    },
    {
      type: "members",
      room: "lobby",
      members: [
        { nickname: "al", away: false },
        { nickname: "bob", away: false },
      ],
    },
  ],
  [
    { type: "ignore", ignoring: true, time },
    { type: "ignore", success: true, ignoring: true, text: en.ignoring },
    { type: "ignore", success: true, text: en.ignoring },
  ],
  [{ type: "pong" }, { type: "pong" }, { type: "pong" }],
  [
    { type: "error", fault: { code: "ignoring" }, regarding: "broadcast", key: "k" },
    { type: "error", fault: { code: "ignoring" }, text: en.faults.ignoring({ code: "ignoring" }), key: "k" },
    { type: "stamped", ...unsigned, text: en.faults.ignoring({ code: "ignoring" }) },
  ],
  [
    { type: "goodbye", fault: { code: "shutting_down" }, time },
    {
      type: "error",
      fault: { code: "shutting_down" },
      text: "The server is closing. Try again in a moment.",
    },
    { type: "said", text: "The server is closing. Try again in a moment." },
  ],
];

const said: Entry = { log: "tea", seq: 7, time, from: "al", text: "a\nb", key: "k" };
const whispered: Entry = { log: "@id", seq: 3, time, from: "al", to: "bob", text: "psst" };
const inV2Alone: readonly (readonly [Answer, ServerMessage])[] = [
  [
    { type: "rooms", rooms: [{ room: "tea", topic: "green", members: 2 }], key: "k" },
    { type: "rooms", rooms: [{ room: "tea", topic: "green", members: 2 }], key: "k" },
  ],
  [
    { type: "join", room: "tea", topic: "green", members: 1, seq: 7, key: "k" },
    { type: "join", room: "tea", topic: "green", members: 1, seq: 7, key: "k" },
  ],
  [
    { type: "leave", room: "tea", key: "k" },
    { type: "leave", room: "tea", key: "k" },
  ],
  [
    { type: "topic", room: "tea", topic: "", key: "k" },
    { type: "topic", room: "tea", topic: "", key: "k" },
  ],
  [
    { type: "history", room: "tea", entries: [said], key: "k" },
    { type: "history", room: "tea", entries: [said], key: "k" },
  ],
  [
    { type: "search", room: "lobby", nickname: "bob", entries: [whispered] },
    { type: "search", nickname: "bob", entries: [{ ...whispered, log: mailboxCursor }] },
  ],
  [{ type: "ping" }, { type: "ping" }],
  [
    { type: "error", fault: { code: "not_in_room", room: "tea" }, key: "k" },
    {
      type: "error",
      fault: { code: "not_in_room", room: "tea" },
      text: "You are not in tea. Type /join tea first.",
      key: "k",
    },
  ],
];

describe("decodeServerMessage", () => {
  test.each(inV2Alone)("reads %j", (answer, message) => {
    expect(read(v2.answer(answer, en))).toEqual([message]);
  });

  test("reads the same answers out of the frames for a classic session", () => {
    const frames = inV2Alone.slice(0, 7).map(([answer]) => classic.answer(answer, en).join(""));
    expect(read(frames)).toEqual(inV2Alone.slice(0, 7).map(([, message]) => message));
  });

  test("reads a topic's notice", () => {
    const notice = { event: "topic", room: "tea", nickname: "al", topic: "green", time } as const;
    expect(read(v2.notice(notice, en))).toEqual([{ type: "notice", ...notice }]);
    expect(read(classic.notice(notice, en))).toEqual([{ type: "said", text: "al set the topic: green" }]);
  });

  test.each(answers)("reads %j in both dialects", (answer, inV2, inClassic) => {
    expect(read(v2.answer(answer, en))).toEqual([inV2]);
    expect(read(classic.answer(answer, en))).toEqual([inClassic]);
  });

  test("reads entries in both dialects", () => {
    const entry: Entry = { log: "lobby", seq: 7, time, from: "al", text: "a\nb", key: "k" };
    const direct: Entry = { log: "@id", seq: 3, time, from: "al", to: "bob", text: "psst" };
    expect(read(v2.entry(entry))).toEqual([{ type: "entry", entry, repeat: false }]);
    expect(read(v2.answer({ type: "repeat", entry }, en))).toEqual([{ type: "entry", entry, repeat: true }]);
    expect(read(v2.entry(direct))).toEqual([
      { type: "entry", entry: { ...direct, log: mailboxCursor }, repeat: false },
    ]);
    expect(read(classic.entry(entry))).toEqual([
      { type: "stamped", time, from: "al", to: undefined, text: "a\n| b" },
    ]);
    expect(read(classic.entry(direct))).toEqual([
      { type: "stamped", time, from: "al", to: "bob", text: "psst" },
    ]);
  });

  test("reads notices; an event of a later version is a sentence", () => {
    const notice = { event: "join", room: "lobby", nickname: "al", time } as const;
    expect(read(v2.notice(notice, en))).toEqual([{ type: "notice", topic: "", ...notice }]);
    expect(read(classic.notice(notice, en))).toEqual([{ type: "said", text: "al joined the room" }]);
    expect(
      read([JSON.stringify({ type: "system_msg", event: "of_tomorrow", time, msg: "new topic" })]),
    ).toEqual([{ type: "said", text: "new topic" }]);
  });

  test("cleans whatever will be shown", () => {
    const dirty = "a\u001b[31m\u0007b";
    const entry = { seq: 1, time, from: dirty, msg: dirty };
    const frames = [
      { type: "broadcast", room: dirty, seq: 1, time, from: `${dirty}\n`, msg: dirty },
      { type: "broadcast", msg: `[${dirty}] : ${dirty}\r\n` },
      { type: "ls", members: [{ nickname: dirty }] },
      { type: "ls", msg: `${dirty},\r\n` },
      { type: "error", code: "nickname_taken", nickname: dirty, msg: dirty },
      { type: "login", success: false, msg: dirty },
      { type: "login", success: true, v: 2, nickname: dirty, server: { name: dirty, version: dirty } },
      { type: "system_msg", event: "join", nickname: dirty, time, msg: dirty },
      { type: "help", msg: dirty },
      { type: "login", success: true, v: 2, rooms: [{ room: dirty, topic: dirty, seq: 1 }] },
      { type: "rooms", rooms: [{ room: dirty, topic: `${dirty}\n`, members: 1 }] },
      { type: "join", room: dirty, topic: dirty, seq: 1 },
      { type: "leave", room: dirty },
      { type: "topic", room: dirty, topic: dirty },
      { type: "history", room: dirty, entries: [{ ...entry, type: "broadcast", room: dirty }] },
      { type: "search", nickname: dirty, entries: [{ ...entry, type: "single", to: dirty }] },
      { type: "system_msg", event: "topic", room: dirty, nickname: dirty, topic: dirty, time, msg: dirty },
      { type: dirty },
    ];
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(JSON.stringify(read(frames.map((frame) => JSON.stringify(frame))))).not.toMatch(/\\u00|\u001b/);
  });

  test.each([
    ["is too long", "x".repeat(keyCharactersMax + 1)],
    ["is a number", 1],
    ["is an object", {}],
  ])("knows of what has a key that %s what it is about", (_, key) => {
    const rooms = { type: "rooms", rooms: [], key };
    expect(decodeServerMessage(JSON.stringify(rooms))).toMatchObject({ ok: false, regarding: "rooms" });
    expect(read([JSON.stringify({ type: "later", key })])).toEqual([{ type: "unknown", name: "later" }]);
  });

  test("takes what it does not know for what it is", () => {
    expect(read([`{"type":"weather","msg":"fair"}`, `{"type":"constructor"}`])).toEqual([
      { type: "unknown", name: "weather" },
      { type: "unknown", name: "constructor" },
    ]);
    expect(read([`{"type":"error","code":"of_tomorrow","msg":"too early","more":1}`])).toEqual([
      { type: "error", text: "too early" },
    ]);
  });

  test.each([
    "nothing",
    "[1]",
    "{}",
    `{"type":1}`,
    `{"type":"broadcast"}`,
    `{"type":"broadcast","seq":0,"time":1,"room":"r","from":"a","msg":"x"}`,
    `{"type":"login"}`,
    `{"type":"login","success":true,"v":2,"rooms":[{"room":"tea","seq":-1}]}`,
    `{"type":"join","topic":"x"}`,
    `{"type":"rooms","rooms":[{"room":"tea"}]}`,
    `{"type":"history","room":"tea"}`,
    `{"type":"leave"}`,
  ])("refuses %s", (frame) => {
    expect(decodeServerMessage(frame).ok).toBe(false);
  });

  test("throws for nothing a hostile server sends, and shows nothing that moves a cursor", () => {
    fc.assert(
      fc.property(anyHostileFrame, (frame) => {
        const message = decodeServerMessage(frame);
        for (const text of message.ok ? textsIn(message.value) : [])
          expect(text).not.toMatch(/(?![\n\t])\p{Cc}|[\u202a-\u202e]/u);
      }),
      { numRuns: 3000 },
    );
  });
});

const names =
  "type msg nickname from to room seq time success members code event v rooms entries topic token epochs why";
const types = "login broadcast single system_msg ls ignore error join leave topic rooms history search gap";
const anyHostileFrame = fc.oneof(
  fc
    .dictionary(
      fc.constantFrom(...names.split(" ")),
      fc.oneof(
        fc.constantFrom<unknown>(...types.split(" "), 1, true),
        anyText.map((text) => `\u001b]0;x\u0007\u202e${text}\u009b2J`),
        fc.jsonValue({ maxDepth: 2 }),
      ),
    )
    .map((fields) => JSON.stringify(fields)),
  anyFrame,
  anyText,
);

const hidden: ReadonlySet<string> = new Set(["key", "token", "epochs"]);

/** All texts that a client could show: all but keys, tokens and epochs, which it only sends back. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (hidden.has(name) ? [] : textsIn(inner)));
}
