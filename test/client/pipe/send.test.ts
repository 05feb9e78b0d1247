/** `chat send` over a connection that dies without a word, and with a server that takes its time. */
import { afterEach, expect, jest, setDefaultTimeout, test } from "bun:test";
import { getEventListeners } from "node:events";
import { PassThrough } from "node:stream";
import {
  leaveTimeoutMs,
  nicknameTriesMax,
  pipeMessagesMax,
  resendPauseMinMs,
} from "../../../src/client/limits.ts";
import { send } from "../../../src/client/pipe/send.ts";
import { en } from "../../../src/locale/en.ts";
import { fieldsOf } from "../../support/fields.ts";
import { testTimeoutMs } from "../../support/hang-guard.ts";
import { openServer } from "../../support/server.ts";
import { pipeTarget } from "../../support/pipe-target.ts";
import { openStubServer } from "../../support/stub-server.ts";
import { SocketClient } from "../../support/socket-client.ts";
import { Sink } from "../../support/sink.ts";
import type { SwallowingProxy } from "../../support/swallowing-proxy.ts";
import { openSwallowingProxy } from "../../support/swallowing-proxy.ts";

setDefaultTimeout(testTimeoutMs);
afterEach(() => void jest.useRealTimers());

const brisk = { pauseMs: 20, timeoutMs: 20 };

/** Sends one line, and after its acknowledgement another over the line that is dead by then. */
async function sendAcross(proxy: SwallowingProxy, direction: "both" | "answers") {
  const stdin = new PassThrough();
  const target = pipeTarget(proxy.port);
  const end = send({ target, text: undefined, stdin, whole: false, timeoutMs: 10_000, heartbeat: brisk });
  stdin.write("one\n");
  await proxy.until('"msg":"one"');
  proxy.swallow(direction);
  stdin.end("two\n");
  return end;
}

test.each(["both", "answers"] as const)(
  "send over a line that swallows %s connects again, and the message is there once",
  async (direction) => {
    await using server = await openServer();
    using witness = await SocketClient.enter(server.port, "witness");
    using proxy = openSwallowingProxy(server.port);
    expect(await sendAcross(proxy, direction)).toEqual({ code: 0, reason: undefined });
    expect(proxy.connections()).toBe(2);
    await witness.until(() => witness.frames("broadcast").length === 2);
    witness.say({ type: "history", limit: 10, key: "h" });
    await witness.until(() => witness.frames("history").length === 1);
    expect(witness.frames("broadcast").map(({ msg }) => msg)).toEqual(["one", "two"]);
    expect(witness.frames("history")).toMatchObject([{ entries: [{ msg: "one" }, { msg: "two" }] }]);
  },
);

test("send that gives up says what was not acknowledged, since the server may have it", async () => {
  jest.useFakeTimers();
  const stdin = new PassThrough();
  using server = openStubServer((request) => {
    const { type, msg } = request;
    // The answer to the ping says that the first is done with.
    if (msg === "one") return [{ ...request, room: "lobby", seq: 1, time: 5, from: "ann" }, { type: "ping" }];
    if (type === "pong") stdin.end("two\n");
    if (msg === "two") jest.advanceTimersByTime(1_000);
    return [];
  });
  stdin.write("one\n");
  const target = pipeTarget(server.port);
  const end = await send({ target, text: undefined, stdin, whole: false, timeoutMs: 1_000 });
  expect(end).toEqual({ code: 1, reason: `${en.pipe.gaveUp(1)} ${en.client.notAcknowledged(1)}` });
});

