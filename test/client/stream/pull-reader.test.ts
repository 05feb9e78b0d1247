/** Text out of a stream, when it is asked for, and its end. */
import { expect, test } from "bun:test";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { PullReader } from "../../../src/client/stream/pull-reader.ts";

interface Taking {
  readonly reader: PullReader;
  /** All that was there at each call. */
  readonly texts: string[];
  readonly ended: Promise<void>;
}

function takeAll(input: PassThrough): Taking {
  const texts: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const reader = new PullReader(input, () => {
    for (let text = reader.take(); text !== undefined; text = reader.take()) texts.push(text);
    if (reader.ended) resolve();
  });
  return { reader, texts, ended: promise };
}

test("PullReader tells the end of a stream that is asked late", async () => {
  const input = new PassThrough();
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const reader = new PullReader(input, () => (reader.ended ? resolve() : undefined));
  input.end("all");
  await once(input, "readable");
  expect(reader.ended).toBe(false);
  expect(reader.take()).toBe("all");
  expect(reader.take()).toBeUndefined();
  await ended;
  expect(reader.take()).toBeUndefined();
});

test("PullReader puts characters together, and replaces what is none", async () => {
  const input = new PassThrough();
  const { texts, ended } = takeAll(input);
  for (const byte of [0xe5, 0xb0, 0x8f, 0xff, 0x61, 0xe5, 0xb0]) input.write(Uint8Array.of(byte));
  input.end();
  await ended;
  expect(texts.join("")).toBe("小\ufffda\ufffd");
});

test.each([
  ["breaks", new Error("no terminal any more")],
  ["is closed", undefined],
])("PullReader takes a stream that %s for one that has ended", async (_, error) => {
  const input = new PassThrough();
  const { reader, ended } = takeAll(input);
  input.destroy(error);
  await ended;
  expect(reader.take()).toBeUndefined();
  expect(reader.failure).toBe(error === undefined ? undefined : "Error: no terminal any more");
});

test("PullReader tells of a stream that cannot even be listened to, after its constructor", async () => {
  const input = new PassThrough();
  const on = input.on.bind(input);
  input.on = (event: string, listener: () => void) => {
    if (event === "readable") throw Object.assign(new Error("a folder"), { code: "EISDIR" });
    return on(event, listener);
  };
  const { reader, ended } = takeAll(input);
  expect(reader.ended).toBe(false);
  await ended;
  expect(reader.failure).toBe("EISDIR");
});

test("PullReader that was stopped lets a stream break", async () => {
  const input = new PassThrough();
  const { reader } = takeAll(input);
  reader.stop();
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  input.on("close", resolve);
  input.destroy(new Error("no terminal any more"));
  await closed;
  expect(reader.ended).toBe(false);
});
