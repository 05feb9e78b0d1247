/** Whether the frames of a stream are found, however it is cut and whatever stands between them. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { FrameReader } from "../../src/protocol/framing.ts";
import type { FrameLimits } from "../../src/protocol/framing.ts";
import { frameBytesMax, frameDepthMax } from "../../src/protocol/limits.ts";
import { cpuSecondsOf, linearCpuSecondsMax, longInputUnits } from "../support/linear-time.ts";
import { anyCuts, anyFrame, anyGap, anyText, brokenIn, cutAt, drain } from "../support/frames.ts";

const limits = { bytesMax: frameBytesMax, depthMax: frameDepthMax } as const;

test("FrameReader finds the same frames wherever the stream is cut", () => {
  const anyStream = fc.array(fc.tuple(anyFrame, anyGap), { maxLength: 12 });
  fc.assert(
    fc.property(anyStream, anyCuts, (stream, cuts) => {
      const bytes = Buffer.from(stream.map(([frame, gap]) => frame + gap).join(""));
      expect(readAll(cutAt(bytes, cuts))).toEqual(stream.map(([frame]) => frame));
    }),
    { numRuns: 400 },
  );
});

test("FrameReader finds the same frames with one cut at every byte, and with a cut behind each", () => {
  const frames = [
    String.raw`{"type":"broadcast","msg":"\u4f60\ud83d\ude00 \"{\\"}`,
    `{"type":"sendto","nickname":"阿里","msg":"👨‍👩‍👧 }{"}`,
    `{ "a" : { "b" : [ { } , 1e-5 , "\\\\" ] } }`,
    "{}",
  ] as const;
  const bytes = Buffer.from(`${frames[0]}${frames[1]}\r\n${frames[2]}\n ${frames[3]}`);
  expect(readAll(Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)))).toEqual([...frames]);
  for (let at = 0; at <= bytes.length; at += 1)
    expect(readAll([bytes.subarray(0, at), bytes.subarray(at)])).toEqual([...frames]);
});

/** Garbage, and what is said in its place: faults by their code, or the text of what has the form of a frame. */
const garbage: readonly (readonly [what: string, bytes: Uint8Array, found: readonly string[]])[] = [
  ["UTF-8 that is none", Buffer.from([...Buffer.from('{"a":"'), 0xff, ...Buffer.from('"}')]), ["bad_utf8"]],
  ["half a character", Buffer.from([0x7b, 0x22, 0xe4, 0xbd, 0x22, 0x3a, 0x31, 0x7d]), ["bad_utf8"]],
  ["a frame too long", Buffer.from(`{"a":"${"x".repeat(frameBytesMax)}"}`), ["frame_too_long"]],
  ["nesting", Buffer.from(`${'{"a":'.repeat(9)}1${"}".repeat(9)}`), ["too_deep"]],
  ["nesting in lists", Buffer.from(`{"a":${"[".repeat(9)}"]}"${"]".repeat(9)}}`), ["too_deep"]],
  ["nesting without end", Buffer.from(`${'{"a":'.repeat(20)}1`), ["too_deep"]],
  ["a number", Buffer.from("12\n"), ["bad_json"]],
  ["a text", Buffer.from('"hello"\n'), ["bad_json"]],
  ["a list", Buffer.from("[1,2]\n"), ["bad_json"]],
  ["words without a line's end", Buffer.from("GET / HTTP/1.1"), ["bad_json"]],
  ["closing braces", Buffer.from("}]}\n"), ["bad_json"]],
  ["bytes that are no text", Buffer.from([0, 1, 0xff, 0xfe, 0x0a]), ["bad_json"]],
  ["a line's end in a string", Buffer.from('{"a":"b\n'), ["bad_json"]],
  ["an escape that a line ends", Buffer.from('{"a":"\\\n{"":0}'), ["bad_json", '{"":0}']],
  ["an object without end", Buffer.from('{"a":{"b":1}\n'), ["bad_json"]],
  ["an object with nothing behind a name", Buffer.from('{"a"'), ["bad_json"]],
  ["brackets that do not fit", Buffer.from('{"a":]'), ['{"a":]']],
];

