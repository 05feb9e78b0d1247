/** A session with a socket and a clock. */
import { afterEach, expect, jest, setDefaultTimeout, test } from "bun:test";
import { PassThrough } from "node:stream";
import { systemRuntime } from "../../src/client/clock.ts";
import { Driver } from "../../src/client/driver.ts";
import { tcpConnect } from "../../src/client/socket.ts";
import { join } from "../../src/client/join.ts";
import { processPorts } from "../../src/client/process-ports.ts";
import type { JoinEnd } from "../../src/client/join.ts";
import {
  backlogTimeoutMs,
  connectTimeoutMs,
  heartbeatPauseMs,
  heartbeatTimeoutMs,
  leaveTimeoutMs,
} from "../../src/client/limits.ts";
import type { Heartbeat } from "../../src/client/session/state.ts";
import { en } from "../../src/locale/en.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import type { HostileOptions, HostileServer } from "../support/hostile-server.ts";
import { openHostileServer } from "../support/hostile-server.ts";
import { Sink } from "../support/sink.ts";

setDefaultTimeout(testTimeoutMs);
afterEach(() => void jest.useRealTimers());

function connectTo(port: number, paused: boolean, heartbeat?: Heartbeat) {
  const { promise: online, resolve } = Promise.withResolvers<void>();
  const { promise: offline, resolve: lose } = Promise.withResolvers<void>();
  let isOnline = false;
  let hasEnded = false;
  let settledCount = 0;
  const driver = new Driver({
    session: {
      host: "127.0.0.1",
      address: `127.0.0.1:${port}`,
      nickname: "ann",
      keyPrefix: "k",
      canAsk: false,
      completes: false,
      backlog: 0,
      heartbeat,
      catalogue: en,
    },
    connect: tcpConnect("127.0.0.1", port),
    runtime: systemRuntime,
    openFace: () => ({
      show: (event) => {
        if (event.type !== "link") return;
        isOnline = event.link.state === "online";
        if (isOnline) resolve();
        if (event.link.state === "offline") lose();
      },
      whenShown: (call) => call(),
      setNicknames: () => undefined,
      ask: () => undefined,
      settled: () => void (settledCount += 1),
    }),
  });
  driver.setPaused(paused);
  const ended = driver.run();
  void ended.then(() => (hasEnded = true));
  const leave = (): Promise<unknown> => {
    driver.dispatch({ type: "leave", mode: "brief" });
    return ended;
  };
  const counts = { isOnline: () => isOnline, hasEnded: () => hasEnded, settledCount: () => settledCount };
  return { driver, online, offline, ended, leave, ...counts };
}

test("Driver takes nothing from a connection made while it is paused, until it goes on", async () => {
  using server = openHostileServer();
  const paused = connectTo(server.port, true);
  // Those who connect later are let in, each after the other: by then, so would the first be.
  for (let count = 0; count < 3; count += 1) {
    const witness = connectTo(server.port, false);
    await witness.online;
    await witness.leave();
  }
  expect(paused.isOnline()).toBe(false);
  paused.driver.setPaused(false);
  await paused.online;
  await paused.leave();
});

test("Driver takes no silence for a dead line while it is paused, and does again when it goes on", async () => {
  using server = openHostileServer();
  const heartbeat = { pauseMs: 20, timeoutMs: 20 };
  const paused = connectTo(server.port, false, heartbeat);
  await paused.online;
  paused.driver.setPaused(true);
  // Whoever connects later loses the silent line later, too.
  for (let count = 0; count < 2; count += 1) {
    const witness = connectTo(server.port, false, heartbeat);
    await witness.offline;
    await witness.leave();
  }
  expect(paused.isOnline()).toBe(true);
  paused.driver.setPaused(false);
  await paused.offline;
  await paused.leave();
});

test("Driver forgets the earlier time of a timer that is armed again", async () => {
  const asked = Promise.withResolvers<void>();
  using listener = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: { data: () => asked.resolve() },
  });
  jest.useFakeTimers();
  const { ended, hasEnded } = connectTo(listener.port, false);
  jest.advanceTimersByTime(connectTimeoutMs - 1);
  await asked.promise;
  // Connected just in time, it has as long for the answer to its login.
  jest.advanceTimersByTime(connectTimeoutMs - 1);
  await new Promise(setImmediate);
  expect(hasEnded()).toBe(false);
  jest.advanceTimersByTime(1);
  expect(await ended).toMatchObject({ reason: en.client.noAnswer(`127.0.0.1:${listener.port}`) });
  jest.useRealTimers();
});

