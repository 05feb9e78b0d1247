/** A slow stream, and one that is gone. */
import { expect, test } from "bun:test";
import { PassThrough } from "node:stream";
import { Outflow } from "../../../src/client/pipe/outflow.ts";

test("Outflow tells once that the stream is full, and once that it is not", async () => {
  const stream = new PassThrough({ highWaterMark: 4 });
  const told: boolean[] = [];
  const outflow = new Outflow(stream, { full: (full) => void told.push(full), gone: () => undefined });
  outflow.write("abc");
  expect(told).toEqual([]);
  outflow.write("def");
  outflow.write("ghi");
  expect(told).toEqual([true]);
  const drained = new Promise((resolve) => stream.once("drain", resolve));
  stream.resume();
  await drained;
  expect(told).toEqual([true, false]);
});

test("Outflow tells that nobody reads on", async () => {
  const stream = new PassThrough();
  const { promise, resolve } = Promise.withResolvers<void>();
  const outflow = new Outflow(stream, { full: () => undefined, gone: resolve });
  outflow.write("a");
  stream.destroy(new Error("EPIPE"));
  await promise;
  outflow.stop();
  expect(stream.listenerCount("error")).toBe(0);
});

test("Outflow is finished when all is taken, behind every call that waits for that, and when nobody reads on", async () => {
  const stream = new PassThrough({ highWaterMark: 1 });
  const outflow = new Outflow(stream, { full: () => undefined, gone: () => undefined });
  const called: string[] = [];
  for (const name of ["a", "b"]) {
    outflow.write(name);
    outflow.whenTaken(() => void called.push(name));
  }
  const finished = outflow.finished().then(() => called.push("finished"));
  stream.resume();
  await finished;
  expect(called).toEqual(["a", "b", "finished"]);
  const broken = new PassThrough({ highWaterMark: 1 });
  const other = new Outflow(broken, { full: () => undefined, gone: () => undefined });
  other.write("long");
  other.write("never taken");
  const ended = other.finished();
  broken.destroy(new Error("EPIPE"));
  await ended;
});
