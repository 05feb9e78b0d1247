/** The whole server on real sockets: what people see, and what attackers do not reach. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { networkInterfaces } from "node:os";
import { getLogger } from "@logtape/logtape";
import { StoreError } from "../../src/base/store-error.ts";
import { en } from "../../src/locale/en.ts";
import { memoryLog } from "../../src/log/memory.ts";
import { faultsMax, frameBytesMax } from "../../src/protocol/limits.ts";
import type { Scheduler } from "../../src/server/scheduler.ts";
import { admission } from "../../src/server/admission.ts";
import { JsonCodec } from "../../src/protocol/json-codec.ts";
import { Hub } from "../../src/server/hub.ts";
import { ListenError, reachableAddresses } from "../../src/server/serve.ts";
import { listenTcp } from "../../src/server/tcp.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { openServer } from "../support/server.ts";
import { SocketClient } from "../support/socket-client.ts";

setDefaultTimeout(testTimeoutMs);

test("startServer speaks classic and v2 on one port", async () => {
  await using server = await openServer();
  using alice = await SocketClient.enter(server.port, "alice");
  using bob = await SocketClient.connect(server.port);
  bob.say({ type: "login", msg: "bob" });
  await alice.until(() => alice.frames("system_msg").length === 2);
  alice.say({ type: "broadcast", msg: "hello", key: "k" });
  await alice.until(() => alice.frames("broadcast").length === 1);
  await bob.until(() => bob.text.includes("hello"));
  expect(alice.text).toStartWith("Welcome to Tea room\r\n{");
  expect(alice.frames("broadcast")).toMatchObject([
    { room: "lobby", seq: 1, from: "alice", msg: "hello", key: "k" },
  ]);
  expect(bob.text).toContain(String.raw`\r\n[alice] : hello\r\n"}`);
});

test("startServer understands frames that come byte by byte", async () => {
  await using server = await openServer();
  using alice = await SocketClient.enter(server.port, "alice");
  const frame = Buffer.from('{"type":"broadcast","msg":"你好 👋 {"}{"type":"ping","key":"end"}');
  for (const byte of frame) {
    alice.send(Uint8Array.of(byte));
    await turn();
  }
  await alice.until(() => alice.frames("pong").length === 1 && alice.frames("broadcast").length === 1);
  expect(alice.frames("broadcast")).toMatchObject([{ msg: "你好 👋 {" }]);
});

test("startServer lets no garbage disturb others, and closes its sender with a reason", async () => {
  await using server = await openServer();
  using alice = await SocketClient.enter(server.port, "alice");
  using bob = await SocketClient.enter(server.port, "bob");
  const garbage = [
    Buffer.from('{"type":"broadcast","msg":"\ufffd"}').subarray(0, 28),
    Buffer.alloc(3 * frameBytesMax, "x"),
    Buffer.from([0xff, 0xfe, 0x00, 0x0a]),
    Buffer.from(`${"{".repeat(1000)}\n`),
    Buffer.from("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(faultsMax)),
  ];
  const mallories = await Promise.all(
    garbage.map(async (bytes, index) => {
      const mallory = await SocketClient.enter(server.port, `mallory-${index}`);
      for (let round = 0; round < faultsMax; round += 1) mallory.send(bytes);
      return mallory;
    }),
  );
  alice.say({ type: "broadcast", msg: "undisturbed" });
  await bob.until(() => bob.frames("broadcast").length > 0);
  expect(bob.frames("broadcast")).toMatchObject([{ from: "alice", msg: "undisturbed" }]);
  const lastWords = mallories.slice(1).map(async (mallory) => {
    await mallory.untilClosed();
    return mallory.frames("error").at(-1)?.["code"];
  });
  expect(await Promise.all(lastWords)).toEqual(lastWords.map(() => "too_many_faults"));
  for (const mallory of mallories) mallory[Symbol.dispose]();
});

test("startServer answers a client that has ended its side", async () => {
  await using server = await openServer();
  using piped = await SocketClient.connect(server.port);
  piped.say(
    { type: "login", msg: "piped", v: 2 },
    { type: "broadcast", msg: "one", key: "1" },
    { type: "ls" },
  );
  piped.endSending();
  await piped.untilClosed();
  expect(piped.frames("broadcast")).toMatchObject([{ msg: "one", key: "1" }]);
  expect(piped.frames("ls")).toHaveLength(1);
});

test("stop says goodbye to everybody, in each dialect, and closes", async () => {
  const server = await openServer();
  using alice = await SocketClient.enter(server.port, "alice");
  using bob = await SocketClient.connect(server.port);
  bob.say({ type: "login", msg: "bob" });
  await bob.until(() => bob.text.includes("joined the room"));
  const stopped = server.stop();
  await Promise.all([alice.untilClosed(), bob.untilClosed()]);
  expect(alice.frames("error")).toMatchObject([{ code: "shutting_down" }]);
  expect(bob.text).toContain("The server is closing.");
  for (const person of [alice, bob]) person[Symbol.dispose]();
  await stopped;
});

test("stop lets nobody in any more while it waits for those who are there", async () => {
  const server = await openServer();
  using alice = await SocketClient.enter(server.port, "alice");
  const stopped = server.stop();
  const late = SocketClient.connect(server.port);
  expect(
    await late.then(
      (client) => client.text,
      () => "refused",
    ),
  ).toBe("refused");
  await alice.until(() => alice.frames("error").length === 1);
  alice.endSending();
  await stopped;
});

test("startServer serves the page beside the room", async () => {
  await using server = await openServer({ http: { port: 0, optional: false } });
  using alice = await SocketClient.enter(server.port, "alice");
  const response = await fetch(`http://127.0.0.1:${server.httpPort}/healthz`);
  expect(await response.json()).toMatchObject({ status: "ok", sessions: 1 });
  expect(alice.closed).toBe(false);
});

test("startServer says which port is taken, and leaves nothing open", async () => {
  await using first = await openServer();
  const second = openServer({ port: first.port });
  expect(await second.catch((error: unknown) => error)).toBeInstanceOf(ListenError);
  const third = openServer({ http: { port: first.port, optional: false } });
  const error = await third.catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(ListenError);
  expect(error).toMatchObject({ port: first.port, purpose: "http", code: "EADDRINUSE" });
});

test("startServer opens the room without a page when the page may be left out", async () => {
  await using first = await openServer();
  await using second = await openServer({ http: { port: first.port, optional: true } });
  expect(second.httpPort).toBeUndefined();
  using alice = await SocketClient.enter(second.port, "alice");
  expect(alice.closed).toBe(false);
});

test.each([
  ["example.org", ["example.org"]],
  ["127.0.0.1", ["127.0.0.1"]],
  ["::1", ["::1"]],
] as const)("reachableAddresses of %s", (host, addresses) => {
  expect(reachableAddresses(host)).toEqual([...addresses]);
});

test.each([
  ["0.0.0.0", ["IPv4"]],
  ["::", ["IPv4", "IPv6"]],
  ["*", ["IPv4", "IPv6"]],
] as const)("reachableAddresses of %s are those that others can reach, of %j", (host, families) => {
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family }) => families.some((one) => one === family));
  const internal = others.filter((one) => one.internal).map(({ address }) => address);
  const outside = others.filter((one) => !one.internal && !one.address.startsWith("fe80:"));
  const reachable = reachableAddresses(host);
  expect(reachable.toSorted()).toEqual([...outside.map(({ address }) => address), "localhost"].toSorted());
  for (const address of internal) expect(reachable).not.toContain(address);
});

test("startServer leaves neither port open when the data folder cannot be used", async () => {
  const ports = await openServer({ http: { port: 0, optional: false } });
  await ports.stop();
  const http = { port: ports.httpPort ?? 0, optional: false };
  // A file stands where the folder should be.
  const unusable = openServer({ port: ports.port, http, store: { folder: import.meta.path } });
  expect(await unusable.catch((error: unknown) => error)).toBeInstanceOf(StoreError);
  await using again = await openServer({ port: ports.port, http });
  expect([again.port, again.httpPort]).toEqual([ports.port, http.port]);
});

test.each(["0.0.0.0", "::"] as const)("reachableAddresses of %s end with this machine itself", (host) => {
  expect(reachableAddresses(host).at(-1)).toBe("localhost");
  expect(reachableAddresses(host).filter((address) => address.startsWith("fe80:"))).toEqual([]);
});

test("a crowd before a full room is turned away while those inside go on talking", async () => {
  using room = openSmallRoom(2);
  using alice = await SocketClient.enter(room.port, "alice");
  using bob = await SocketClient.enter(room.port, "bob");
  const crowd = Array.from({ length: 1000 }, async () => {
    // A connection that is reset before it stands has been turned away, too: of so many, most get no word.
    const late = await SocketClient.connect(room.port).catch(() => undefined);
    if (late === undefined) return "";
    await late.untilClosed();
    late[Symbol.dispose]();
    return late.text;
  });
  for (let count = 0; count < 50; count += 1) {
    alice.say({ type: "broadcast", msg: `${count}` });
    await bob.until(() => bob.frames("broadcast").length > count);
  }
  const words = await Promise.all(crowd);
  expect(bob.frames("broadcast").map(({ msg }) => msg)).toEqual(
    Array.from({ length: 50 }, (_, count) => `${count}`),
  );
  expect(words.filter((word) => word.includes("no room for more people")).length).toBeGreaterThan(0);
  expect(words.filter((word) => word.startsWith("Welcome"))).toEqual([]);
});

/** A server as `startServer` puts it together, but with room for a few only. */
function openSmallRoom(connectionsMax: number) {
  const scheduler: Scheduler = {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    atTurnEnd: (callback) => void setImmediate(callback),
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  };
  const hub = new Hub({
    server: { name: "Tea room", version: "1.0" },
    wording: en,
    openLog: memoryLog,
    scheduler,
    freshId: () => crypto.randomUUID(),
    logger: getLogger("test"),
    collectGarbage: () => undefined,
  });
  const accept = admission({ hub, newCodec: () => new JsonCodec(en), scheduler, connectionsMax });
  const listener = listenTcp({ hostname: "127.0.0.1", port: 0, accept });
  const close = () => {
    listener.stop();
    void hub.stop();
  };
  return { port: listener.port, [Symbol.dispose]: close };
}

