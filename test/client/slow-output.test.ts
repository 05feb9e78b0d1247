/** A client whose own output is full reads nothing from the server, so that no answer of it can be late. */
import { afterEach, beforeEach, expect, jest, setDefaultTimeout, test } from "bun:test";
import { PassThrough } from "node:stream";
import { leaveTimeoutMs } from "../../src/client/limits.ts";
import { join } from "../../src/client/join.ts";
import type { JoinEnd } from "../../src/client/join.ts";
import { en } from "../../src/locale/en.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import type { HostileServer } from "../support/hostile-server.ts";
import { openHostileServer } from "../support/hostile-server.ts";
import { Sink } from "../support/sink.ts";

setDefaultTimeout(testTimeoutMs);
beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

interface Pipe {
  readonly server: HostileServer;
  readonly stdout: PassThrough;
  readonly controller: AbortController;
  readonly end: Promise<JoinEnd>;
  readonly hasEnded: () => boolean;
  readonly read: () => string;
}

/** A pipe with these lines, whose output takes one line and no more until it is read. */
function pipe(lines: string, answer: Parameters<typeof openHostileServer>[0] = {}): Pipe {
  const server = openHostileServer(answer);
  const [stdin, stdout, controller] = [
    new PassThrough(),
    new PassThrough({ highWaterMark: 1 }),
    new AbortController(),
  ];
  let [hasEnded, text] = [false, ""];
  const end = join({
    host: "127.0.0.1",
    port: server.port,
    nickname: "ann",
    catalogue: en,
    plain: true,
    json: false,
    preferences: {
      typing: false,
      notify: "off",
      bell: false,
      notifications: false,
      colour: "auto",
      history: false,
      backlog: 0,
    },
    environment: {},
    stdin,
    stdout,
    stderr: new Sink(),
    signal: controller.signal,
  });
  void end.then(() => (hasEnded = true));
  stdin.end(lines);
  const read = (): string => {
    stdout.on("data", (chunk: Buffer) => void (text += chunk.toString()));
    return text;
  };
  return { server, stdout, controller, end, hasEnded: () => hasEnded, read };
}

const said = (seq: number, from: string, msg: string, key?: string): object => {
  return { type: "broadcast", room: "lobby", seq, time: 5, from, msg, key };
};

/** The output is full: one line waits in it, and another for that one to go. */
async function full({ server, stdout }: Pipe): Promise<void> {
  while (stdout.readableLength === 0) await new Promise(setImmediate);
  server.send([said(9, "bob", "late")]);
}

async function pass(milliseconds: number): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  jest.advanceTimersByTime(milliseconds);
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
}

test("/quit in a pipe waits for the answers as long as its own output is full", async () => {
  const keys: (string | undefined)[] = [];
  const slow = pipe("one\ntwo\n/quit\n", {
    answer: ({ type, key }) => {
      if (type !== "broadcast") return undefined;
      keys.push(key);
      return key === keys[0] ? [said(1, "ann", "one", key)] : [];
    },
  });
  using server = slow.server;
  await full(slow);
  while (keys.length < 2) await new Promise(setImmediate);
  server.send([said(10, "ann", "two", keys[1])]);
  for (let count = 0; count < 3; count += 1) await pass(2 * leaveTimeoutMs);
  expect(slow.hasEnded()).toBe(false);
  slow.read();
  expect(await slow.end).toEqual({ code: 0 });
  expect(slow.read()).toBe("ann: one\nbob: late\nann: two\n");
});

test("/quit in a pipe waits from when its output goes on, and no longer than a moment", async () => {
  const slow = pipe("one\n/quit\n", {
    answer: ({ type }) => (type === "broadcast" ? [said(1, "bob", "hi")] : undefined),
  });
  using _server = slow.server;
  await full(slow);
  await pass(leaveTimeoutMs + 1);
  slow.read();
  await pass(leaveTimeoutMs - 1);
  expect(slow.hasEnded()).toBe(false);
  await pass(1);
  expect(await slow.end).toEqual({ code: 1, reason: en.client.notAcknowledged(1) });
});

test("a pipe that is told to stop is not kept waiting by its own output", async () => {
  const slow = pipe("one\n", {
    answer: ({ type }) => (type === "broadcast" ? [said(1, "bob", "hi")] : undefined),
  });
  using _server = slow.server;
  await full(slow);
  slow.controller.abort();
  await pass(leaveTimeoutMs);
  slow.read();
  expect(await slow.end).toEqual({ code: 1, reason: en.client.notAcknowledged(1) });
});