test("send counts a message whose acknowledgement breaks the protocol as not acknowledged", async () => {
  using server = openStubServer((request) => {
    const time = request["msg"] === "two" ? 1e300 : 5;
    const seq = request["msg"] === "two" ? 2 : 1;
    if (request["msg"] === "three")
      return [{ type: "error", code: "ignoring", msg: "", key: request["key"] }];
    return request["type"] === "broadcast" ? [{ ...request, room: "lobby", seq, time, from: "ann" }] : [];
  });
  const [stdin, stderr] = [new PassThrough(), new Sink()];
  stdin.end("one\ntwo\nthree\n");
  const target = pipeTarget(server.port, { stderr });
  const end = await send({ target, text: undefined, stdin, whole: false, timeoutMs: 60_000 });
  expect(end).toEqual({ code: 1, reason: `${en.client.notSent(1)} ${en.client.notAcknowledged(1)}` });
  expect(stderr.text).toContain(en.client.brokenAnswer);
});

test("send sends again what the server cannot take for now, and says once that it waits", async () => {
  const seen: unknown[] = [];
  using server = openStubServer(({ type, msg, key }) => {
    if (type !== "broadcast") return [];
    seen.push(msg);
    // The whole first flight is refused, and the first try after it.
    if (seen.length <= 3) return [{ type: "error", code: "storage", msg: "", key }];
    return [{ type, room: "lobby", seq: seen.length, time: 5, from: "ann", msg, key }];
  });
  const stderr = new Sink();
  const stdin = new PassThrough();
  stdin.end("one\ntwo\n");
  const target = { ...pipeTarget(server.port), stderr };
  const end = await send({ target, text: undefined, stdin, whole: false, timeoutMs: 10_000 });
  expect(end).toEqual({ code: 0, reason: undefined });
  expect(seen).toEqual(["one", "two", "one", "one", "two"]);
  expect(stderr.text).toBe(`${en.client.delayed}\n`);
});

test("send gives up on a message that the server cannot take within the timeout, and says that it was not sent", async () => {
  jest.useFakeTimers();
  using server = openStubServer(({ type, key }) =>
    type === "broadcast" ? [{ type: "error", code: "storage", msg: "", key }] : [],
  );
  const stderr = new Sink();
  const target = { ...pipeTarget(server.port), stderr };
  // Before the message is sent again.
  const timeoutMs = resendPauseMinMs / 2;
  const ended = send({ target, text: "one", stdin: new PassThrough(), whole: false, timeoutMs });
  while (stderr.text === "") await new Promise(setImmediate);
  jest.advanceTimersByTime(timeoutMs);
  expect(await ended).toEqual({ code: 1, reason: `${en.pipe.gaveUp(1)} ${en.client.notSent(1)}` });
});

test("send gives up when nothing is taken for a while, however long it takes until all is", async () => {
  jest.useFakeTimers();
  const said: Readonly<Record<string, unknown>>[] = [];
  let seq = 0;
  // The answer to the ping says that what came before it is done with.
  const takeNext = (): readonly object[] => {
    const message = said.shift();
    if (message === undefined) return [];
    seq += 1;
    return [{ ...message, room: "lobby", seq, time: 5, from: "ann" }, { type: "ping" }];
  };
  using server = openStubServer((request) => {
    if (request["type"] === "broadcast" && said.push(request) === 3) return takeNext();
    if (request["type"] !== "pong") return [];
    jest.advanceTimersByTime(900);
    return takeNext();
  });
  const stdin = new PassThrough();
  stdin.end("one\ntwo\nthree\n");
  const heartbeat = { pauseMs: 60_000, timeoutMs: 60_000 };
  const target = pipeTarget(server.port);
  const end = await send({ target, text: undefined, stdin, whole: false, timeoutMs: 1_000, heartbeat });
  expect(end).toEqual({ code: 0, reason: undefined });
});

test("send gives up on a server that takes nothing, though more and more is to be sent", async () => {
  jest.useFakeTimers();
  const stdin = new PassThrough();
  const said: Readonly<Record<string, unknown>>[] = [];
  using server = openStubServer((request) => {
    if (request["type"] !== "broadcast") return [];
    jest.advanceTimersByTime(400);
    if (said.push(request) < 8) stdin.write("more\n");
    if (said.length < 8) return [];
    // Too late.
    stdin.end();
    return said.map((one, index) => ({ ...one, room: "lobby", seq: index + 1, time: 5, from: "ann" }));
  });
  stdin.write("one\n");
  const heartbeat = { pauseMs: 60_000, timeoutMs: 60_000 };
  const target = pipeTarget(server.port);
  const end = await send({ target, text: undefined, stdin, whole: false, timeoutMs: 1_000, heartbeat });
  expect(end.code).toBe(1);
  expect(end.reason).toStartWith(en.pipe.gaveUp(1));
});

