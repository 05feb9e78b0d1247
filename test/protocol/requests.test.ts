/** What becomes of everything a client can send: a checked request, or a fault that says what was wrong. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import {
  messageBytesMax,
  nicknameBytesMax,
  queryCharactersMax,
  roomsPerSessionMax,
} from "../../src/protocol/limits.ts";
import { decodeRequest, parseMessage } from "../../src/protocol/requests.ts";
import { excerpt } from "../../src/protocol/text.ts";
import { anyFrame, anyText } from "../support/frames.ts";

test.each([
  ['{"type":"login","msg":"alice"}', { type: "login", nickname: "alice", version: 1 }],
  ['{"type":"broadcast","msg":"hello"}', { type: "broadcast", room: "lobby", text: "hello" }],
  ['{"type":"sendto","nickname":"bob","msg":"a b c"}', { type: "sendto", nickname: "bob", text: "a b c" }],
  ['{"type":"ls","msg":null}', { type: "ls", room: "lobby" }],
  ['{"type":"help","msg":null}', { type: "help" }],
  ['{"type":"ignore","msg":null}', { type: "ignore" }],
  ['{"type":"ls"}', { type: "ls", room: "lobby" }],
  ['{"msg":"alice","type":"login"}', { type: "login", nickname: "alice", version: 1 }],
] as const)("decodeRequest reads classic %s", (frame, request) => {
  expect(decodeRequest(frame)).toEqual({ ok: true, request });
});

test.each([
  ['{"type":"login","msg":"","v":2}', 2],
  ['{"type":"login","v":2}', 2],
  ['{"type":"login","msg":""}', undefined],
  ['{"type":"login","msg":"","v":3}', undefined],
  ['{"type":"broadcast","msg":"","v":2}', undefined],
  ['{"type":"nick","msg":"","v":2}', undefined],
  ['{"type":"dance","v":2}', undefined],
])(
  "decodeRequest knows the version of a login that it refuses, and of nothing else: %s",
  (frame, version) => {
    const decoded = decodeRequest(frame);
    const told: unknown = decoded.ok ? "ok" : decoded.version;
    expect(told).toBe(version);
  },
);

test.each([
  ['{"type":"login","msg":"alice","v":2}', { type: "login", nickname: "alice", version: 2 }],
  [
    '{"type":"login","msg":"alice","v":2,"key":"k"}',
    { type: "login", nickname: "alice", version: 2, key: "k" },
  ],
  [
    `{"type":"login","msg":"alice","v":2,"epochs":[["${"e".repeat(22)}",1]]}`,
    { type: "login", nickname: "alice", version: 2, epochs: [{ id: "e".repeat(22), first: 1 }] },
  ],
  ['{"type":"login","msg":"alice","v":3}', { type: "login", nickname: "alice", version: 1 }],
  [
    '{"type":"broadcast","msg":"hi","age":5000,"key":"k"}',
    { type: "broadcast", room: "lobby", text: "hi", age: 5_000, key: "k" },
  ],
  [
    '{"type":"sendto","nickname":"bob","msg":"hi","age":0}',
    { type: "sendto", nickname: "bob", text: "hi", age: 0 },
  ],
  [
    '{"type":"broadcast","msg":"hi","room":"lobby","key":"k"}',
    { type: "broadcast", room: "lobby", text: "hi", key: "k" },
  ],
  [
    '{"type":"sendto","nickname":"b","msg":"c","key":"k"}',
    { type: "sendto", nickname: "b", text: "c", key: "k" },
  ],
  ['{"type":"ls","room":"lobby","key":"k"}', { type: "ls", room: "lobby", key: "k" }],
  ['{"type":"help","key":"k"}', { type: "help", key: "k" }],
  ['{"type":"ignore","key":"k"}', { type: "ignore", key: "k" }],
  ['{"type":"ping","key":"k"}', { type: "ping", key: "k" }],
  ['{"type":"ping","of":{"a":"later"},"version":[1]}', { type: "ping" }],
] as const)("decodeRequest reads v2 %s", (frame, request) => {
  expect(decodeRequest(frame)).toEqual({ ok: true, request });
});

test.each([
  ["", "bad_json"],
  ["{", "bad_json"],
  ["{]", "bad_json"],
  ["{'type':'ls'}", "bad_json"],
  ["{type:1}", "bad_json"],
  ["null", "bad_json"],
  ["[]", "bad_json"],
  ['"ls"', "bad_json"],
  ["12", "bad_json"],
] as const)("decodeRequest finds no object in %s", (frame, code) => {
  expect(decodeRequest(frame)).toEqual({ ok: false, fault: { code } });
});

test.each([
  ["{}", "type", undefined],
  ['{"type":null}', "type", undefined],
  ['{"type":["ls"]}', "type", undefined],
  ['{"__proto__":{"type":"ls"}}', "type", undefined],
  ['{"type":"login"}', "msg", "login"],
  ['{"type":"login","msg":null}', "msg", "login"],
  ['{"type":"login","msg":{"a":1}}', "msg", "login"],
  ['{"type":"login","msg":"alice","v":"2"}', "v", "login"],
  ['{"type":"login","__proto__":{"msg":"alice"}}', "msg", "login"],
  ['{"type":"broadcast"}', "msg", "broadcast"],
  ['{"type":"broadcast","msg":1}', "msg", "broadcast"],
  ['{"type":"broadcast","msg":["a"]}', "msg", "broadcast"],
  ['{"type":"broadcast","msg":"a","age":-1}', "age", "broadcast"],
  ['{"type":"broadcast","msg":"a","age":1.5}', "age", "broadcast"],
  ['{"type":"sendto","nickname":"bob","msg":"a","age":"1"}', "age", "sendto"],
  ['{"type":"login","msg":"a","epochs":[["e"]]}', "epochs.0.1", "login"],
  [`{"type":"login","msg":"a","epochs":[["${"e".repeat(23)}",1]]}`, "epochs.0.0", "login"],
  [
    `{"type":"login","msg":"a","epochs":[${Array.from({ length: 17 }, () => '["e",1]').join()}]}`,
    "epochs",
    "login",
  ],
  ['{"type":"sendto","msg":"a"}', "nickname", "sendto"],
  ['{"type":"sendto","nickname":1,"msg":"a"}', "nickname", "sendto"],
  ['{"type":"sendto","nickname":"bob"}', "msg", "sendto"],
  ['{"type":"ls","key":1}', "key", "ls"],
  ['{"type":"ping","key":""}', "key", "ping"],
  [`{"type":"ping","key":"${"k".repeat(65)}"}`, "key", "ping"],
  [String.raw`{"type":"ping","key":"\ud800"}`, "key", "ping"],
] as const)("decodeRequest names the bad field of %s", (frame, field, regarding) => {
  const decoded = decodeRequest(frame);
  expect(decoded).toMatchObject({ ok: false, fault: { code: "bad_field", field } });
  expect(decoded.ok ? undefined : decoded.regarding).toBe(regarding);
});

test.each([
  ['{"type":"dance"}', "dance"],
  ['{"type":""}', ""],
  ['{"type":"LS"}', "LS"],
  ['{"type":"toString"}', "toString"],
  ['{"type":"__proto__"}', "__proto__"],
  [String.raw`{"type":"\u001b[31mred\nline"}`, "red line"],
  [String.raw`{"type":"\ud800"}`, "\ufffd"],
  [`{"type":"${"x".repeat(9_999)}"}`, `${"x".repeat(40)}…`],
] as const)("decodeRequest does not know the type of %s", (frame, value) => {
  expect(decodeRequest(frame)).toMatchObject({ ok: false, fault: { code: "unknown_type", value } });
});

test.each([
  ['{"type":"login","msg":"a b","key":"k"}', { code: "nickname_space" }, "login"],
  ['{"type":"login","msg":"","key":"k"}', { code: "nickname_empty" }, "login"],
  [String.raw`{"type":"login","msg":"a\ud800","key":"k"}`, { code: "nickname_characters" }, "login"],
  ['{"type":"broadcast","msg":"","key":"k"}', { code: "message_empty" }, "broadcast"],
  [String.raw`{"type":"broadcast","msg":" \u001b[2J\n","key":"k"}`, { code: "message_empty" }, "broadcast"],
  ['{"type":"sendto","nickname":"b","msg":"\\t","key":"k"}', { code: "message_empty" }, "sendto"],
  ['{"type":"dance","key":"k"}', { code: "unknown_type", value: "dance" }, undefined],
  ['{"type":"broadcast","key":"k"}', { code: "bad_field", field: "msg", expected: "string" }, "broadcast"],
] as const)("decodeRequest gives the key back with the fault of %s", (frame, fault, regarding) => {
  expect(decodeRequest(frame)).toEqual({ ok: false, fault, regarding, key: "k" });
});

test.each([
  ["a".repeat(queryCharactersMax), "a".repeat(queryCharactersMax)],
  ["a".repeat(queryCharactersMax + 1), "a".repeat(queryCharactersMax)],
  // Cut between the halves of a character.
  [`${"a".repeat(queryCharactersMax - 1)}😀`, `${"a".repeat(queryCharactersMax - 1)}\ufffd`],
  [`${"a".repeat(queryCharactersMax - 2)}😀`, `${"a".repeat(queryCharactersMax - 2)}😀`],
])("decodeRequest cuts a long query to its bound, as Unicode: %j", (query, cut) => {
  expect(decodeRequest(JSON.stringify({ type: "search", query }))).toMatchObject({ request: { query: cut } });
});

/** Combining marks out of order: to normalize a frame full of them takes half a second. */
const marks = "\u0345\u0301\u0316\u0334".repeat(2_000);

