/** One connection, over a real socket: that all of what is sent arrives, also when the other side is slow or noisy. */
import { expect, jest, setDefaultTimeout, spyOn, test } from "bun:test";
import dns from "node:dns/promises";
import type { CloseReason } from "../../src/client/session/event.ts";
import { ServerSocket, reasonToTell } from "../../src/client/socket.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";

setDefaultTimeout(testTimeoutMs);

const textBytes = 16 * 1024 * 1024;

test.each([
  ["ECONNREFUSED", { type: "refused" }],
  ["ENOTFOUND", { type: "hostUnknown" }],
  ["EAI_NONAME", { type: "hostUnknown" }],
  ["ENODATA", { type: "hostUnknown" }],
  ["ENETUNREACH", { type: "noRoute" }],
  ["EHOSTUNREACH", { type: "noRoute" }],
  ["EADDRNOTAVAIL", { type: "noRoute" }],
  ["EMFILE", { type: "failed", detail: "EMFILE" }],
] as const)("ServerSocket says what became of a host after %s", async (code, reason) => {
  const lookup = spyOn(dns, "lookup").mockRejectedValue(Object.assign(new Error(code), { code }));
  const { promise, resolve } = Promise.withResolvers<CloseReason>();
  const events = { opened: () => undefined, received: () => undefined, closed: resolve };
  const socket = new ServerSocket("host.example", 1, events);
  expect(await promise).toEqual(reason);
  await socket.gone;
  lookup.mockRestore();
});

test("ServerSocket delivers everything before it hangs up, to a server that is slow and still sends", async () => {
  let received = 0;
  const ended = Promise.withResolvers<number>();
  using listener = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(socket) {
        socket.pause();
        setImmediate(() => socket.resume());
      },
      data(socket, chunk) {
        received += chunk.length;
        socket.write("noise ".repeat(100));
      },
      close: () => ended.resolve(received),
    },
  });
  const socket = new ServerSocket("127.0.0.1", listener.port, {
    opened: () => {
      socket.send("x");
      socket.send("é".repeat(textBytes / 2 - 1));
      socket.send("y");
      socket.close(true);
    },
    received: () => undefined,
    closed: () => undefined,
  });
  expect(await ended.promise).toBe(textBytes);
  await socket.gone;
});

test("ServerSocket says that the line is lost when the server hangs up, and nothing after its own close", async () => {
  using listener = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: { open: (socket) => void socket.end(), data: () => undefined },
  });
  const { promise, resolve } = Promise.withResolvers<CloseReason>();
  const lost = new ServerSocket("127.0.0.1", listener.port, {
    opened: () => undefined,
    received: () => undefined,
    closed: resolve,
  });
  expect(await promise).toEqual({ type: "lost" });
  await lost.gone;
  const told: CloseReason[] = [];
  const left = new ServerSocket("127.0.0.1", listener.port, {
    opened: () => left.close(true),
    received: () => undefined,
    closed: (reason) => void told.push(reason),
  });
  await left.gone;
  expect(told).toEqual([]);
});

test("ServerSocket reads nothing while it is paused, also when it was paused before it was open", async () => {
  using listener = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: { open: (socket) => void socket.write("hello"), data: () => undefined },
  });
  const heard: string[] = [];
  const connect = (name: string, reads: boolean) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const socket: ServerSocket = new ServerSocket("127.0.0.1", listener.port, {
      opened: () => undefined,
      received: () => {
        heard.push(name);
        resolve();
      },
      closed: () => undefined,
    });
    if (!reads) socket.pause();
    return { socket, heard: promise };
  };
  const paused = connect("paused", false);
  // Those who connect later hear it, each after the other: by then, so would the first.
  for (const name of ["one", "two", "three"]) {
    const witness = connect(name, true);
    await witness.heard;
    witness.socket.close(false);
  }
  expect(heard).toEqual(["one", "two", "three"]);
  paused.socket.resume();
  await paused.heard;
  paused.socket.close(false);
});

test("ServerSocket reaches a host by its name", async () => {
  using listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = new ServerSocket("localhost", listener.port, {
    opened: () => resolve("opened"),
    received: () => undefined,
    closed: ({ type }) => resolve(type),
  });
  expect(await promise).toBe("opened");
  socket.close(false);
});

test("ServerSocket hangs up a connection that comes about after it was closed", async () => {
  using listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
  const told: string[] = [];
  const socket: ServerSocket = new ServerSocket("127.0.0.1", listener.port, {
    opened: () => void told.push("opened"),
    received: () => undefined,
    closed: () => void told.push("closed"),
  });
  const { promise: connection, resolve } = Promise.withResolvers<{ readonly readyState: number }>();
  const connect = Bun.connect;
  using spy = spyOn(Bun, "connect");
  spy.mockImplementationOnce(async (options) => {
    if (!("hostname" in options)) throw new Error("no host");
    const connecting = connect(options);
    socket.close(false);
    resolve(await connecting);
    return connecting;
  });
  const { readyState } = await connection;
  await socket.gone;
  expect(readyState).toBeLessThanOrEqual(0);
  expect(told).toEqual([]);
});

test("ServerSocket tries the next address of a host while the one before does not answer", async () => {
  using listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
  using lookup = spyOn(dns, "lookup");
  const addresses = ["192.0.2.1", "127.0.0.1"].map((address) => ({ address, family: 4 }));
  // The types know only the form that gives one address.
  lookup.mockImplementationOnce(async () => Object.assign(addresses, { address: "", family: 4 }));
  const connect = Bun.connect;
  using spy = spyOn(Bun, "connect");
  const tried: string[] = [];
  spy.mockImplementation((options) => {
    if (!("hostname" in options)) throw new Error("no host");
    tried.push(options.hostname);
    return options.hostname === "127.0.0.1" ? connect(options) : new Promise(() => undefined);
  });
  const { promise: opened, resolve } = Promise.withResolvers<void>();
  const [received, closed] = [() => undefined, () => undefined];
  const socket = new ServerSocket("host", listener.port, { opened: resolve, received, closed });
  await opened;
  expect(tried).toEqual(["192.0.2.1", "127.0.0.1"]);
  socket.close(false);
});

test("ServerSocket sees the server hang up also when it was paused before it was closed", async () => {
  const hungUp = Promise.withResolvers<void>();
  using listener = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open: (socket) => void socket.write("nobody reads this"),
      data: () => undefined,
      end: (socket) => void socket.end(),
      close: () => hungUp.resolve(),
    },
  });
  const socket: ServerSocket = new ServerSocket("127.0.0.1", listener.port, {
    opened: () => {
      socket.pause();
      // The time after which it waits no longer does not pass.
      jest.useFakeTimers();
      socket.close(true);
      jest.useRealTimers();
    },
    received: () => undefined,
    closed: () => undefined,
  });
  await socket.gone;
  await hungUp.promise;
});

test.each([
  ["the only one", [{ type: "noRoute" }], "noRoute"],
  ["the first", [{ type: "noRoute" }, { type: "failed", detail: "ETIMEDOUT" }], "noRoute"],
  ["a refusal", [{ type: "noRoute" }, { type: "refused" }], "refused"],
  ["that there is none", [], "hostUnknown"],
] as const)("reasonToTell of a host's addresses gives %s", (_, reasons, told) => {
  expect(reasonToTell(reasons).type).toBe(told);
});
