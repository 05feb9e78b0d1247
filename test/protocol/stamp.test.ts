/** The stamped texts of the classic room, written and read back, in more than one time zone. */
import { afterEach, expect, test } from "bun:test";
import * as fc from "fast-check";
import { parseNickname } from "../../src/protocol/nickname.ts";
import {
  broadcastTag,
  listTag,
  parseList,
  parseStamped,
  directTag,
  stamp,
  systemTag,
} from "../../src/protocol/stamp.ts";

const zoneBefore = process.env["TZ"];

afterEach(() => {
  // The variable was perhaps never set; an empty one means UTC too.
  process.env["TZ"] = zoneBefore ?? "";
});

test.each([
  ["UTC", Date.UTC(2026, 10, 23, 9, 44, 3), "Mon Nov 23 09:44:03 2026"],
  ["Asia/Shanghai", Date.UTC(2026, 10, 23, 9, 44, 3), "Mon Nov 23 17:44:03 2026"],
  ["America/New_York", Date.UTC(2026, 6, 4, 3, 0, 0), "Fri Jul  3 23:00:00 2026"],
  ["UTC", Date.UTC(2026, 0, 1, 0, 0, 0, 999), "Thu Jan  1 00:00:00 2026"],
  ["UTC", Date.UTC(2024, 1, 29, 23, 59, 59), "Thu Feb 29 23:59:59 2024"],
  ["UTC", 0, "Thu Jan  1 00:00:00 1970"],
] as const)("stamp in %s of %i is asctime's", (zone, time, written) => {
  process.env["TZ"] = zone;
  expect(stamp(time)).toBe(`[TIME : ${written}]\r\n`);
});

const anyTime = fc.integer({ min: 0, max: 4_102_444_800 }).map((seconds) => seconds * 1000);
const anyNickname = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 8 })
  .filter((raw) => parseNickname(raw).ok);
const anyBody = fc.string({ unit: "grapheme", maxLength: 30 }).filter((text) => !/[\r\n]/.test(text));

test("parseStamped reads a broadcast back", () => {
  // Half an hour off, and no hour of it comes twice: it never had summer time in these years.
  process.env["TZ"] = "Asia/Kolkata";
  fc.assert(
    fc.property(anyTime, anyNickname, anyBody, (time, from, text) => {
      const msg = `${stamp(time)}${broadcastTag(from)}${text}\r\n`;
      expect(parseStamped(msg)).toEqual({ time, from, to: undefined, text });
    }),
  );
});

test("parseStamped reads a private message back", () => {
  fc.assert(
    fc.property(anyTime, anyNickname, anyNickname, anyBody, (time, from, to, text) => {
      const msg = `${stamp(time)}${directTag(from, to)}${text}\r\n`;
      expect(parseStamped(msg)).toEqual({ time, from, to, text });
    }),
  );
});

test.each([
  ["a system message", `${stamp(0)}${systemTag}a joined\r\n`, { time: 0, text: "a joined" }],
  [
    "a text of several lines",
    `${stamp(0)}[a] : one\r\ntwo\r\n\r\n`,
    { time: 0, from: "a", text: "one\r\ntwo\r\n" },
  ],
  ["a text that looks like a tag", `${stamp(0)}[a] : [b] : c\r\n`, { time: 0, from: "a", text: "[b] : c" }],
  [
    "a text whose lines look like tags",
    `${stamp(0)}[a] : one\r\n[ SYSTEM ] : two\r\n${stamp(0)}[b] : three\r\n`,
    { time: 0, from: "a", text: `one\r\n[ SYSTEM ] : two\r\n${stamp(0)}[b] : three` },
  ],
  ["a nickname in brackets", `${stamp(0)}[[a]] : c\r\n`, { time: 0, from: "[a]", text: "c" }],
  ["a time that is none", "[TIME : noon]\r\n[a] : b\r\n", { from: "a", text: "b" }],
  ["no stamp", "[a] : b", { from: "a", text: "b" }],
  ["no form that is known", "hello", { text: "hello" }],
  ["nothing", "", { text: "" }],
  [
    "line ends without a carriage return",
    "[TIME : Thu Jan  1 1970 UTC]\n[a] : b\n",
    { time: 0, from: "a", text: "b" },
  ],
  ["a stamp and nothing behind it", "[TIME : Thu Jan  1 1970 UTC]\r\n", { time: 0, text: "" }],
  ["an empty time", "[TIME : ]\r\n[a] : b\r\n", { from: "a", text: "b" }],
  // What nobody has said: the server's own words, or a person's, are not taken for somebody else's.
  ["a stamp that is not at the beginning", `x${stamp(0)}[a] : b`, { text: `x${stamp(0)}[a] : b` }],
  ["a tag that is not at the beginning", "x [a] : b", { text: "x [a] : b" }],
  [
    "a private tag that is not at the beginning",
    "x [ a CHATTING TO b ] : c",
    { text: "x [ a CHATTING TO b ] : c" },
  ],
  ["a system tag that is not at the beginning", `x ${systemTag}b`, { text: `x ${systemTag}b` }],
  ["a tag without a name", "[] : b", { text: "[] : b" }],
  ["a private tag without a sender", "[  CHATTING TO b ] : c", { text: "[  CHATTING TO b ] : c" }],
  ["a private tag without an addressee", "[ a CHATTING TO  ] : c", { text: "[ a CHATTING TO  ] : c" }],
  ["a tag with nothing behind it", "[a] : ", { from: "a", text: "" }],
  ["a private tag with nothing behind it", "[ a CHATTING TO b ] : ", { from: "a", to: "b", text: "" }],
] as const)("parseStamped reads %s", (_, msg, stamped) => {
  expect(parseStamped(msg)).toEqual({ time: undefined, from: undefined, to: undefined, ...stamped });
});

test.each([
  [`${listTag}alice,\r\nbob,\r\n`, ["alice", "bob"]],
  [`${listTag}a,b,\r\n`, ["a,b"]],
  ["alice,\n bob,\n", ["alice", "bob"]],
  ["alice,\r\n\r\n[ SYSTEM ] : done\r\nbob", ["alice", "bob"]],
  ["al,,\r\n", ["al,"]],
  [listTag, []],
  ["", []],
] as const)("parseList of %j", (msg, nicknames) => {
  expect(parseList(msg)).toEqual([...nicknames]);
});