test.each(["ends", "is told to stop"])(
  "send that %s leaves no timer, and listens to nothing",
  async (how) => {
    const controller = new AbortController();
    using server = openStubServer(({ type, msg, key }) => {
      if (type !== "broadcast") return [];
      if (how !== "ends") return (controller.abort(), []);
      return [{ type, room: "lobby", seq: 1, time: 5, from: "ann", msg, key }];
    });
    const stdin = new PassThrough();
    const listening = (): readonly number[] => ["data", "readable"].map((name) => stdin.listenerCount(name));
    const before = listening();
    stdin.write("one\n");
    if (how === "ends") stdin.end();
    const target = { ...pipeTarget(server.port), signal: controller.signal };
    jest.useFakeTimers();
    const ended = send({ target, text: undefined, stdin, whole: false, timeoutMs: 60_000 });
    while (how !== "ends" && !controller.signal.aborted) await new Promise(setImmediate);
    if (how !== "ends") jest.advanceTimersByTime(leaveTimeoutMs);
    await ended;
    // The connection has a moment to hang up, for which nothing waits.
    jest.advanceTimersByTime(leaveTimeoutMs);
    expect(listening()).toEqual(before);
    expect([getEventListeners(controller.signal, "abort").length, jest.getTimerCount()]).toEqual([0, 0]);
  },
);

test("send under a nickname that nobody has chosen tries all of them again after a lost line", async () => {
  const nicknames: unknown[] = [];
  const refused = { type: "login", success: false, code: "nickname_taken", nickname: "x", msg: "taken" };
  const accepted = { type: "login", success: true, v: 2, server: { name: "stub", version: "0" } };
  const rooms = [{ room: "lobby", topic: "", seq: 0, members: 1 }];
  const frame = (fields: object): string => `${JSON.stringify(fields)}\n`;
  using listener = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      data(socket, chunk) {
        for (const part of chunk.toString().replaceAll("}{", "}\n{").split("\n").filter(Boolean)) {
          const { type, msg, key } = fieldsOf(part);
          if (type === "broadcast")
            socket.write(frame({ type, room: "lobby", seq: 1, time: 5, from: "me", msg, key }));
          if (type !== "login") continue;
          nicknames.push(msg);
          // The last of the first tries is let in and loses its line at once; so is the last of the second, and keeps it.
          const isLast = nicknames.length % nicknameTriesMax === 0;
          socket.write(frame(isLast ? { ...accepted, nickname: "me", token: "t", rooms } : refused));
          if (nicknames.length === nicknameTriesMax) socket.end();
        }
      },
    },
  });
  const target = pipeTarget(listener.port, { nickname: undefined });
  const end = await send({ target, text: "hi", stdin: new PassThrough(), whole: false, timeoutMs: 60_000 });
  expect(end).toEqual({ code: 0, reason: undefined });
  expect(nicknames).toHaveLength(2 * nicknameTriesMax);
});

test.each([
  ["as much as may be unanswered", pipeMessagesMax, pipeMessagesMax],
  ["no more than may be unanswered", pipeMessagesMax + 1, pipeMessagesMax],
])("send reads %s", async (_, lines, read) => {
  using server = openStubServer(() => []);
  const stdin = new PassThrough();
  stdin.end("line\n".repeat(lines));
  const target = pipeTarget(server.port);
  const { reason = "" } = await send({ target, text: undefined, stdin, whole: false, timeoutMs: 1 });
  const lost = Array.from(reason.matchAll(/(\d+) messages were not/g), ([, count]) => Number(count));
  expect(lost.reduce((sum, count) => sum + count, 0)).toBe(read);
});
