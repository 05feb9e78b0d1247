/** `chat send` over a connection that dies without a word. */
import { expect, test } from "bun:test";
import { PassThrough } from "node:stream";
import { send } from "../../../src/client/pipe/send.ts";
import { en } from "../../../src/locale/en.ts";
import { openServer } from "../../support/server.ts";
import { Sink } from "../../support/sink.ts";
import { SocketClient } from "../../support/socket-client.ts";
import type { SwallowingProxy } from "../../support/swallowing-proxy.ts";
import { openSwallowingProxy } from "../../support/swallowing-proxy.ts";

const brisk = { pauseMs: 20, timeoutMs: 20 };

interface Sending {
  readonly proxy: SwallowingProxy;
  readonly timeoutMs: number;
  readonly heartbeat: { readonly pauseMs: number; readonly timeoutMs: number } | undefined;
}

/** Sends one line, and after its acknowledgement another over the line that is dead by then. */
async function sendAcross({ proxy, timeoutMs, heartbeat }: Sending, direction: "both" | "answers") {
  const [stdin, stderr] = [new PassThrough(), new Sink()];
  const visitor = {
    host: "127.0.0.1",
    port: proxy.port,
    nickname: "ann",
    room: "lobby",
    catalogue: en,
    stderr,
    signal: new AbortController().signal,
  };
  const end = send({ visitor, text: undefined, stdin, whole: false, timeoutMs, heartbeat });
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
    const sending = { proxy, timeoutMs: 10_000, heartbeat: brisk };
    expect(await sendAcross(sending, direction)).toEqual({ code: 0, reason: undefined });
    expect(proxy.connections()).toBe(2);
    await witness.until(() => witness.frames("broadcast").length === 2);
    witness.say({ type: "history", limit: 10, key: "h" });
    await witness.until(() => witness.frames("history").length === 1);
    expect(witness.frames("broadcast").map(({ msg }) => msg)).toEqual(["one", "two"]);
    expect(witness.frames("history")).toMatchObject([{ entries: [{ msg: "one" }, { msg: "two" }] }]);
  },
);

test("send that gives up says what was not acknowledged, since the server may have it", async () => {
  await using server = await openServer();
  using witness = await SocketClient.enter(server.port, "witness");
  using proxy = openSwallowingProxy(server.port);
  const sending = { proxy, timeoutMs: 100, heartbeat: undefined };
  const { code, reason } = await sendAcross(sending, "answers");
  expect(code).toBe(1);
  expect(reason).toBe(`${en.pipe.gaveUp(1)} ${en.client.notAcknowledged(1)}`);
  await witness.until(() => witness.frames("broadcast").length === 2);
});
