/** Lines out of a stream, and the stream's stops. */
import { expect, test } from "bun:test";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { LineReader } from "../../../src/client/plain/line-reader.ts";
import { inputLineCharactersMax } from "../../../src/protocol/limits.ts";

interface Read {
  readonly lines: string[];
  wantedMax: number;
  readonly reader: LineReader;
  readonly ended: Promise<void>;
}

function read(input: PassThrough, wantedMax = Infinity): Read {
  const lines: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const reader = new LineReader(input, {
    wanted: () => lines.length < result.wantedMax,
    line: (line) => void lines.push(line),
    end: resolve,
  });
  const result: Read = { lines, wantedMax, reader, ended: promise };
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
  const input = new PassThrough({ highWaterMark: 64 });
  const result = read(input, 3);
  const chunk = "line\n".repeat(10);
  const paused = once(input, "pause");
  input.write(chunk);
  await paused;
  let written = 0;
  while (input.write(chunk) && written < 1_000) written += 1;
  expect(written).toBeLessThan(1_000);
  expect(result.lines).toHaveLength(3);
  result.wantedMax = Infinity;
  input.end();
  result.reader.pull();
  await result.ended;
  expect(new Set(result.lines)).toEqual(new Set(["line"]));
});

test("LineReader keeps no more of a line than it may be long", async () => {
  const input = new PassThrough();
  const { lines, ended } = read(input);
  for (let index = 0; index < 10; index++) input.write("x".repeat(inputLineCharactersMax / 4));
  input.end("\nnext\n");
  await ended;
  expect(lines.map((line) => line.length)).toEqual([inputLineCharactersMax, 4]);
});