test.each(garbage.map(([what, bytes, found]) => ({ what, bytes, found })))(
  "FrameReader says what is wrong with $what, and reads on",
  ({ bytes, found }) => {
    const stream = Buffer.concat([Buffer.from('{"before":1}'), bytes, Buffer.from('{"after":1}')]);
    const whole = ['{"before":1}', ...found, '{"after":1}'];
    expect(readAll([stream])).toEqual(whole);
    expect(readAll(Array.from(stream, (_, at) => stream.subarray(at, at + 1)))).toEqual(whole);
  },
);

test("FrameReader puts faults in their places and recovers, wherever the stream is cut", () => {
  const nothing = { bytes: Buffer.from(""), found: [] };
  const anyGarbage = fc.constantFrom(nothing, ...garbage.map(([, bytes, found]) => ({ bytes, found })));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(anyGarbage, anyGap, anyFrame, anyGap), { maxLength: 8 }),
      anyCuts,
      (stream, cuts) => {
        const bytes = stream.flatMap(([{ bytes }, gap, frame, end]) => [
          bytes,
          Buffer.from(gap + frame + end),
        ]);
        const found = stream.flatMap(([piece, , frame]) => [...piece.found, frame]);
        expect(readAll(cutAt(Buffer.concat(bytes), cuts))).toEqual(found);
      },
    ),
    { numRuns: 400 },
  );
});

test("FrameReader loses one frame at most to a value that never came", () => {
  const frame = '{"type":"ls"}';
  expect(readAll([Buffer.from(`{"msg":${frame}${frame}`)])).toEqual(["bad_json", frame]);
});

test("FrameReader never throws and never gives a frame above the limit, whatever comes", () => {
  const structural = fc.constantFrom(...'{}[]"\\:,\n u1é'.split(""));
  const anyBytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.array(structural).map((parts) => Buffer.from(parts.join(""))),
  );
  const small = { bytesMax: 32, depthMax: 3 } as const;
  fc.assert(
    fc.property(fc.array(anyBytes), (chunks) => {
      for (const found of readAll(chunks, small))
        expect(Buffer.byteLength(found)).toBeLessThanOrEqual(small.bytesMax);
    }),
    { numRuns: 1000 },
  );
});

test("FrameReader gives the same for random bytes, cut or whole", () => {
  const structural = fc.constantFrom(...'{}[]"\\:,\n u1é'.split(""));
  fc.assert(
    fc.property(fc.array(structural, { maxLength: 300 }), anyCuts, (parts, cuts) => {
      const bytes = Buffer.from(parts.join(""));
      expect(readAll(cutAt(bytes, cuts))).toEqual(readAll([bytes]));
    }),
    { numRuns: 1000 },
  );
});

test("FrameReader takes a frame of exactly the limit, and not a byte more", () => {
  const fits = `{"a":"${"x".repeat(frameBytesMax - 8)}"}`;
  expect(readAll([Buffer.from(fits)])).toEqual([fits]);
  expect(readAll([Buffer.from(`${fits.slice(0, -2)}x"}`)])).toEqual(["frame_too_long"]);
});

test("FrameReader keeps nothing of a frame without end, and goes on saying so", () => {
  const chunk = Buffer.alloc(frameBytesMax + 1, "x");
  const reader = new FrameReader(limits);
  const before = process.memoryUsage().arrayBuffers;
  const found = [Buffer.from('{"a":"'), ...Array.from({ length: 512 }, () => chunk)].flatMap((piece) =>
    drain(reader, piece),
  );
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 1024 * 1024);
  expect(new Set(found)).toEqual(new Set(["frame_too_long"]));
  // The first is reported when as much again has come.
  expect(found.length).toBe(511);
});

