/** `send` and `tail` beside their server in one process, over the ports alone: no socket and no clock of the machine's. */
import { expect, test } from "bun:test";
import { PassThrough } from "node:stream";
import type { Connect } from "../../src/client/connection.ts";
import type { PipeTarget } from "../../src/client/pipe/pipe-session.ts";
import { send } from "../../src/client/pipe/send.ts";
import { tail } from "../../src/client/pipe/tail.ts";
import type { PipePorts } from "../../src/client/ports.ts";
import { en } from "../../src/locale/en.ts";
import { FakeScheduler } from "../support/fake-scheduler.ts";
import { connectTo, runtimeOf } from "../support/in-process.ts";
import { openRoom } from "../support/room.ts";
import { Sink } from "../support/sink.ts";

test("programs send and follow in this process, on the server's time and under the user's name that they are given", async () => {
  const { hub, scheduler } = openRoom();
  const target = (userName: string, signal?: AbortSignal): PipeTarget => {
    return targetOf({ connect: connectTo(hub, scheduler), runtime: runtimeOf(scheduler), userName }, signal);
  };
  const [stdout, stop] = [new Sink(), new AbortController()];
  const followed = tail({
    target: target("bob", stop.signal),
    stdout,
    selection: { since: undefined, lines: 10 },
    follow: true,
    json: true,
    timeoutMs: 10_000,
  });
  scheduler.pass(1_000);
  const stdin = new PassThrough();
  stdin.end("one\ntwo\n");
  const sent = send({
    target: target("ann lee"),
    text: undefined,
    stdin,
    whole: false,
    timeoutMs: 10_000,
  });
  await passUntil(scheduler, () => stdout.text.split("\n").length > 2);
  await passUntil(scheduler, () => Bun.peek.status(sent) !== "pending");
  expect(await sent).toEqual({ code: 0, reason: undefined });
  stop.abort();
  await passUntil(scheduler, () => Bun.peek.status(followed) !== "pending");
  expect(await followed).toEqual({ code: 0, reason: undefined });
  const lines = stdout.text
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  expect(lines).toMatchObject([
    { room: "tea", from: "ann_lee", msg: "one" },
    { room: "tea", from: "ann_lee", msg: "two" },
  ]);
});

test("a program gives up after its own time, by the clock that it is given", async () => {
  const scheduler = new FakeScheduler();
  const unreachable: Connect = (events) => {
    scheduler.after(1, () => events.closed({ type: "refused" }));
    return { gone: Promise.resolve(), send: noop, pause: noop, resume: noop, close: noop };
  };
  const sent = send({
    target: targetOf({ connect: unreachable, runtime: runtimeOf(scheduler), userName: "" }),
    text: "hi",
    stdin: new PassThrough(),
    whole: false,
    timeoutMs: 600_000,
  });
  scheduler.pass(599_000);
  await Promise.resolve();
  expect(Bun.peek.status(sent)).toBe("pending");
  scheduler.pass(1_000);
  expect(await sent).toMatchObject({ code: 1 });
});

function targetOf(ports: PipePorts, signal = new AbortController().signal): PipeTarget {
  return {
    host: "here",
    port: 0,
    nickname: undefined,
    room: "tea",
    catalogue: en,
    ports,
    stderr: new Sink(),
    signal,
  };
}

/** Streams hand over their chunks in turns of this process's event loop. */
async function passUntil(scheduler: FakeScheduler, condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000 && !condition(); turn += 1) {
    scheduler.pass(10);
    await new Promise((resolve) => void setImmediate(resolve));
  }
  expect(condition()).toBe(true);
}

const noop = (): void => undefined;
