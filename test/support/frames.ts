/** Random JSON objects as they travel, and streams of bytes cut at random places, and what a reader gives of them. */
import * as fc from "fast-check";
import type { BrokenFrame, FrameLimits } from "../../src/protocol/framing.ts";
import { FrameReader } from "../../src/protocol/framing.ts";
import { anyCodePoints } from "./code-points.ts";

/** Text with everything that a reader of JSON could stumble over. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  anyCodePoints({ maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.constantFrom(
    '{"type":"ls"}',
    '}{"\\"]}[',
    "\\\\\\u007b",
    "房间里有人吗？",
    "👨‍👩‍👧 👋🏽 🇫🇷",
    "tab\tnew\nline\r\n",
    "\u0000\u001b[31m",
    "\ud800 alone",
  ),
);

const anyObject = fc.dictionary(
  fc.oneof(anyText, fc.constantFrom("type", "msg", "__proto__")),
  fc.oneof(anyText, fc.object({ maxDepth: 2, key: anyText }), fc.jsonValue({ maxDepth: 2 })),
  { maxKeys: 5 },
);

/** How else the same object may be written. */
const spellings = [
  (value: unknown) => JSON.stringify(value),
  (value: unknown) => JSON.stringify(value, undefined, 2),
  (value: unknown) => JSON.stringify(value, undefined, "\t").replaceAll("\n", "\r\n"),
  (value: unknown) => JSON.stringify(value).replace(/[^ -~]/g, escaped),
] as const;

/** One frame: a JSON object in any spelling, well within all limits. */
export const anyFrame: fc.Arbitrary<string> = fc
  .tuple(anyObject, fc.constantFrom(...spellings))
  .map(([value, spell]) => spell(value));

/** What may stand between two frames. */
export const anyGap: fc.Arbitrary<string> = fc.constantFrom("", "\n", "\r\n", " ", "\t", " \n \n");

/** The bytes in pieces, cut where the numbers (0 to 1) say. */
export function cutAt(bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const ends = places.map((place) => Math.floor(place * bytes.length)).toSorted((a, b) => a - b);
  return [0, ...ends].map((start, index) => bytes.subarray(start, ends[index] ?? bytes.length));
}

export const anyCuts: fc.Arbitrary<readonly number[]> = fc.array(
  fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  { maxLength: 40 },
);

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The broken frames in chunks, in order. */
export function brokenIn(chunks: readonly Uint8Array[], frameLimits: FrameLimits): readonly BrokenFrame[] {
  const reader = new FrameReader(frameLimits);
  const found: BrokenFrame[] = [];
  for (const chunk of chunks) {
    reader.push(chunk);
    for (let frame = reader.next(); frame !== undefined; frame = reader.next())
      if (!frame.ok) found.push(frame);
  }
  return found;
}

/** What a chunk gives: the texts of frames, and faults by their code. */
export function drain(reader: FrameReader, chunk: Uint8Array): readonly string[] {
  reader.push(chunk);
  const found: string[] = [];
  for (let frame = reader.next(); frame !== undefined; frame = reader.next())
    found.push(frame.ok ? frame.value : frame.fault.code);
  return found;
}
