/** How requests are put for an old server: sizes, cuts, line ends. */
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import * as v from "valibot";
import { classicFrames } from "../../../src/client/session/classic-send.ts";
import { classicFrameBytesMax, nicknameGraphemesMax } from "../../../src/protocol/limits.ts";
import { broadcastTag, directTag, stamp } from "../../../src/protocol/stamp.ts";

const requestSchema = v.pipe(v.string(), v.parseJson(), v.object({ msg: v.string() }));

/** In JSON each of their characters takes six bytes. */
const longNickname = "小".repeat(nicknameGraphemesMax);
const otherNickname = "明".repeat(nicknameGraphemesMax);

function textsOf(frames: readonly string[]): readonly string[] {
  return frames.map((frame) => v.parse(requestSchema, frame).msg);
}

describe("classicFrames", () => {
  test("makes one object without a line end of a short text", () => {
    expect(classicFrames({ type: "broadcast", room: "lobby", text: "a\nb", key: "k" }, "al")).toEqual([
      `{"type":"broadcast","msg":"a\\nb"}`,
    ]);
    expect(classicFrames({ type: "ls", room: "lobby", key: "k" }, "al")).toEqual([
      `{"type":"ls","msg":null}`,
    ]);
  });

  test("takes every sign of ASCII for one byte, and those that Python escapes for six", () => {
    const counts = ["a", "~", " ", "\u007f", "é"].map((sign) => {
      const text = sign.repeat(6 * classicFrameBytesMax);
      return classicFrames({ type: "broadcast", room: "lobby", text, key: "k" }, "al").length;
    });
    const [plain = 0] = counts;
    expect(counts.slice(0, 3)).toEqual([plain, plain, plain]);
    for (const escaped of counts.slice(3)) expect(escaped).toBeGreaterThan(5 * plain);
  });

  test("cuts between characters and loses nothing", () => {
    const text = "e\u0301👨‍👩‍👧".repeat(200);
    const texts = textsOf(classicFrames({ type: "sendto", nickname: "bob", text, key: "k" }, "al"));
    expect(texts.join("")).toBe(text);
    for (const part of texts) expect(part).toMatch(/^(?:e\u0301|👨‍👩‍👧)+$/u);
  });

  test.each([
    ["to everybody", { type: "broadcast", room: "lobby" }, broadcastTag(longNickname)],
    ["to one person", { type: "sendto", nickname: otherNickname }, directTag(longNickname, otherNickname)],
  ] as const)(
    "stays below what is read at once, also as the old server passes it on %s",
    (_, request, tag) => {
      fc.assert(
        fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 2_000 }), (text) => {
          const frames = classicFrames({ ...request, text, key: "k" }, longNickname);
          expect(textsOf(frames).join("")).toBe(text);
          for (const frame of frames)
            expect(Buffer.byteLength(frame)).toBeLessThanOrEqual(classicFrameBytesMax);
          for (const part of textsOf(frames))
            expect(passedOn(tag + part).length).toBeLessThanOrEqual(classicFrameBytesMax);
        }),
      );
    },
  );

  test("takes a character apart that is longer than any object", () => {
    const text = `a${"\u0301".repeat(2_000)}`;
    const frames = classicFrames({ type: "broadcast", room: "lobby", text, key: "k" }, "al");
    expect(textsOf(frames).join("")).toBe(text);
    for (const frame of frames) expect(Buffer.byteLength(frame)).toBeLessThanOrEqual(classicFrameBytesMax);
  });
});

/** As Python's `json.dumps` writes the old server's answer. */
function passedOn(tagged: string): string {
  const msg = `${stamp(Date.now())}${tagged}\r\n`;
  return JSON.stringify({ type: "broadcast", msg })
    .replace(/":/g, '": ')
    .replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
