/**
 * The text files of recorded exchanges: JSON Lines that a person can review, one step of a conversation a line, or one
 * frame of a program's. Used by the tests that replay them and by the script that records them.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

/** A piece of what is sent: a text, a text so many times, or bytes that are no text. */
const partSchema = v.union([v.string(), v.tuple([v.string(), v.number()]), v.object({ hex: v.string() })]);

/**
 * What a client is sent: a text as it stands, with its line end; JSON that is filled up with spaces to the 1,024 bytes
 * of a frame for classic clients; or the end of the connection.
 */
const heardSchema = v.union([
  v.string(),
  v.object({ padded: v.string() }),
  v.object({ closed: v.literal(true) }),
]);

const hearSchema = v.record(v.string(), v.pipe(v.array(heardSchema), v.readonly()));

/** One act of one client, or the stop of the server, and what every client is sent until all is quiet again. */
const stepSchema = v.object({
  step: v.number(),
  who: v.optional(v.string()),
  does: v.picklist(["open", "send", "close", "stop"]),
  send: v.optional(v.array(partSchema)),
  hear: hearSchema,
});

/** One frame between a program and its server, in the order of a proxy between both; or a signal to the program. */
const frameSchema = v.union([
  v.object({ client: v.array(partSchema) }),
  v.object({ server: heardSchema }),
  v.object({ stop: v.literal(true) }),
]);

/** How a program was started and what became of it. `ADDRESS` in an argument stands for the server's. */
const runSchema = v.object({
  arguments: v.array(v.string()),
  input: v.optional(v.array(partSchema)),
  code: v.number(),
  out: v.string(),
  error: v.string(),
});

export type Part = v.InferOutput<typeof partSchema>;
export type Heard = v.InferOutput<typeof heardSchema>;
export type Hear = v.InferOutput<typeof hearSchema>;
export type Step = v.InferOutput<typeof stepSchema>;
export type Frame = v.InferOutput<typeof frameSchema>;
export type Run = v.InferOutput<typeof runSchema>;

export interface RecordedProgram {
  readonly run: Run;
  readonly frames: readonly Frame[];
}

export const fixturesFolder = join(import.meta.dir, "../../fixtures/0.1.0");

export function readConversation(name: string): readonly Step[] {
  return linesOf(join(fixturesFolder, "conversations", `${name}.jsonl`)).map((line) =>
    v.parse(stepSchema, line),
  );
}

export function readProgram(name: string): RecordedProgram {
  const [run, ...frames] = linesOf(join(fixturesFolder, "programs", `${name}.jsonl`));
  return { run: v.parse(runSchema, run), frames: frames.map((line) => v.parse(frameSchema, line)) };
}

/** @throws when there is none, or it is half of one */
export function linesOf(path: string): readonly unknown[] {
  if (!existsSync(path)) throw new Error(`no fixture ${path}`);
  const text = readFileSync(path, "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}

export function bytesOf(parts: readonly Part[]): Uint8Array {
  const pieces = parts.map((part) => {
    if (typeof part === "string") return Buffer.from(part);
    return Array.isArray(part) ? Buffer.from(part[0].repeat(part[1])) : Buffer.from(part.hex, "hex");
  });
  return Buffer.concat(pieces);
}

/** A text with its long runs of one character told by their length. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const { 0: run, 1: unit = "", index } of text.matchAll(/(\\?.)\1{63,}/gs)) {
    if (index > from) parts.push(text.slice(from, index));
    parts.push([unit, run.length / unit.length]);
    from = index + run.length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}
