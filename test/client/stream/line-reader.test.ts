/** Lines out of a stream, no more than are wanted. */
import { expect, test } from "bun:test";
import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { LineReader } from "../../../src/client/stream/line-reader.ts";
import { inputLineCharactersMax } from "../../../src/client/limits.ts";

interface Read {
  readonly lines: string[];
  wantedMax: number;
  readonly reader: LineReader;
  /** Resolves when as many lines are there as are wanted. */
  readonly full: Promise<void>;
  readonly ended: Promise<string | undefined>;
}

function read(input: Readable, wantedMax = Infinity): Read {
  const lines: string[] = [];
  const full = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<string | undefined>();
  const reader = new LineReader(input, {
    wanted: () => lines.length < result.wantedMax,
    line: (line) => {
      if (lines.push(line) === wantedMax) full.resolve();
    },
    end: ended.resolve,
  });
  const result: Read = { lines, wantedMax, reader, full: full.promise, ended: ended.promise };
  return result;
}

test("LineReader gives lines however they are cut, with or without an end", async () => {
  const input = new PassThrough();
  const { lines, ended } = read(input);
  const bytes = Buffer.from("one\r\n\n你好 🙂\nlast");
  for (const byte of bytes) input.write(Uint8Array.of(byte));
  input.end();
  await ended;
  expect(lines).toEqual(["one", "", "你好 🙂", "last"]);
});

test("LineReader does not read on while nothing is wanted", async () => {
  const chunk = "line\n".repeat(10);
  let given = 0;
  const input = new Readable({
    highWaterMark: chunk.length,
    read: () => void input.push(given++ < 1_000 ? chunk : null),
  });
  const result = read(input, 3);
  await result.full;
  await setImmediate();
  expect(given).toBeLessThan(10);
  expect(result.lines).toHaveLength(3);
  result.wantedMax = Infinity;
  result.reader.pull();
  await result.ended;
  expect(result.lines).toHaveLength(10_000);
});

test("LineReader neither pauses nor resumes the stream, which could lose its end by that", async () => {
  const input = new PassThrough();
  const told: string[] = [];
  for (const event of ["pause", "resume"]) input.on(event, () => void told.push(event));
  const result = read(input, 1);
  input.write("one\ntwo\n");
  await result.full;
  input.end("three\n");
  result.wantedMax = Infinity;
  result.reader.pull();
  await result.ended;
  expect(result.lines).toEqual(["one", "two", "three"]);
  expect(told).toEqual([]);
});

test("LineReader gives no line and no end after it was stopped", async () => {
  const input = new PassThrough();
  const result = read(input, 1);
  input.write("one\ntwo\n");
  await result.full;
  result.wantedMax = Infinity;
  result.reader.stop();
  result.reader.pull();
  input.end("three\n");
  input.resume();
  await once(input, "end");
  expect(result.lines).toEqual(["one"]);
  expect(await Promise.race([result.ended.then(() => "ended"), Promise.resolve("stopped")])).toBe("stopped");
});

test("LineReader ends a line at its line feed alone", async () => {
  const input = new PassThrough();
  const { lines, ended } = read(input);
  for (const piece of ["one\r", "more\r", "\n", "last\r"]) input.write(piece);
  input.end();
  await ended;
  expect(lines).toEqual(["one\rmore", "last"]);
});

test("LineReader keeps no more of a line than it may be long", async () => {
  const input = new PassThrough();
  const { lines, ended } = read(input);
  for (let index = 0; index < 10; index++) input.write("x".repeat(inputLineCharactersMax / 4));
  input.end("\nnext\n");
  await ended;
  expect(lines.map((line) => line.length)).toEqual([inputLineCharactersMax, 4]);
});

test("LineReader numbers lines from 1, and says why a stream broke, without the half of a line before", async () => {
  const input = new PassThrough();
  const numbered: (readonly [number, string])[] = [];
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  new LineReader(input, {
    wanted: () => true,
    line: (line, number) => numbered.push([number, line]) > 2 && input.destroy(broken),
    end: resolve,
  });
  input.write("one\n\nthree\nhalf of");
  expect(await promise).toBe("EIO");
  expect(numbered).toEqual([
    [1, "one"],
    [2, ""],
    [3, "three"],
  ]);
});

const broken = Object.assign(new Error("no terminal any more"), { code: "EIO" });