/** One turn of the event loop, in which sockets have their say. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test("startServer reads on from where a room was joined over a line that broke before the answer came", async () => {
  await using server = await openServer();
  using bob = await SocketClient.enter(server.port, "bob");
  bob.say({ type: "join", room: "tea" }, { type: "broadcast", room: "tea", msg: "before", key: "b1" });
  await bob.until(() => bob.frames("broadcast").length === 1);
  const first = await SocketClient.connect(server.port);
  first.say({ type: "login", msg: "ann", v: 2, after: {} });
  await first.until(() => first.frames("login").length === 1);
  const [{ token } = {}] = first.frames("login");
  first.say({ type: "join", room: "tea", key: "j" });
  await first.until(() => first.frames("join").length === 1);
  first[Symbol.dispose]();
  bob.say({ type: "broadcast", room: "tea", msg: "meanwhile", key: "b2" });
  await bob.until(() => bob.frames("broadcast").length === 2);
  const login = { type: "login", msg: "ann", v: 2, token, after: { lobby: 0 } };
  const seen = async (fields: object): Promise<readonly unknown[]> => {
    using client = await SocketClient.connect(server.port);
    client.say({ ...login, ...fields }, { type: "history", room: "tea", key: "h" });
    await client.until(() => client.frames("history").length === 1);
    return [
      ...client.frames("login").map(({ rooms }) => rooms),
      client.frames("broadcast").map(({ msg }) => msg),
    ];
  };
  const [lobby, tea] = [
    { room: "lobby", topic: "", members: 2, seq: 0 },
    { room: "tea", topic: "", members: 2 },
  ];
  expect(await seen({ joining: ["#Tea"] })).toEqual([
    [lobby, { ...tea, seq: 1, joined: true }],
    ["meanwhile"],
  ]);
  // Not for somebody who had the answer, or does not ask for it.
  expect(await seen({ joining: ["tea"], after: { tea: 2 } })).toEqual([[lobby, { ...tea, seq: 2 }], []]);
  expect(await seen({})).toEqual([[lobby, { ...tea, seq: 2 }], []]);
});
