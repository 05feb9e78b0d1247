/** What a client takes from the least that a server may say, and what it says of a frame that it refuses. */
import { describe, expect, test } from "bun:test";
import { mailboxCursor } from "../../src/protocol/entry.ts";
import { classicNameBytesMax, membersListedMax, roomsPerSessionMax } from "../../src/protocol/limits.ts";
import { decodeServerMessage } from "../../src/protocol/server-decoder.ts";

function decoded(frame: object): unknown {
  const message = decodeServerMessage(JSON.stringify(frame));
  return message.ok ? message.value : message;
}

const entry = { seq: 1, time: 5, from: "al", msg: "hi" };
const system = { type: "system_msg", nickname: "al", time: 5, msg: "" };
const tea = { room: "tea", topic: "", seq: 0 };
const login = { type: "login", success: true };
const nobodysLogin = { resumed: false, ignoring: false, rooms: [], epochs: [] };
const unsigned = { type: "stamped", time: undefined, from: undefined, to: undefined };

describe("decodeServerMessage, given the least there can be,", () => {
  const least: readonly (readonly [frame: object, message: object])[] = [
    [login, { ...login, ...nobodysLogin, version: 1 }],
    [
      { ...login, v: 2 },
      { ...login, ...nobodysLogin, version: 2 },
    ],
    [
      { ...login, v: 3 },
      { ...login, ...nobodysLogin, version: 1 },
    ],
    [
      { ...login, rooms: [{ room: "tea" }] },
      { ...login, ...nobodysLogin, version: 1, rooms: [tea] },
    ],
    [
      { type: "login", success: false },
      { type: "login", success: false, text: "" },
    ],
    [
      { type: "broadcast", room: "tea", ...entry },
      {
        type: "entry",
        entry: { log: "tea", seq: 1, time: 5, from: "al", text: "hi" },
        repeat: false,
      },
    ],
    [
      { type: "single", to: "bo", ...entry },
      {
        type: "entry",
        entry: { log: "@", seq: 1, time: 5, from: "al", to: "bo", text: "hi" },
        repeat: false,
      },
    ],
    [
      { type: "single", to: "bo", ...entry, repeat: true, key: "k" },
      {
        type: "entry",
        entry: { log: "@", seq: 1, time: 5, from: "al", to: "bo", text: "hi", key: "k" },
        repeat: true,
      },
    ],
    [
      { ...system, event: "join" },
      { type: "notice", event: "join", nickname: "al", room: "lobby", topic: "", time: 5 },
    ],
    [
      { ...system, event: "leave", silent: true },
      { type: "notice", event: "leave", nickname: "al", room: "lobby", topic: "", time: 5, silent: true },
    ],
    [
      { ...system, event: "nick", to: "bo" },
      { type: "notice", event: "nick", nickname: "al", to: "bo", room: "lobby", topic: "", time: 5 },
    ],
    [
      { ...system, event: "away" },
      { type: "notice", event: "away", nickname: "al", room: "@al", topic: "", text: "", time: 5 },
    ],
    [
      { type: "ls", members: [{ nickname: "al" }] },
      { type: "members", room: "lobby", members: [{ nickname: "al", away: false }] },
    ],
    [{ type: "ignore" }, { type: "ignore", success: true, text: "" }],
    [{ type: "error" }, { type: "error", text: "" }],
    [{ type: "help" }, { type: "help", text: "" }],
    [
      { type: "join", room: "tea" },
      { type: "join", ...tea },
    ],
    [
      { type: "history", entries: [] },
      { type: "history", entries: [] },
    ],
    [
      { type: "away", away: false },
      { type: "away", away: false, text: "" },
    ],
    [
      { type: "whois", nickname: "al", rooms: [], since: 5 },
      { type: "whois", nickname: "al", rooms: [], since: 5, away: false },
    ],
    [
      { type: "typing", nickname: "al" },
      { type: "typing", nickname: "al" },
    ],
    [
      { type: "typing", watchers: 0 },
      { type: "watchers", watchers: 0 },
    ],
  ];

  test.each(least)("reads %j", (frame, message) => {
    expect(decoded(frame)).toEqual(message);
  });
});