test.each([
  ["sendto", { nickname: marks, msg: "hi" }],
  ["whois", { nickname: marks }],
  ["history", { nickname: marks }],
  ["search", { nickname: marks, query: "tea" }],
  ["typing", { nickname: marks }],
  ["whois", { nickname: "a".repeat(nicknameBytesMax + 1) }],
] as const)("decodeRequest refuses %s to a nickname that is too long to be anybody's", (type, fields) => {
  const fault = { code: "nickname_unknown", nickname: excerpt(fields.nickname) };
  expect(decodeRequest(JSON.stringify({ type, ...fields, key: "k" }))).toMatchObject({
    ok: false,
    fault,
    key: "k",
  });
});

test("decodeRequest takes the longest nickname that somebody may have", () => {
  const nickname = "a".repeat(nicknameBytesMax);
  expect(decodeRequest(JSON.stringify({ type: "whois", nickname }))).toMatchObject({
    ok: true,
    request: { nickname },
  });
});

test.each([
  [roomsPerSessionMax, true],
  [roomsPerSessionMax + 1, false],
  [10_000, false],
])("decodeRequest takes a login that names %i rooms and the mailbox: %p", (count, ok) => {
  const after: Record<string, number> = { "@": 7 };
  for (let index = 0; index < count; index += 1) after[`room-${index}`] = index;
  const decoded = decodeRequest(JSON.stringify({ type: "login", msg: "ann", v: 2, after, key: "k" }));
  expect(decoded.ok).toBe(ok);
  if (decoded.ok) expect(decoded.request).toHaveProperty("after.size", count + 1);
  else
    expect(decoded).toMatchObject({
      fault: { code: "bad_field", field: "after" },
      regarding: "login",
      key: "k",
    });
});

