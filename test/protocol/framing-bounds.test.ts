/** The bounds of what the frame reader counts, each at the bound and one past it, byte by byte. */
import { describe, expect, test } from "bun:test";
import { FrameReader } from "../../src/protocol/framing.ts";
import { drain } from "../support/frames.ts";

const limits = { bytesMax: 20, depthMax: 3 } as const;

/** After how many bytes each fault is told, of bytes that come one by one. */
function faultsIn(text: string): readonly (readonly [bytes: number, code: string])[] {
  const reader = new FrameReader(limits);
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
    [limits.depthMax, "{"],
    [limits.depthMax, "["],
  ] as const)("takes nesting %i deep of %s, and not one deeper", (depthMax, brace) => {
    const close = brace === "{" ? "}" : "]";
    const nested = (depth: number): string => {
      const inner = brace === "{" ? '{"":'.repeat(depth - 1) : "[".repeat(depth - 1);
      return `{"":${inner}1${close.repeat(depth - 1)}}`;
    };
    const read = (text: string) => drain(new FrameReader({ ...limits, bytesMax: 100 }), Buffer.from(text));
    expect(read(nested(depthMax))).toEqual([nested(depthMax)]);
    expect(read(nested(depthMax + 1))).toEqual(["too_deep"]);
    const reader = new FrameReader(limits);
    reader.push(Buffer.from(nested(depthMax + 1)));
    expect(reader.next()).toEqual({ ok: false, fault: { code: "too_deep", depthMax } });
  });

  test.each([
    ["in one piece", [20]],
    ["in two", [10, 20]],
    ["byte by byte", Array.from({ length: 20 }, (_, at) => at + 1)],
  ])("takes a frame of just the bound that comes %s, and none of one byte more", (_, cuts) => {
    const read = (text: string) => {
      const reader = new FrameReader(limits);
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
    const reader = new FrameReader(limits);
    for (const chunk of chunks) {
      reader.push(Buffer.from(chunk));
      reader.next();
    }
    expect(reader.exhausted).toBe(exhausted);
  });
});