test("Driver is settled once and for all when it has ended: no timer is left", async () => {
  using server = openHostileServer();
  jest.useFakeTimers();
  const { online, leave, settledCount } = connectTo(server.port, false);
  await online;
  await leave();
  const count = settledCount();
  jest.advanceTimersByTime(heartbeatPauseMs + heartbeatTimeoutMs);
  expect(settledCount()).toBe(count);
  jest.useRealTimers();
});

test("Driver ends no sooner than its connection, so that its farewell goes out", async () => {
  using server = openHostileServer();
  const { driver, online, ended, hasEnded } = connectTo(server.port, false);
  await online;
  driver.dispatch({ type: "leave", mode: "brief" });
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  expect(hasEnded()).toBe(false);
  await ended;
});

test("Driver waits for the answer to a login for as long as it is paused", async () => {
  jest.useFakeTimers();
  const { promise: answered, resolve } = Promise.withResolvers<void>();
  using slow = openHostileServer({ answer: () => (resolve(), undefined) });
  const paused = connectTo(slow.port, true);
  await answered;
  for (let count = 0; count < 3; count += 1) jest.advanceTimersByTime(connectTimeoutMs);
  paused.driver.setPaused(false);
  await paused.online;
  jest.useRealTimers();
  await paused.leave();
});

// A client whose own output is full reads nothing from the server, so that no answer of it can be late.
interface Pipe {
  readonly server: HostileServer;
  readonly stdout: PassThrough;
  readonly controller: AbortController;
  readonly end: Promise<JoinEnd>;
  readonly hasEnded: () => boolean;
  readonly read: () => string;
}

/** A pipe with these lines, whose output takes one line and no more until it is read. */
function pipe(lines: string, answer: HostileOptions = {}, isTTY = false): Pipe {
  jest.useFakeTimers();
  const server = openHostileServer(answer);
  const [stdin, stdout, controller] = [
    Object.assign(new PassThrough(), { isTTY }),
    new PassThrough({ highWaterMark: 1 }),
    new AbortController(),
  ];
  let [hasEnded, text] = [false, ""];
  const options = {
    host: "127.0.0.1",
    port: server.port,
    nickname: "ann",
    catalogue: en,
    plain: true,
    json: false,
    preferences: {
      typing: false,
      notify: "off" as const,
      bell: false,
      notifications: false,
      colour: "auto" as const,
      inputHistory: false,
      backlog: 20,
    },
    environment: {},
    stdin,
    stdout,
    stderr: new Sink(),
    signal: controller.signal,
  };
  const end = join({ ...options, ports: processPorts(options) });
  void end.then(() => (hasEnded = true));
  stdin.write(lines);
  if (!isTTY) stdin.end();
  const read = (): string => {
    if (stdout.listenerCount("data") === 0)
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

test("what was said before is waited for as long as the output of a person is full", async () => {
  const keys: (string | undefined)[] = [];
  const rooms = ["lobby", "tea"].map((room) => ({ room, topic: "", seq: room === "tea" ? 7 : 0 }));
  const answer: HostileOptions["answer"] = ({ type, key }) => {
    if (type === "login") return [{ type, success: true, v: 2, nickname: "ann", token: "t", rooms }];
    if (type !== "history") return undefined;
    keys.push(key);
    return [{ ...said(8, "bob", "after"), room: "tea" }, said(1, "bob", "full")];
  };
  const slow = pipe("", { answer }, true);
  using server = slow.server;
  await full(slow);
  for (let count = 0; count < 3; count += 1) await pass(backlogTimeoutMs);
  server.send([
    { type: "history", room: "tea", entries: [{ ...said(7, "bob", "before"), room: "tea" }], key: keys[0] },
  ]);
  slow.read();
  while (!slow.read().includes("after")) await new Promise(setImmediate);
  expect(slow.read()).toMatch(/^bob: full\nbob: late\n.*bob: before\n.*bob: after\n$/);
  slow.controller.abort();
  await slow.end;
});
