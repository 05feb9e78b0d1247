/**
 * The limits of the wire are a contract with programs that others wrote: PROTOCOL.md tells them as they are, and what is
 * counted by them is counted to the byte.
 */
import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { FrameReader } from "../../src/protocol/framing.ts";
import * as limits from "../../src/protocol/limits.ts";
import { drain } from "../support/frames.ts";

const document = readFileSync(new URL("../../src/protocol/PROTOCOL.md", import.meta.url), "utf8");
/** On one line, with single spaces, as a table's columns and a paragraph's lines are not. */
const text = document.replaceAll(/\s+/g, " ");

const kib = (bytes: number): string => `${bytes / 1024} KiB`;
const seconds = (ms: number): string => `${ms / 1000} s`;
const grouped = (count: number): string => count.toLocaleString("en");

test.each([
  `| a frame from a client | ${kib(limits.frameBytesMax)}, nested at most ${limits.frameDepthMax} deep |`,
  `| a message (\`msg\`), cleaned | ${kib(limits.messageBytesMax)} |`,
  `| a \`key\` | ${limits.keyCharactersMax} characters |`,
  `| a nickname, a room's name | ${limits.nicknameGraphemesMax} grapheme clusters, ${limits.nicknameBytesMax} bytes |`,
  `| a topic, an away message | ${limits.topicCharactersMax} characters |`,
  `| a topic, an away message | ${limits.awayCharactersMax} characters |`,
  `| rooms of one session | ${limits.roomsPerSessionMax} |`,
  `| a frame to a classic client | ${grouped(limits.classicFrameBytesMax)} bytes,`,
  `| from accept to login | ${seconds(limits.loginTimeoutMs)} |`,
  `| from a frame's first byte to its last | ${seconds(limits.frameTimeoutMs)} |`,
  `| malformed frames until the session is closed | ${limits.faultsMax} (`,
  `in its first or last ${kib(limits.edgeBytesMax).replace(" KiB", "")} KiB;`,
  `each further ${kib(limits.frameBytesMax)} of it`,
  `A server that does not name one accepts ${kib(limits.requestBytesMax)},`,
  `a frame of ${limits.serverFrameBytesMax / 1024 / 1024} MiB;`,
  `a token of ${limits.tokenCharactersMax} characters;`,
  `a server's name and version of ${limits.serverNameCharactersMax};`,
  `a server's name and version of ${limits.versionCharactersMax};`,
  `(help, a refusal, a text of an old server) of ${kib(limits.sentenceBytesMax)};`,
  `${limits.historyEntriesMax} entries and ${kib(limits.historyBytesMax)} in one answer;`,
  `${limits.roomsPerSessionMax} rooms at login and per person;`,
  `${grouped(limits.roomsMax)} rooms, and ${grouped(limits.membersListedMax)} members, in one list.`,
  `kept for ${limits.graceMs / 1000} seconds and nobody is told.`,
  `In a room of more than ${limits.noticeMembersMax} members, v2 sessions are not sent`,
  `Both return ${limits.historyEntriesDefault} entries unless \`limit\` says otherwise,`,
  `and at most ${limits.historyEntriesMax} entries and ${kib(limits.historyBytesMax)}.`,
])("PROTOCOL.md tells a limit as it is: %s", (sentence) => {
  expect(text).toContain(sentence);
});

test("the longest message fits into a frame however its JSON is written, with the longest key and names", () => {
  const escaped = (count: number): string => "\\u000a".repeat(count);
  const request = `{"type":"sendto","nickname":"${escaped(limits.nicknameBytesMax)}","msg":"${escaped(
    limits.messageBytesMax,
  )}","key":"${escaped(limits.keyCharactersMax)}"}`;
  expect(request.length).toBeLessThanOrEqual(limits.frameBytesMax);
});

