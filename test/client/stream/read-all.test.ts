/** A stream as one text. */
import { expect, test } from "bun:test";
import { PassThrough } from "node:stream";
import type { ReadResult } from "../../../src/client/stream/read-all.ts";
import { readAll } from "../../../src/client/stream/read-all.ts";
import { inputLineCharactersMax } from "../../../src/client/limits.ts";

function read(stream: PassThrough): Promise<ReadResult> {
  const { promise, resolve } = Promise.withResolvers<ReadResult>();
  readAll(stream, resolve);
  return promise;
}

test.each([
  [["one\ntwo\n"], "one\ntwo"],
  [["one\r\n\r\n"], "one"],
  [["\n  one"], "\n  one"],
  [[], ""],
  [[Buffer.from([0xe5, 0xb0]), Buffer.from([0x8f])], "小"],
  [[Buffer.from([0xe5, 0xb0])], "\ufffd"],
])("readAll of %j", async (chunks, text) => {
  const stream = new PassThrough();
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  expect(await read(stream)).toEqual({ type: "text", text });
});

test("readAll does not read a stream that is too long to its end", async () => {
  const stream = new PassThrough();
  stream.write("x".repeat(inputLineCharactersMax));
  stream.write("x");
  expect(await read(stream)).toEqual({ type: "tooLong" });
  expect(stream.listenerCount("readable")).toBe(0);
});

test("readAll says why a stream broke, and takes no half of a text", async () => {
  const stream = new PassThrough();
  stream.write("half of");
  stream.destroy(Object.assign(new Error("no terminal any more"), { code: "EIO" }));
  expect(await read(stream)).toEqual({ type: "unreadable", code: "EIO" });
});