test.each([
  ["a frame without end", '{"a":"'],
  ["garbage without end", "x"],
] as const)(
  "FrameReader reports %s once for as much as a frame may hold, however it is cut",
  (_, beginning) => {
    const small = { bytesMax: 20, depthMax: 3 } as const;
    const stream = Buffer.from(beginning + "x".repeat(1_000));
    for (const size of [1, 7, 20, 21]) {
      const pieces = Array.from({ length: Math.ceil(stream.length / size) }, (_, index) =>
        stream.subarray(index * size, (index + 1) * size),
      );
      const reader = new FrameReader(small);
      const found = pieces
        .flatMap((piece) => drain(reader, piece))
        .filter((code) => code === "frame_too_long");
      expect(found.length).toBeLessThanOrEqual(stream.length / small.bytesMax);
      expect(found.length).toBeGreaterThan(stream.length / (small.bytesMax + size + 1) - 3);
    }
  },
);

test.each([
  ["at its end", "x".repeat(5_000), undefined],
  ["before its end, after as much again", "x".repeat(9_000), "x".repeat(9_000)],
] as const)(
  "FrameReader gives the edges of a frame that is too long %s, wherever it is cut",
  (_, text, rest) => {
    const frame = Buffer.from(`{"a":"${text}${rest ?? ""}","b":"2"}`);
    const small = { bytesMax: 3_000, depthMax: 3 } as const;
    const whole = brokenIn([frame], small)[0];
    expect(whole?.edges).toEqual([frame.toString().slice(0, 2_048), frame.toString().slice(-2_048)]);
    for (const at of [1, 2_000, 2_999, 3_000, 3_001, 4_000, frame.length - 1]) {
      const [first, ...others] = brokenIn([frame.subarray(0, at), frame.subarray(at)], small);
      expect(first?.edges?.[0]).toBe(whole?.edges?.[0] ?? "");
      expect(others.filter(({ edges }) => edges !== undefined)).toEqual([]);
      if (rest === undefined) expect(first?.edges).toEqual(whole?.edges ?? ["", ""]);
    }
  },
);

test("FrameReader reports a frame that is too long once, in its place, however it ends", () => {
  const small = { bytesMax: 20, depthMax: 3 } as const;
  const long = `{"a":"${"x".repeat(30)}`;
  for (const end of ['"}', "\n", '"{"b":1}'])
    for (const at of [10, 20, 21, 25, 36]) {
      const stream = Buffer.from(`{"before":1}${long}${end}{"after":1}`);
      const found = readAll([stream.subarray(0, 12 + at), stream.subarray(12 + at)], small);
      const faults = found.filter((code) => !code.startsWith("{"));
      expect([found[0], found.at(-1)]).toEqual(['{"before":1}', '{"after":1}']);
      expect(faults).toEqual(["frame_too_long"]);
    }
});

test("FrameReader refuses a frame of more than twice the bound before its end, and what follows it is served", () => {
  const codes = (bytes: number) => {
    const frame = Buffer.from(`{"type":"broadcast","msg":"${"x".repeat(bytes)}","key":"k"}{"a":1}`);
    const reader = new FrameReader(limits);
    const starts = Array.from({ length: Math.ceil(frame.length / 1_000) }, (_, index) => 1_000 * index);
    return starts.flatMap((start) => drain(reader, frame.subarray(start, start + 1_000)));
  };
  expect(codes(2 * frameBytesMax)).toEqual(["frame_too_long", '{"a":1}']);
  expect(codes(5 * frameBytesMax)).toEqual(["frame_too_long", "frame_too_long", "frame_too_long", '{"a":1}']);
});

test("FrameReader does no more work for a frame that comes byte by byte", () => {
  const frame = Buffer.from(`{"a":"${"x".repeat(4 * longInputUnits)}"}`);
  const reader = new FrameReader({ ...limits, bytesMax: frame.length });
  let found = 0;
  const seconds = cpuSecondsOf(() => {
    for (let at = 0; at < frame.length; at += 1) {
      reader.push(frame.subarray(at, at + 1));
      while (reader.next()?.ok === true) found += 1;
    }
  });
  expect(found).toBe(1);
  expect(seconds).toBeLessThan(linearCpuSecondsMax);
});

