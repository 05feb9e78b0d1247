/** The TCP transport on real sockets: nothing that was taken is lost, and back-pressure is told. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import type { Connection, ConnectionEvents } from "../../src/server/connection.ts";
import { listenTcp } from "../../src/server/tcp.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { SocketClient } from "../support/socket-client.ts";

setDefaultTimeout(testTimeoutMs);

const silent: ConnectionEvents = {
  received: () => undefined,
  drained: () => undefined,
  ended: () => undefined,
  closed: () => undefined,
};

function listen(accept: (connection: Connection) => ConnectionEvents) {
  const listener = listenTcp({ hostname: "127.0.0.1", port: 0, accept });
  return { port: listener.port, [Symbol.dispose]: () => listener.stop() };
}

/** Writes all of it, as the connection takes it, and finishes then. */
function speech(bytes: Uint8Array) {
  return (connection: Connection): ConnectionEvents => {
    let at = 0;
    const speak = () => {
      at += connection.write(bytes.subarray(at));
      if (at === bytes.length) connection.finish();
    };
    queueMicrotask(speak);
    return { ...silent, drained: speak };
  };
}

const lastWords = Buffer.alloc(8 * 1024 * 1024, "last words ");

test("finish lets 8 MiB of last words arrive at a slow reader that goes on sending", async () => {
  using server = listen(speech(lastWords));
  using client = await SocketClient.connect(server.port, false);
  const seen: number[] = [];
  // It reads a little, stops, sends something, and reads on.
  while (!client.closed) {
    const before = client.bytes;
    await client.until(() => client.bytes > before || client.closed);
    client.pause();
    client.send("and another thing. ".repeat(100));
    await turn();
    client.resume();
    seen.push(client.bytes);
  }
  expect(client.bytes).toBe(lastWords.length);
  expect(seen.length).toBeGreaterThan(4);
});

test("terminate lets go of a reader that reads nothing, and says so once", async () => {
  const closings: number[] = [];
  let connection: Connection | undefined;
  using server = listen((accepted) => {
    connection = accepted;
    return { ...speech(lastWords)(accepted), closed: () => closings.push(1) };
  });
  using client = await SocketClient.connect(server.port, false);
  client.pause();
  await turn();
  connection?.terminate();
  client.resume();
  await client.untilClosed();
  await turn();
  expect(client.bytes).toBeLessThan(lastWords.length);
  expect(closings).toEqual([1]);
});

test("write takes everything of a closed connection, and does nothing", async () => {
  const { promise, resolve } = Promise.withResolvers<Connection>();
  using server = listen((connection) => ({ ...silent, closed: () => resolve(connection) }));
  (await SocketClient.connect(server.port))[Symbol.dispose]();
  expect((await promise).write(Buffer.from("hello"))).toBe(5);
});

test.skipIf(process.platform !== "linux")(
  "listenTcp lets the system ask silent peers for a sign of life",
  async () => {
    using server = listen(() => silent);
    using client = await SocketClient.connect(server.port);
    expect(client.closed).toBe(false);
    const state = () => socketsAt(server.port).filter(({ isConnected }) => isConnected);
    while (state().length === 0) await turn();
    expect(state()).toEqual([{ isConnected: true, isKeptAlive: true }]);
  },
);

test("peer is the other end's address, over TCP and in clear", async () => {
  const { promise, resolve } = Promise.withResolvers<Connection>();
  using server = listen((connection) => {
    resolve(connection);
    return silent;
  });
  using client = await SocketClient.connect(server.port);
  const { peer } = await promise;
  expect(client.closed).toBe(false);
  expect(peer).toMatchObject({ transport: "tcp", encrypted: false });
  expect(peer.address).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(peer.address).not.toBe(`127.0.0.1:${server.port}`);
});

test("ended is told when the client sends nothing more, and it still reads", async () => {
  using server = listen((connection) => ({
    ...silent,
    ended() {
      connection.write(Buffer.from("all yours"));
      connection.finish();
    },
  }));
  using client = await SocketClient.connect(server.port);
  client.endSending();
  await client.untilClosed();
  expect(client.text).toBe("all yours");
});

test("pause holds what the client sends, and resume lets it come", async () => {
  let received = 0;
  const { promise, resolve } = Promise.withResolvers<Connection>();
  const { promise: all, resolve: whole } = Promise.withResolvers<void>();
  const sent = 64 * 1024;
  using server = listen((connection) => {
    connection.pause();
    resolve(connection);
    return {
      ...silent,
      received(chunk) {
        received += chunk.length;
        if (received === sent) whole();
      },
    };
  });
  using client = await SocketClient.connect(server.port);
  const connection = await promise;
  client.send(Buffer.alloc(sent, "x"));
  await turn();
  expect(received).toBe(0);
  connection.resume();
  await all;
});

test("listenTcp throws what the system says when the port is taken", () => {
  using server = listen(() => silent);
  const again = () => listenTcp({ hostname: "127.0.0.1", port: server.port, accept: () => silent });
  expect(again).toThrow(expect.objectContaining({ code: "EADDRINUSE" }));
});

/** One turn of the event loop, in which sockets have their say. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * The sockets of a local port, as the kernel lists them.
 *
 * @source https://docs.kernel.org/networking/proc_net_tcp.html (`st` 01: established; `tr` 02: a keep-alive timer runs)
 */
function socketsAt(port: number) {
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1] === local)
    .map(([, , , state, , timer]) => ({
      isConnected: state === "01",
      isKeptAlive: timer?.startsWith("02:") === true,
    }));
}
