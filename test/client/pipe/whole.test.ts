/** A stream as one text. */
import { expect, test } from "bun:test";
import { PassThrough } from "node:stream";
import type { Whole } from "../../../src/client/pipe/whole.ts";
import { readWhole } from "../../../src/client/pipe/whole.ts";
import { inputLineCharactersMax } from "../../../src/client/limits.ts";

function read(stream: PassThrough): Promise<Whole> {
  const { promise, resolve } = Promise.withResolvers<Whole>();
  readWhole(stream, resolve);
  return promise;
}

test.each([
  [["one\ntwo\n"], "one\ntwo"],
  [["one\r\n\r\n"], "one"],
  [["\n  one"], "\n  one"],
  [[], ""],
  [[Buffer.from([0xe5, 0xb0]), Buffer.from([0x8f])], "小"],
  [[Buffer.from([0xe5, 0xb0])], "\ufffd"],
])("readWhole of %j", async (chunks, text) => {
  const stream = new PassThrough();
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  expect(await read(stream)).toEqual({ type: "text", text });
});

test("readWhole does not read a stream that is too long to its end", async () => {
  const stream = new PassThrough();
  stream.write("x".repeat(inputLineCharactersMax));
  stream.write("x");
  expect(await read(stream)).toEqual({ type: "tooLong" });
  expect(stream.listenerCount("readable")).toBe(0);
});

test("readWhole says why a stream broke, and takes no half of a text", async () => {
  const stream = new PassThrough();
  stream.write("half of");
  stream.destroy(Object.assign(new Error("no terminal any more"), { code: "EIO" }));
  expect(await read(stream)).toEqual({ type: "unreadable", code: "EIO" });
});
