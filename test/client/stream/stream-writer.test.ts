/** A slow stream, and one that is gone. */
import { afterEach, expect, jest, test } from "bun:test";
import { PassThrough, Writable } from "node:stream";
import { outputGraceMs } from "../../../src/base/limits.ts";
import { StreamWriter } from "../../../src/client/stream/stream-writer.ts";

afterEach(() => void jest.useRealTimers());

const running = new AbortController().signal;

test("StreamWriter tells once that the stream is full, and once that it is not", async () => {
  const stream = new PassThrough({ highWaterMark: 4 });
  const told: boolean[] = [];
  const writer = new StreamWriter(stream, { full: (full) => void told.push(full), closed: () => undefined });
  writer.write("abc");
  expect(told).toEqual([]);
  writer.write("def");
  writer.write("ghi");
  expect(told).toEqual([true]);
  const drained = new Promise((resolve) => stream.once("drain", resolve));
  stream.resume();
  await drained;
  expect(told).toEqual([true, false]);
  stream.pause();
  writer.write("jklmno");
  expect(told).toEqual([true, false, true]);
});

test("StreamWriter tells that nobody reads on", async () => {
  const stream = new PassThrough();
  const { promise, resolve } = Promise.withResolvers<void>();
  const writer = new StreamWriter(stream, { full: () => undefined, closed: resolve });
  writer.write("a");
  stream.destroy(new Error("EPIPE"));
  await promise;
  writer.stop();
  expect(stream.listenerCount("error")).toBe(0);
});

test("StreamWriter is finished when all is taken, behind every call that waits for that, and when nobody reads on", async () => {
  const stream = new PassThrough({ highWaterMark: 1 });
  const writer = new StreamWriter(stream, { full: () => undefined, closed: () => undefined });
  const called: string[] = [];
  for (const name of ["a", "b"]) {
    writer.write(name);
    writer.whenFlushed(() => void called.push(name));
  }
  const finished = writer.finished(running).then(() => called.push("finished"));
  stream.resume();
  await finished;
  expect(called).toEqual(["a", "b", "finished"]);
  const broken = new PassThrough({ highWaterMark: 1 });
  const other = new StreamWriter(broken, { full: () => undefined, closed: () => undefined });
  other.write("long");
  other.write("never taken");
  const ended = other.finished(running);
  broken.destroy(new Error("EPIPE"));
  await ended;
});

function isCallback(value: unknown): value is () => void {
  return typeof value === "function";
}

/** Like stdout of Bun 1.4.5 on a full socket: an empty write is acknowledged before those that wait. */
class FullSocket extends Writable {
  readonly held: (() => void)[] = [];

  override write(text: unknown, ...rest: readonly unknown[]): boolean {
    const taken = rest.at(-1);
    if (!isCallback(taken)) return false;
    if (text === "") taken();
    else this.held.push(taken);
    return false;
  }
}

test("StreamWriter is finished when the writes themselves are taken, in whichever order", async () => {
  const stream = new FullSocket();
  const writer = new StreamWriter(stream, { full: () => undefined, closed: () => undefined });
  const called: string[] = [];
  writer.write("a");
  writer.write("b");
  writer.whenFlushed(() => void called.push("taken"));
  const finished = writer.finished(running).then(() => called.push("finished"));
  stream.held.pop()?.();
  await Bun.sleep(0);
  expect(called).toEqual([]);
  stream.held.pop()?.();
  await finished;
  expect(called).toEqual(["taken", "finished"]);
});

test("StreamWriter waits no longer than a grace period for a reader that is stuck, once it is to end", async () => {
  jest.useFakeTimers();
  const writer = new StreamWriter(new FullSocket(), { full: () => undefined, closed: () => undefined });
  writer.write("a");
  let isFinished = false;
  const finished = writer.finished(AbortSignal.abort()).then(() => void (isFinished = true));
  jest.advanceTimersByTime(outputGraceMs - 1);
  for (let turns = 0; turns < 10; turns += 1) await Promise.resolve();
  expect(isFinished).toBe(false);
  jest.advanceTimersByTime(1);
  await finished;
});

test("StreamWriter is finished at once when the stream has failed, also one that is not destroyed by that", async () => {
  const stream = new FullSocket();
  const writer = new StreamWriter(stream, { full: () => undefined, closed: () => undefined });
  writer.write("a");
  stream.emit("error", new Error("EPIPE"));
  await writer.finished(running);
  expect(stream.destroyed).toBe(false);
});
