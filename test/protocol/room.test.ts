/** Which names a room can have, and which of them mean the same room. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { parseRoom } from "../../src/protocol/room.ts";
import { anyCodePoints } from "../support/code-points.ts";

test.each([
  ["tea", "tea"],
  ["#tea", "tea"],
  ["TEA", "tea"],
  ["#Tea", "tea"],
  ["ｔｅａ", "tea"],
  ["Straße", "strasse"],
  ["茶室", "茶室"],
  ["c++", "c++"],
  ["a@b", "a@b"],
  ["a/b", "a/b"],
  ["🍵", "🍵"],
])("parseRoom takes %s for %s", (raw, room) => {
  expect(parseRoom(raw)).toEqual({ ok: true, value: room });
});

test.each([
  "",
  "#",
  "##tea",
  "@",
  "@alice",
  "#@alice",
  "/tea",
  "#/tea",
  "a b",
  "a\nb",
  "a\u0000b",
  "\u202etea",
  "x".repeat(33),
  // What becomes one of the above when it is folded.
  "＠alice",
  "＃tea",
  "／tea",
  "‾tea",
  "\ud800",
])("parseRoom refuses %j", (raw) => {
  expect(parseRoom(raw)).toEqual({ ok: false, fault: { code: "room_name", graphemesMax: 32 } });
});

test("parseRoom takes what it gave, and never gives a mailbox", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: "grapheme", maxLength: 34 }), anyCodePoints({ maxLength: 6 })),
      (raw) => {
        const parsed = parseRoom(raw);
        fc.pre(parsed.ok);
        expect(parseRoom(parsed.value)).toEqual(parsed);
        expect(parsed.value).not.toStartWith("@");
      },
    ),
    { numRuns: 3000 },
  );
});
