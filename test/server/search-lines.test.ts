/** The lines between a server and its search process. */
import { expect, test } from "bun:test";
import { searchLineCharactersMax } from "../../src/server/limits.ts";
import type { ReplyLine, SearchLine } from "../../src/server/search-lines.ts";
import { lineOf, repliesOf, requestsOf } from "../../src/server/search-lines.ts";

const requests: readonly SearchLine[] = [
  { type: "search", id: 1, logId: 2, query: '茶\n"', before: 3 },
  { type: "touched", logIds: [1, 2] },
];

const replies: readonly ReplyLine[] = [
  { type: "found", id: 1, seqs: [3, 2], reachedSeq: 1 },
  { type: "unread", id: 1, reason: "disk I/O error" },
  { type: "failed", reason: "malformed" },
];

test.each([1, 2, 3, 5, 1_000])("lines are read as they were written, in pieces of %i bytes", async (size) => {
  expect(await Array.fromAsync(requestsOf(pieces(requests.map(lineOf).join(""), size)))).toEqual([
    ...requests,
  ]);
  expect(await Array.fromAsync(repliesOf(pieces(replies.map(lineOf).join(""), size)))).toEqual([...replies]);
});

test.each([
  ["no JSON", "tea\n"],
  ["another object", '{"type":"search"}\n'],
  ["a number that is none", '{"type":"found","id":1,"seqs":["1"],"reachedSeq":1}\n'],
])("a line that is %s throws", (_, text) => {
  expect(Array.fromAsync(repliesOf(pieces(text, 10)))).rejects.toThrow();
});

test.each([
  [searchLineCharactersMax, "JSON"],
  [searchLineCharactersMax + 1, "too long"],
])("a line of %i characters without an end is: %s", (length, problem) => {
  const endless = pieces("x".repeat(length), 1024 * 1024, "\n");
  expect(Array.fromAsync(repliesOf(endless))).rejects.toThrow(problem);
});

async function* pieces(text: string, size: number, end = ""): AsyncGenerator<Uint8Array, void> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  await Promise.resolve();
  if (end !== "") yield new TextEncoder().encode(end);
}