test("decodeRequest cleans texts on the way in", () => {
  const text = "a\u001b[31m\u202eb\r\nc\td\ud800";
  const frame = JSON.stringify({ type: "broadcast", msg: text });
  expect(decodeRequest(frame)).toEqual({
    ok: true,
    request: { type: "broadcast", room: "lobby", text: "ab\nc\td\ufffd" },
  });
});

test("decodeRequest leaves the prototype of all objects alone", () => {
  decodeRequest(
    '{"type":"broadcast","msg":"a","__proto__":{"admin":true},"constructor":{"prototype":{"admin":1}}}',
  );
  expect(Object.hasOwn(Object.prototype, "admin")).toBe(false);
});

test("decodeRequest gives the request no field that was not asked for", () => {
  const decoded = decodeRequest('{"type":"ls","__proto__":{"admin":true},"identity":"x","text":"y"}');
  expect(decoded.ok ? Object.keys(decoded.request).toSorted() : []).toEqual(["key", "room", "type"]);
});

test("decodeRequest throws for nothing, and its texts are clean", () => {
  const anyField = fc.constantFrom("type", "msg", "nickname", "key", "v", "__proto__");
  const anyValue = fc.oneof(
    fc.constantFrom("login", "broadcast", "sendto", "ls", "help", "ignore", "ping"),
    anyText,
    fc.jsonValue({ maxDepth: 1 }),
  );
  const anyRequest = fc.dictionary(anyField, anyValue).map((fields) => JSON.stringify(fields));
  fc.assert(
    fc.property(fc.oneof(anyRequest, anyFrame, anyText), (frame) => {
      const decoded = decodeRequest(frame);
      if (decoded.ok && "text" in decoded.request)
        expect(decoded.request.text).not.toMatch(/(?![\n\t])\p{Cc}/u);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ["a".repeat(messageBytesMax), true],
  ["a".repeat(messageBytesMax + 1), false],
  ["你".repeat(messageBytesMax / 3), true],
  [`${"你".repeat(messageBytesMax / 3)}a`, false],
  [`${"你".repeat(messageBytesMax / 3)}\u0007\r`, false],
  [`${"你".repeat(messageBytesMax / 3)}\u0007`, true],
  ["😀".repeat(messageBytesMax / 4), true],
  ["😀".repeat(messageBytesMax / 4 + 1), false],
] as const)("parseMessage counts bytes after cleaning (case %#)", (text, fits) => {
  const parsed = parseMessage(text);
  expect(parsed.ok).toBe(fits);
  if (!parsed.ok) expect(parsed.fault).toEqual({ code: "message_too_long", bytesMax: messageBytesMax });
});
