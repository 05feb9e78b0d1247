/** The lines of the v2 dialect, and requests that are understood as they were meant. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { en } from "../../src/locale/en.ts";
import type { Answer } from "../../src/protocol/answers.ts";
import type { Request } from "../../src/protocol/requests.ts";
import { decodeRequest, parseMessage } from "../../src/protocol/requests.ts";
import { parseNickname } from "../../src/protocol/nickname.ts";
import { encodeRequest, v2 } from "../../src/protocol/v2.ts";

const time = 1_795_427_043_000;
const entry = { log: "lobby", seq: 7, time, from: "alice", text: "one\ntwo" } as const;
const server = { name: "Tea room", version: "1.0" } as const;

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

const answers: readonly (readonly [answer: Answer, line: string])[] = [
  [
    { type: "login", success: true, nickname: "alice", server, key: "k" },
    '{"type":"login","success":true,"v":2,"nickname":"alice","server":{"name":"Tea room","version":"1.0"},"msg":"Welcome to Tea room, alice","key":"k"}',
  ],
  [
    { type: "login", success: false, fault: { code: "nickname_taken", nickname: "alice" }, key: "k" },
    '{"type":"login","success":false,"code":"nickname_taken","nickname":"alice","msg":"The nickname alice is taken. Choose another one.","key":"k"}',
  ],
  [
    { type: "ls", room: "lobby", nicknames: ["alice", "bob"], key: "k" },
    '{"type":"ls","room":"lobby","members":[{"nickname":"alice"},{"nickname":"bob"}],"key":"k"}',
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
    fc.property(fc.string({ unit: "binary" }), (text) => {
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
const anyText = fc
  .string({ unit: "binary", minLength: 1 })
  .map(parseMessage)
  .filter((parsed) => parsed.ok)
  .map(({ value }) => value);

const anyRequest: fc.Arbitrary<Request> = fc.oneof(
  fc.record({
    type: fc.constant("login" as const),
    nickname: anyNickname,
    version: fc.constantFrom(1 as const, 2 as const),
    key: anyKey,
  }),
  fc.record({ type: fc.constant("broadcast" as const), text: anyText, key: anyKey }),
  fc.record({ type: fc.constant("sendto" as const), nickname: anyNickname, text: anyText, key: anyKey }),
  fc.record({ type: fc.constantFrom("ls", "help", "ignore", "ping"), key: anyKey }),
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
  [{ type: "broadcast", text: "hi" }, '{"type":"broadcast","msg":"hi"}'],
  [
    { type: "sendto", nickname: "bob", text: "hi", key: "k" },
    '{"type":"sendto","nickname":"bob","msg":"hi","key":"k"}',
  ],
  [{ type: "ls" }, '{"type":"ls","msg":null}'],
  [{ type: "help" }, '{"type":"help","msg":null}'],
  [{ type: "ignore" }, '{"type":"ignore","msg":null}'],
] as const)("encodeRequest writes what the old server reads: %j", (request, frame) => {
  expect(encodeRequest(request)).toBe(`${frame}\n`);
});