test("the longest list of rooms fits into a frame that a client reads", () => {
  // No UTF-16 unit takes more than three bytes.
  const room = { room: "x".repeat(limits.nicknameBytesMax), topic: "字".repeat(limits.topicCharactersMax) };
  const rooms = Array.from({ length: limits.roomsMax }, () => ({ ...room, members: 10_000 }));
  const bytes = Buffer.byteLength(JSON.stringify({ type: "rooms", rooms, key: "k" }));
  expect(bytes).toBeLessThanOrEqual(limits.serverFrameBytesMax);
});

const frameLimits = { bytesMax: 20, depthMax: 3 } as const;

/** After how many bytes each fault is told, of bytes that come one by one. */
function faultsIn(text: string): readonly (readonly [bytes: number, code: string])[] {
  const reader = new FrameReader(frameLimits);
  return Array.from(Buffer.from(text)).flatMap((byte, at) =>
    drain(reader, Buffer.of(byte)).map((found) => [at + 1, found] as const),
  );
}

describe("FrameReader", () => {
  test("tells garbage with its first byte, and again when more has come than a frame may hold", () => {
    expect(faultsIn("x".repeat(1 + 21 + 21 + 20))).toEqual([
      [1, "bad_json"],
      [22, "frame_too_long"],
      [43, "frame_too_long"],
    ]);
  });

  test("counts garbage anew behind a line's end", () => {
    const line = `${"x".repeat(21)}\n`;
    expect(faultsIn(line + line)).toEqual([
      [1, "bad_json"],
      [23, "bad_json"],
    ]);
  });

  test("tells a frame that is too long when as much again has come, and with each further share of it", () => {
    // The byte that makes it too long is not counted again.
    expect(faultsIn(`{"a":"${"x".repeat(100)}`).slice(0, 3)).toEqual([
      [21 + 21, "frame_too_long"],
      [21 + 42, "frame_too_long"],
      [21 + 63, "frame_too_long"],
    ]);
  });

  test.each([
    [frameLimits.depthMax, "{"],
    [frameLimits.depthMax, "["],
  ] as const)("takes nesting %i deep of %s, and not one deeper", (depthMax, brace) => {
    const close = brace === "{" ? "}" : "]";
    const nested = (depth: number): string => {
      const inner = brace === "{" ? '{"":'.repeat(depth - 1) : "[".repeat(depth - 1);
      return `{"":${inner}1${close.repeat(depth - 1)}}`;
    };
    const read = (text: string) =>
      drain(new FrameReader({ ...frameLimits, bytesMax: 100 }), Buffer.from(text));
    expect(read(nested(depthMax))).toEqual([nested(depthMax)]);
    expect(read(nested(depthMax + 1))).toEqual(["too_deep"]);
    const reader = new FrameReader(frameLimits);
    reader.push(Buffer.from(nested(depthMax + 1)));
    expect(reader.next()).toEqual({ ok: false, fault: { code: "too_deep", depthMax } });
  });

  test.each([
    ["in one piece", [20]],
    ["in two", [10, 20]],
    ["byte by byte", Array.from({ length: 20 }, (_, at) => at + 1)],
  ])("takes a frame of just the bound that comes %s, and none of one byte more", (_, cuts) => {
    const read = (text: string) => {
      const reader = new FrameReader(frameLimits);
      const bytes = Buffer.from(text);
      const ends = [...cuts.filter((end) => end < bytes.length), bytes.length];
      return ends.flatMap((end, index) => drain(reader, bytes.subarray(ends[index - 1] ?? 0, end)));
    };
    const fits = `{"a":"${"x".repeat(12)}"}`;
    expect(read(fits)).toEqual([fits]);
    expect(read(`{"a":"${"x".repeat(13)}"}`)).toEqual(["frame_too_long"]);
  });

  test.each([
    ["before anything came", [], true],
    ["behind a chunk that was read", ["{}"], true],
    ["in a chunk with more in it", ["{}{}"], false],
  ] as const)("knows whether a chunk is used up: %s", (_, chunks, exhausted) => {
    const reader = new FrameReader(frameLimits);
    for (const chunk of chunks) {
      reader.push(Buffer.from(chunk));
      reader.next();
    }
    expect(reader.exhausted).toBe(exhausted);
  });
});
