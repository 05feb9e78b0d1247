/** Text out of a stream, when it is asked for, and its end. */
import { expect, test } from "bun:test";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { Intake } from "../../../src/client/plain/intake.ts";

interface Taking {
  readonly intake: Intake;
  /** All that was there at each call. */
  readonly texts: string[];
  readonly ended: Promise<void>;
}

function takeAll(input: PassThrough): Taking {
  const texts: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const intake = new Intake(input, () => {
    for (let text = intake.take(); text !== undefined; text = intake.take()) texts.push(text);
    if (intake.ended) resolve();
  });
  return { intake, texts, ended: promise };
}

test("Intake tells the end of a stream that is asked late", async () => {
  const input = new PassThrough();
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const intake = new Intake(input, () => (intake.ended ? resolve() : undefined));
  input.end("all");
  await once(input, "readable");
  expect(intake.ended).toBe(false);
  expect(intake.take()).toBe("all");
  expect(intake.take()).toBeUndefined();
  await ended;
  expect(intake.take()).toBeUndefined();
});

test("Intake puts characters together, and replaces what is none", async () => {
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
])("Intake takes a stream that %s for one that has ended", async (_, error) => {
  const input = new PassThrough();
  const { intake, ended } = takeAll(input);
  input.destroy(error);
  await ended;
  expect(intake.take()).toBeUndefined();
  expect(intake.failure).toBe(error === undefined ? undefined : "Error: no terminal any more");
});

test("Intake tells of a stream that cannot even be listened to, after its constructor", async () => {
  const input = new PassThrough();
  const on = input.on.bind(input);
  input.on = (event: string, listener: () => void) => {
    if (event === "readable") throw Object.assign(new Error("a folder"), { code: "EISDIR" });
    return on(event, listener);
  };
  const { intake, ended } = takeAll(input);
  expect(intake.ended).toBe(false);
  await ended;
  expect(intake.failure).toBe("EISDIR");
});

test("Intake that was stopped lets a stream break", async () => {
  const input = new PassThrough();
  const { intake } = takeAll(input);
  intake.stop();
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  input.on("close", resolve);
  input.destroy(new Error("no terminal any more"));
  await closed;
  expect(intake.ended).toBe(false);
});