test.each([
  [{ type: "login", success: false, msg: "\tno \n" }, "no"],
  [{ type: "help", msg: "  /a  b\r\n" }, "  /a  b"],
  [{ type: "error", msg: "[ SYSTEM ] : no\r\n" }, "no"],
  [{ type: "ignore", msg: "[ SYSTEM ] : done\r\n" }, "done"],
])("decodeServerMessage shows of %j the words alone", (frame, text) => {
  expect(decoded(frame)).toMatchObject({ text });
});

test.each([
  [{ type: 1 }, "type", "string"],
  [{ type: "leave", room: 1 }, "room", "string"],
  [
    {
      type: "rooms",
      rooms: [
        { ...tea, members: 1 },
        { room: "tea", members: 1 },
      ],
    },
    "rooms.1.topic",
    '"topic"',
  ],
  [{ type: "whois", nickname: "al", rooms: ["tea", "@al"], since: 5 }, "rooms.1", "a room"],
  [{ type: "join", room: "tea", members: -1 }, "members", ">=0"],
])("decodeServerMessage says which field of %j is wrong", (frame, field, expected) => {
  expect(decoded(frame)).toMatchObject({
    ok: false,
    fault: { code: "bad_field", field, expected },
  });
});

test("decodeServerMessage takes an old server's list of as many members as a list may have", () => {
  const message = decodeServerMessage(JSON.stringify({ type: "ls", msg: "a\n".repeat(membersListedMax) }));
  expect(message.ok && message.value.type === "members" && message.value.members.length).toBe(
    membersListedMax,
  );
});

test("decodeServerMessage looks at no room of a list that is too long", () => {
  const rooms = Array.from({ length: roomsPerSessionMax + 1 }, () => 1);
  expect(decoded({ type: "whois", nickname: "al", since: 5, rooms })).toMatchObject({
    fault: { field: "rooms", expected: `<=${roomsPerSessionMax}` },
  });
});

test.each([
  ["sender", (name: string) => `[ ${name} CHATTING TO bo ] : hi`],
  ["addressee", (name: string) => `[ al CHATTING TO ${name} ] : hi`],
])("decodeServerMessage takes the name of an old server's %s up to its bound", (_, body) => {
  const message = (bytes: number) => decoded({ type: "single", msg: `${body("x".repeat(bytes))}\r\n` });
  expect(message(classicNameBytesMax)).toMatchObject({ type: "stamped", text: "hi" });
  expect(message(classicNameBytesMax + 1)).toMatchObject({ ok: false, regarding: "single" });
});

test.each([
  ["nothing", {}],
  ["a seq", { seq: 1 }],
  ["a place", { seq: 1, room: "tea", time: 5 }],
])("decodeServerMessage takes a broadcast with %s for no old server's unless it has no seq", (_, fields) => {
  const frame = { type: "broadcast", msg: "hi", ...fields };
  if ("seq" in fields) expect(decoded(frame)).toMatchObject({ ok: false, regarding: "broadcast" });
  else expect(decoded(frame)).toEqual({ ...unsigned, text: "hi" });
});

test.each([
  ["broadcast", { room: "lobby" }, "lobby"],
  ["single", { to: "bo" }, mailboxCursor],
])("decodeServerMessage takes an entry of an answer that is a %s", (type, fields, log) => {
  const message = decoded({ type: "history", entries: [{ ...entry, type, ...fields }] });
  expect(message).toMatchObject({ entries: [{ log, seq: 1, text: "hi" }], broken: undefined });
});

test.each([
  ["of an unknown type", { type: "later", room: "lobby" }],
  ["of the type of an answer", { type: "history", room: "lobby", to: "bo" }],
  ["of the type of a property of all objects", { type: "constructor", to: "bo" }],
  ["without a type", { room: "lobby" }],
  ["that is a direct message to nobody", { type: "single", room: "lobby" }],
])("decodeServerMessage leaves an entry of an answer out and counts it: one %s", (_, fields) => {
  const entries = [{ ...entry, ...fields }];
  expect(decoded({ type: "history", entries })).toMatchObject({ entries: [], broken: 1 });
});