test.each([
  ["", false],
  ["{}", false],
  [" \n", false],
  ['{"a', true],
  ["{}{", true],
  ["nonsense", true],
] as const)("FrameReader knows whether a frame has begun: %j", (text, partial) => {
  const reader = new FrameReader(limits);
  drain(reader, Buffer.from(text));
  expect(reader.partial).toBe(partial);
});

/** What is found by a reader for whom a line begins a frame. */
function readLines(chunks: readonly Uint8Array[], frameLimits: FrameLimits = limits): readonly string[] {
  const reader = new FrameReader(frameLimits);
  reader.lineBeginsFrame = true;
  return chunks.flatMap((chunk) => drain(reader, chunk));
}

test("FrameReader of lines loses no line to a broken one before it, wherever either is cut", () => {
  const anyRequest = fc
    .record({ type: fc.constant("broadcast"), msg: anyText, key: anyText })
    .map((request) => JSON.stringify(request));
  fc.assert(
    fc.property(
      anyRequest,
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      anyCuts,
      (whole, share, cuts) => {
        const broken = whole.slice(0, 1 + Math.floor(share * (whole.length - 1)));
        const bytes = Buffer.from(`${broken}\n${whole}\n`);
        // Cut inside a character, the broken line holds the sign that stands for one.
        expect(readLines(cutAt(bytes, cuts))).toEqual(["bad_json", whole.toWellFormed()]);
      },
    ),
    { numRuns: 400 },
  );
});

test.each([
  ["a value that is missing", '{"type":"broadcast","msg":\n', ["bad_json"]],
  ["a comma at the end", '{"type":"broadcast",\n', ["bad_json"]],
  ["an open list", '{"type":"login","joining":[\r\n', ["bad_json"]],
  ["an open string that ends with a backslash", '{"type":"broadcast","msg":"a\\\n', ["bad_json"]],
  ["a brace alone", "{\n", ["bad_json"]],
  ["objects without line ends", '{"a":1}{"b":2}', ['{"a":1}', '{"b":2}']],
  [
    "an indented object",
    '{\n  "a":\n  {\n    "b": [\n {} ]\n  }\n}',
    ['{\n  "a":\n  {\n    "b": [\n {} ]\n  }\n}'],
  ],
  ["a frame that is too long and has no end", `{"a":"${"x".repeat(60)}",\n`, ["frame_too_long"]],
  ["nesting without end", `{"a":[[[[[\n`, ["too_deep"]],
] as const)("FrameReader of lines finds the next line behind %s", (_, before, found) => {
  const bytes = Buffer.from(`${before}\n{"next":1}`);
  const small = { bytesMax: 50, depthMax: 5 };
  for (let at = 0; at <= bytes.length; at += 1)
    expect(readLines([bytes.subarray(0, at), bytes.subarray(at)], small)).toEqual([...found, '{"next":1}']);
});

test("FrameReader of lines gives the edges of a broken frame, by which its key is known", () => {
  const reader = new FrameReader(limits);
  reader.lineBeginsFrame = true;
  for (const part of ['{"type":"broadcast","key":"k",', '"msg":"x\n']) {
    reader.push(Buffer.from(part));
    const found = reader.next();
    if (part.endsWith("\n"))
      expect(found).toMatchObject({ edges: ['{"type":"broadcast","key":"k","msg":"x\n', expect.anything()] });
    else expect(found).toBeUndefined();
  }
});

test("FrameReader of what a server says takes an object that begins a line for a part of its frame", () => {
  const frame = '{"entries":[\n{"a":1},\n{"b":2}]}';
  expect(readAll([Buffer.from(frame)])).toEqual([frame]);
});

function readAll(chunks: readonly Uint8Array[], frameLimits: FrameLimits = limits): readonly string[] {
  const reader = new FrameReader(frameLimits);
  return chunks.flatMap((chunk) => drain(reader, chunk));
}
