/** The lines of the v2 dialect, and requests that are understood as they were meant. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { en } from "../../src/locale/en.ts";
import type { Answer } from "../../src/protocol/answers.ts";
import type { Request } from "../../src/protocol/requests.ts";
import { historyEntriesMax } from "../../src/protocol/limits.ts";
import { parseNickname } from "../../src/protocol/nickname.ts";
import { mailboxCursor } from "../../src/protocol/entry.ts";
import { decodeRequest, parseMessage } from "../../src/protocol/requests.ts";
import { parseRoom } from "../../src/protocol/room.ts";
import { cleanLine } from "../../src/protocol/text.ts";
import { encodeRequest } from "../../src/protocol/request-encoder.ts";
import { v2 } from "../../src/protocol/v2.ts";
import { anyCodePoints } from "../support/code-points.ts";

const time = 1_795_427_043_000;
const entry = { log: "lobby", seq: 7, time, from: "alice", text: "one\ntwo" } as const;
const server = { name: "Tea room", version: "1.0" } as const;
const place = {
  token: "t",
  resumed: true,
  ignoring: false,
  rooms: [{ room: "lobby", topic: "", members: 2, seq: 7 }],
  mailboxSeq: 3,
  epochs: [{ id: "e1", first: 1 }],
} as const;

test.each([
  [
    entry,
    String.raw`{"type":"broadcast","room":"lobby","seq":7,"time":1795427043000,"from":"alice","msg":"one\ntwo"}`,
  ],
  [
    { ...entry, key: "k1" },
    String.raw`{"type":"broadcast","room":"lobby","seq":7,"time":1795427043000,"from":"alice","msg":"one\ntwo","key":"k1"}`,
  ],
  [
    { ...entry, log: "@secret", to: "bob", text: "psst" },
    '{"type":"single","seq":7,"time":1795427043000,"from":"alice","to":"bob","msg":"psst"}',
  ],
] as const)("v2 shows an entry (case %#)", (shown, line) => {
  expect(v2.entry(shown)).toEqual([`${line}\n`]);
});

test("v2 shows a notice", () => {
  expect(v2.notice({ event: "join", room: "lobby", nickname: "alice", time }, en)).toEqual([
    '{"type":"system_msg","event":"join","nickname":"alice","room":"lobby","time":1795427043000,"msg":"alice joined the room"}\n',
  ]);
});

test("v2 shows a topic's notice with the topic", () => {
  expect(v2.notice({ event: "topic", room: "tea", nickname: "alice", topic: "green", time }, en)).toEqual([
    '{"type":"system_msg","event":"topic","nickname":"alice","room":"tea","topic":"green","time":1795427043000,"msg":"alice set the topic: green"}\n',
  ]);
});

test("v2 shows a new nickname with the old one", () => {
  expect(v2.notice({ event: "nick", room: "tea", nickname: "alice", to: "anna", time }, en)).toEqual([
    '{"type":"system_msg","event":"nick","nickname":"alice","to":"anna","room":"tea","time":1795427043000,"msg":"alice is called anna now"}\n',
  ]);
});

const answers: readonly (readonly [answer: Answer, line: string])[] = [
  [
    { type: "login", success: true, nickname: "alice", server, ...place, key: "k" },
    '{"type":"login","success":true,"v":2,"nickname":"alice","token":"t","resumed":true,"ignoring":false,"server":{"name":"Tea room","version":"1.0"},"rooms":[{"room":"lobby","topic":"","members":2,"seq":7}],"mailbox":3,"epochs":[["e1",1]],"limits":{"frame":81920,"message":12288},"msg":"Welcome to Tea room, alice","key":"k"}',
  ],
  [
    { type: "login", success: false, fault: { code: "nickname_taken", nickname: "alice" }, key: "k" },
    '{"type":"login","success":false,"code":"nickname_taken","nickname":"alice","msg":"The nickname alice is taken. Choose another one.","key":"k"}',
  ],
  [
    {
      type: "ls",
      room: "lobby",
      members: [
        { nickname: "alice", away: false },
        { nickname: "bob", away: true, text: "lunch" },
      ],
      key: "k",
    },
    '{"type":"ls","room":"lobby","members":[{"nickname":"alice","away":false},{"nickname":"bob","away":true,"msg":"lunch"}],"key":"k"}',
  ],
  [
    {
      type: "rooms",
      rooms: [
        { room: "lobby", topic: "", members: 2 },
        { room: "tea", topic: "green", members: 0 },
      ],
      key: "k",
    },
    '{"type":"rooms","rooms":[{"room":"lobby","topic":"","members":2},{"room":"tea","topic":"green","members":0}],"key":"k"}',
  ],
  [
    { type: "join", room: "tea", topic: "green", members: 1, key: "k", seq: 7 },
    '{"type":"join","room":"tea","topic":"green","members":1,"key":"k","seq":7}',
  ],
  [{ type: "leave", room: "tea", key: "k" }, '{"type":"leave","room":"tea","key":"k"}'],
  [{ type: "topic", room: "tea", topic: "green" }, '{"type":"topic","room":"tea","topic":"green"}'],
  [
    { type: "history", room: "lobby", entries: [entry], key: "k" },
    String.raw`{"type":"history","room":"lobby","entries":[{"type":"broadcast","room":"lobby","seq":7,"time":1795427043000,"from":"alice","msg":"one\ntwo"}],"key":"k"}`,
  ],
  [
    { type: "history", room: "lobby", nickname: "bob", entries: [{ ...entry, log: "@secret", to: "bob" }] },
    String.raw`{"type":"history","nickname":"bob","entries":[{"type":"single","seq":7,"time":1795427043000,"from":"alice","to":"bob","msg":"one\ntwo"}]}`,
  ],
  [
    { type: "search", room: "tea", entries: [], key: "k" },
    '{"type":"search","room":"tea","entries":[],"key":"k"}',
  ],
  [{ type: "nick", nickname: "anna", key: "k" }, '{"type":"nick","nickname":"anna","key":"k"}'],
  [{ type: "away", away: true, text: "lunch" }, '{"type":"away","away":true,"msg":"lunch"}'],
  [{ type: "away", away: false, text: "", key: "k" }, '{"type":"away","away":false,"msg":"","key":"k"}'],
  [
    {
      type: "whois",
      nickname: "bob",
      rooms: ["lobby"],
      since: 1,
      spokeAt: 2,
      away: true,
      text: "x",
      key: "k",
    },
    '{"type":"whois","nickname":"bob","rooms":["lobby"],"since":1,"spoke":2,"away":true,"msg":"x","key":"k"}',
  ],
  [
    { type: "whois", nickname: "bob", rooms: [], since: 1, away: false },
    '{"type":"whois","nickname":"bob","rooms":[],"since":1,"away":false}',
  ],
  [{ type: "watchers", watchers: 2, key: "k" }, '{"type":"typing","watchers":2,"key":"k"}'],
  [{ type: "typing", nickname: "bob", room: "tea" }, '{"type":"typing","nickname":"bob","room":"tea"}'],
  [{ type: "typing", nickname: "bob", to: "al" }, '{"type":"typing","nickname":"bob","to":"al"}'],
  [
    { type: "absent", nickname: "bob", text: "lunch", time },
    '{"type":"system_msg","event":"away","nickname":"bob","text":"lunch","time":1795427043000,"msg":"bob is away: lunch"}',
  ],
  [{ type: "ping" }, '{"type":"ping"}'],
  [
    { type: "error", fault: { code: "not_in_room", room: "tea" }, regarding: "leave", key: "k" },
    '{"type":"error","code":"not_in_room","room":"tea","msg":"You are not in tea. Type /join tea first.","key":"k"}',
  ],
  [{ type: "help", key: "k" }, `{"type":"help","msg":${JSON.stringify(en.classicHelp)},"key":"k"}`],
  [
    { type: "ignore", ignoring: true, time, key: "k" },
    `{"type":"ignore","success":true,"ignoring":true,"msg":${JSON.stringify(en.ignoring)},"key":"k"}`,
  ],
  [
    { type: "ignore", ignoring: false, time },
    `{"type":"ignore","success":true,"ignoring":false,"msg":${JSON.stringify(en.notIgnoring)}}`,
  ],
  [{ type: "pong", key: "k" }, '{"type":"pong","key":"k"}'],
  [{ type: "pong" }, '{"type":"pong"}'],
  [
    { type: "repeat", entry: { ...entry, key: "k1" }, key: "k1" },
    String.raw`{"type":"broadcast","room":"lobby","seq":7,"time":1795427043000,"from":"alice","msg":"one\ntwo","key":"k1","repeat":true}`,
  ],
  [
    {
      type: "error",
      fault: { code: "bad_field", field: "msg", expected: "string" },
      regarding: "sendto",
      key: "k",
    },
    '{"type":"error","code":"bad_field","field":"msg","expected":"string","msg":"The field \\"msg\\" must be: string.","key":"k"}',
  ],
  [
    { type: "goodbye", fault: { code: "shutting_down" }, time },
    '{"type":"error","code":"shutting_down","msg":"The server is closing. Try again in a moment."}',
  ],
];

test.each(answers)("v2 answers (case %#)", (answer, line) => {
  expect(v2.answer(answer, en)).toEqual([`${line}\n`]);
});

test("v2 writes one line for each entry, whatever the text", () => {
  fc.assert(
    fc.property(anyCodePoints(), (text) => {
      const [line = "", ...more] = v2.entry({ ...entry, text });
      expect(more).toEqual([]);
      expect(line.indexOf("\n")).toBe(line.length - 1);
    }),
  );
});

const anyKey = fc.option(fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }), { nil: undefined });
const anyNickname = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 8 })
  .map(parseNickname)
  .filter((parsed) => parsed.ok)
  .map(({ value }) => value);
const anyText = anyCodePoints({ minLength: 1 })
  .map(parseMessage)
  .filter((parsed) => parsed.ok)
  .map(({ value }) => value);

const anyRoom = fc.oneof(
  fc.constant("lobby"),
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 8 })
    .map(parseRoom)
    .filter((parsed) => parsed.ok)
    .map(({ value }) => value),
);
const anySeq = fc.nat();
const maybeSeq = fc.option(anySeq, { nil: undefined });
const maybeNickname = fc.option(anyNickname, { nil: undefined });
const anyLimit = fc.integer({ min: 1, max: historyEntriesMax });
const anyCursors = fc
  .array(fc.tuple(fc.oneof(fc.constant(mailboxCursor), anyRoom), anySeq), { maxLength: 4 })
  .map((pairs) => new Map(pairs));

const anyRequest: fc.Arbitrary<Request> = fc.oneof(
  fc.record({
    type: fc.constant("login" as const),
    nickname: anyNickname,
    version: fc.constantFrom(1 as const, 2 as const),
    token: fc.option(fc.string({ maxLength: 8 }), { nil: undefined }),
    after: fc.option(anyCursors, { nil: undefined }),
    joining: fc.option(fc.array(anyRoom, { maxLength: 4 }), { nil: undefined }),
    quiet: fc.option(fc.boolean(), { nil: undefined }),
    typing: fc.option(fc.boolean(), { nil: undefined }),
    key: anyKey,
  }),
  fc.record({ type: fc.constant("broadcast" as const), room: anyRoom, text: anyText, key: anyKey }),
  fc.record({ type: fc.constant("sendto" as const), nickname: anyNickname, text: anyText, key: anyKey }),
  fc.record({ type: fc.constant("join" as const), room: anyRoom, after: maybeSeq, key: anyKey }),
  fc.record({ type: fc.constantFrom("ls", "leave"), room: anyRoom, key: anyKey }),
  fc.record({
    type: fc.constant("topic" as const),
    room: anyRoom,
    topic: fc.constantFrom(undefined, "", "green tea"),
    key: anyKey,
  }),
  fc.record({
    type: fc.constant("history" as const),
    room: anyRoom,
    nickname: maybeNickname,
    after: maybeSeq,
    before: maybeSeq,
    limit: anyLimit,
    key: anyKey,
  }),
  fc.record({
    type: fc.constant("search" as const),
    room: anyRoom,
    nickname: maybeNickname,
    query: fc.string({ unit: "grapheme" }).map(cleanLine),
    limit: anyLimit,
    key: anyKey,
  }),
  fc.record({ type: fc.constantFrom("nick", "whois"), nickname: anyNickname, key: anyKey }),
  fc.record({
    type: fc.constant("away" as const),
    text: fc.constantFrom(undefined, "", "lunch"),
    key: anyKey,
  }),
  fc.record({
    type: fc.constant("typing" as const),
    room: anyRoom,
    nickname: fc.constant(undefined),
    key: anyKey,
  }),
  fc.record({
    type: fc.constant("typing" as const),
    room: fc.constant("lobby"),
    nickname: anyNickname,
    key: anyKey,
  }),
  fc.record({ type: fc.constantFrom("rooms", "help", "ignore", "ping", "pong"), key: anyKey }),
);

test("encodeRequest is what decodeRequest understands", () => {
  fc.assert(
    fc.property(anyRequest, (request) => {
      expect(decodeRequest(encodeRequest(request))).toEqual({ ok: true, request });
    }),
    { numRuns: 500 },
  );
});

test.each([
  [{ type: "login", nickname: "alice", version: 1 }, '{"type":"login","msg":"alice"}'],
  [{ type: "login", nickname: "alice", version: 2 }, '{"type":"login","msg":"alice","v":2}'],
  [{ type: "broadcast", room: "lobby", text: "hi" }, '{"type":"broadcast","msg":"hi"}'],
  [
    { type: "sendto", nickname: "bob", text: "hi", key: "k" },
    '{"type":"sendto","nickname":"bob","msg":"hi","key":"k"}',
  ],
  [{ type: "ls", room: "lobby" }, '{"type":"ls","msg":null}'],
  [{ type: "help" }, '{"type":"help","msg":null}'],
  [{ type: "ignore" }, '{"type":"ignore","msg":null}'],
] as const)("encodeRequest writes what the old server reads: %j", (request, frame) => {
  expect(encodeRequest(request)).toBe(`${frame}\n`);
});
