/** What is known of a request whose frame is too long: enough to refuse it as the message that it is. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { FrameReader } from "../../src/protocol/framing.ts";
import {
  frameBytesMax,
  frameDepthMax,
  keyCharactersMax,
  messageBytesMax,
  nicknameBytesMax,
  roomsPerSessionMax,
  tokenCharactersMax,
} from "../../src/protocol/limits.ts";
import type { UnreadableFrame } from "../../src/protocol/overlong.ts";
import { describeUnreadable } from "../../src/protocol/overlong.ts";
import { anyCodePoints } from "../support/code-points.ts";

const text = "x".repeat(frameBytesMax);
const tooLong = { code: "frame_too_long", bytesMax: frameBytesMax } as const;
const messageTooLong = { code: "message_too_long", bytesMax: messageBytesMax } as const;

test.each([
  ["a key at the end", { type: "broadcast", msg: text, key: "k" }, "broadcast", "k"],
  ["a key at the beginning", { key: "k", type: "broadcast", msg: text }, "broadcast", "k"],
  ["a key before other fields", { type: "sendto", msg: text, key: "k", nickname: "bob" }, "sendto", "k"],
  ["all behind the text", { msg: text, room: "tea", key: 'a"\\{', type: "broadcast" }, "broadcast", 'a"\\{'],
  ["no key", { type: "broadcast", msg: text }, "broadcast", undefined],
  [
    "a text that speaks of keys",
    { type: "broadcast", msg: `"key":"a" ${text} "key":"b"` },
    "broadcast",
    undefined,
  ],
  [
    "a text that ends with backslashes",
    { type: "broadcast", msg: `${text}\\\\`, key: "k" },
    "broadcast",
    "k",
  ],
  ["a key that is too long", { type: "broadcast", msg: text, key: "k".repeat(65) }, "broadcast", undefined],
  ["another request", { type: "topic", msg: text, key: "k" }, "topic", "k"],
  ["an unknown type", { type: "fly", msg: text, key: "k" }, undefined, "k"],
  ["no type", { msg: text }, undefined, undefined],
] as const)("describeUnreadable tells type and key of a frame with %s", (_, request, regarding, key) => {
  const fault = regarding === "broadcast" || regarding === "sendto" ? messageTooLong : tooLong;
  for (const indent of [undefined, 2]) {
    const frame = Buffer.from(JSON.stringify(request, undefined, indent));
    expect(only(frame)).toEqual({ ok: false, fault, regarding, key });
  }
});

test("describeUnreadable finds the key of every frame that is too long, whatever its text", () => {
  const anyText = fc.string({
    unit: fc.constantFrom("k", "e", "y", '"', "\\", ":", ",", "{", "}", " ", "\n"),
    maxLength: 60,
  });
  const anyKey = anyCodePoints({ minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(anyText, anyText, anyKey, fc.boolean(), (start, end, key, keyFirst) => {
      const msg = start + text + end;
      const request = keyFirst ? { key, type: "broadcast", msg } : { type: "broadcast", msg, key };
      expect(only(Buffer.from(JSON.stringify(request)))).toMatchObject({ regarding: "broadcast", key });
    }),
    { numRuns: 50 },
  );
});

test.each([
  ["behind the first sign of its end", 'x"key":"a",', 1, "a"],
  ["behind its first two signs", 'xx"key":"a",', 2, "a"],
  ["at its very beginning, perhaps behind a backslash", '"key":"a",', 0, undefined],
])("describeUnreadable finds a key that stands %s", (_, start, at, key) => {
  const tail = `${start}"msg":"x"}`;
  expect(tail.indexOf('"key"')).toBe(at);
  const fault = { code: "frame_too_long", bytesMax: frameBytesMax } as const;
  expect(describeUnreadable({ ok: false, fault, edges: ['{"type":"ls",', tail] })).toEqual({
    ok: false,
    fault,
    regarding: "ls",
    key,
  });
});

test("a frame holds the longest request, however its JSON is written", () => {
  const key = "k".repeat(keyCharactersMax);
  const name = "é".repeat(nicknameBytesMax / 2);
  const after: Record<string, number> = {};
  for (let index = 0; index < roomsPerSessionMax; index += 1) after[`${name}${index}`] = 2 ** 53;
  const requests = [
    { type: "broadcast", room: name, msg: "\n".repeat(messageBytesMax), key },
    { type: "sendto", nickname: name, msg: "é".repeat(messageBytesMax / 2), key },
    { type: "sendto", nickname: name, msg: "😀".repeat(messageBytesMax / 4), key },
    {
      type: "login",
      msg: name,
      v: 2,
      token: "t".repeat(tokenCharactersMax),
      after,
      key,
    },
  ];
  for (const request of requests) {
    const escaped = JSON.stringify(request).replaceAll(String.raw`\n`, String.raw`\u000a`);
    const frame = escaped.replace(
      /[^ -~]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
    expect(frame.length).toBeLessThanOrEqual(frameBytesMax);
  }
});

/** The only thing wrong in a stream. */
function only(bytes: Uint8Array): UnreadableFrame | undefined {
  const reader = new FrameReader({ bytesMax: frameBytesMax, depthMax: frameDepthMax });
  reader.push(bytes);
  const found = reader.next();
  expect(reader.next()).toBeUndefined();
  return found?.ok === false ? describeUnreadable(found) : undefined;
}
