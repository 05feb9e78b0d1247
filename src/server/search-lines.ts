/** What a server and its search process say to each other: JSON lines over the process's stdin and stdout. */
import * as v from "valibot";
import { searchLineCharactersMax } from "./limits.ts";

const seq = v.pipe(v.number(), v.safeInteger());

/** What the server says. */
const request = v.variant("type", [
  v.object({ type: v.literal("search"), id: seq, logId: seq, query: v.string(), before: seq }),
  v.object({ type: v.literal("touched"), logIds: v.array(seq) }),
]);

/** What the process says: what a slice has found, or what it could not do. `failed` is about the index. */
const reply = v.variant("type", [
  v.object({ type: v.literal("found"), id: seq, seqs: v.array(seq), reachedSeq: seq }),
  v.object({ type: v.literal("unread"), id: seq, reason: v.string() }),
  v.object({ type: v.literal("failed"), reason: v.string() }),
]);

export type SearchLine = v.InferOutput<typeof request>;
export type ReplyLine = v.InferOutput<typeof reply>;

export function lineOf(value: SearchLine | ReplyLine): string {
  return `${JSON.stringify(value)}\n`;
}

/** Yields the lines of a stream, each parsed. @throws if a line is too long or something else */
export async function* requestsOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SearchLine, void> {
  for await (const line of linesOf(bytes)) yield v.parse(request, JSON.parse(line));
}

/** The same for what the process says. */
export async function* repliesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ReplyLine, void> {
  for await (const line of linesOf(bytes)) yield v.parse(reply, JSON.parse(line));
}

async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of bytes) {
    const [first = "", ...others] = decoder.decode(chunk, { stream: true }).split("\n");
    const lines = [rest + first, ...others];
    rest = lines.pop() ?? "";
    if (rest.length > searchLineCharactersMax) throw new Error("a line of the search process is too long");
    yield* lines;
  }
}
