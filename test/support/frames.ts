/** Random JSON objects as they travel, and streams of bytes cut at random places. Knows nothing of who reads them. */
import * as fc from "fast-check";
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
