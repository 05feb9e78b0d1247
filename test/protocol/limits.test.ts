/** The limits of the wire are a contract with programs that others wrote: PROTOCOL.md tells them as they are. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import * as limits from "../../src/protocol/limits.ts";

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
  `| a topic, what one says about being away | ${limits.topicCharactersMax} characters |`,
  `| a topic, what one says about being away | ${limits.awayCharactersMax} characters |`,
  `| rooms of one session | ${limits.roomsPerSessionMax} |`,
  `| a frame to a classic client | ${grouped(limits.classicFrameBytesMax)} bytes,`,
  `| from accept to login | ${seconds(limits.loginTimeoutMs)} |`,
  `| from a frame's first byte to its last | ${seconds(limits.frameTimeoutMs)} |`,
  `| malformed frames until the session is closed | ${limits.faultsMax} (`,
  `in its first or last ${kib(limits.edgeBytesMax).replace(" KiB", "")} KiB;`,
  `each further ${kib(limits.frameBytesMax)} of it`,
  `A server that does not tell accepts ${kib(limits.requestBytesMax)},`,
  `a frame of ${limits.serverFrameBytesMax / 1024 / 1024} MiB;`,
  `a token of ${limits.tokenCharactersMax} characters;`,
  `a server's name and version of ${limits.serverNameCharactersMax};`,
  `a server's name and version of ${limits.versionCharactersMax};`,
  `(help, a refusal, what an old server says) of ${kib(limits.sentenceBytesMax)};`,
  `${limits.historyEntriesMax} entries of together ${kib(limits.historyBytesMax)} in one answer;`,
  `${limits.roomsPerSessionMax} rooms at login and per person;`,
  `${grouped(limits.roomsMax)} rooms, and ${grouped(limits.membersListedMax)} members, in one list.`,
  `kept for ${limits.graceMs / 1000} seconds and nobody is told;`,
  `In a room of more than ${limits.noticeMembersMax} members, v2 sessions are not told`,
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
