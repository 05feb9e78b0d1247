/** Browsers, curl and TLS clients on the chat port: told what this is and closed, before anything they send counts. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { en } from "../../src/locale/en.ts";
import { loginTimeoutMs } from "../../src/protocol/limits.ts";
import { httpMethodBytesMax, httpTargetBytesMax, sweepMs } from "../../src/server/limits.ts";
import { protocolOf } from "../../src/server/sniffer.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { openRoom } from "../support/room.ts";
import { openServer } from "../support/server.ts";
import { SocketClient } from "../support/socket-client.ts";

setDefaultTimeout(testTimeoutMs);

const methods = [
  "GET",
  "POST",
  "PUT",
  "HEAD",
  "DELETE",
  "OPTIONS",
  "PATCH",
  "CONNECT",
  "TRACE",
  "PRI",
  "PROPFIND",
  "SEARCH",
  "QUERY",
  "MKCOL",
  "FOO",
  "post",
  "M-SEARCH",
  "a!#$%&'*+.^_`|~0",
] as const;
const login = '{"type":"login","msg":"mallory","v":2}{"type":"broadcast","msg":"hello"}';

test.each(methods)(
  "a connection that begins with %s is answered in HTTP and closed, whatever its body says",
  (method) => {
    const request = `${method} /a HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n\r\n${login}`;
    for (const size of [1, 2, request.length]) {
      const { connect, enter, scheduler } = openRoom();
      const alice = enter("alice");
      alice.news();
      const browser = connect();
      for (let at = 0; at < request.length; at += size) browser.send(request.slice(at, at + size));
      scheduler.pass(100);
      const [greeting, head = "", body] = browser.text.split(/\r\n(?=HTTP)|\r\n\r\n/);
      expect([greeting, body]).toEqual(["Welcome to Tea room", `${en.notHttp}\n`]);
      expect(head).toStartWith("HTTP/1.1 400 ");
      expect(head).toContain(`Content-Length: ${Buffer.byteLength(en.notHttp) + 1}`);
      expect(browser.finished).toBe(true);
      expect(alice.news()).toEqual([]);
    }
  },
);

test("a connection that begins with a TLS hello is closed at once, without a word", () => {
  for (const size of [1, 100]) {
    const { connect, scheduler } = openRoom();
    const client = connect();
    scheduler.turns();
    const hello = Buffer.concat([Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00]), Buffer.alloc(512, login)]);
    for (let at = 0; at < hello.length; at += size) client.send(hello.subarray(at, at + size));
    scheduler.pass(100);
    expect(client.text).toBe("Welcome to Tea room\r\n");
    expect(client.finished).toBe(true);
  }
});

test.each([
  ["a request line without a version", "FOO /a\n"],
  ["three words", "FOO /a BAR/1.1\n"],
  ["a method without a target", "FOO  HTTP/1.1\n"],
  ["a word that begins like a method", "GETTING\n"],
  ["half a method", "PATC\n"],
  ["a method behind a line break", "\nGET / HTTP/1.1\n"],
  ["another record than TLS has", "\u0016\u0004\n"],
] as const)("%s is a malformed frame, and a login behind it counts", (_, garbage) => {
  const stream = `${garbage}{"type":"login","msg":"alice","v":2}`;
  for (const size of [1, stream.length]) {
    const { connect, scheduler } = openRoom();
    const alice = connect();
    for (let at = 0; at < stream.length; at += size) alice.send(stream.slice(at, at + size));
    scheduler.pass(100);
    expect(alice.text).toContain('"code":"bad_json"');
    expect(alice.text).toContain('"nickname":"alice"');
    expect(alice.finished).toBe(false);
  }
});

test("who is in may say what they like: only the first bytes tell a protocol", () => {
  const { enter, scheduler } = openRoom();
  const alice = enter("alice");
  alice.news();
  alice.send("GET / HTTP/1.1\n");
  alice.say({ type: "ping" });
  scheduler.turns();
  expect(alice.news()).toMatchObject([{ code: "bad_json" }, { type: "pong" }]);
});

test("a connection that stops in the middle of a method has the time of a login, or ends when it ends", () => {
  const { connect, scheduler } = openRoom();
  const [silent, ended] = [connect(), connect()];
  for (const one of [silent, ended]) one.send("GE");
  ended.endSending();
  scheduler.pass(100);
  expect([silent.finished, ended.finished]).toEqual([false, true]);
  scheduler.pass(loginTimeoutMs + sweepMs);
  expect(silent.text).toContain("There was no login for too long");
  expect(silent.finished).toBe(true);
});

test("startServer lets no HTTP client log in over a real socket", async () => {
  await using server = await openServer();
  using alice = await SocketClient.enter(server.port, "alice");
  using browser = await SocketClient.connect(server.port);
  browser.send(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${login.length}\r\n\r\n${login}`);
  await browser.untilClosed();
  expect(browser.text).toContain(en.notHttp);
  alice.say({ type: "ls", key: "k" });
  await alice.until(() => alice.frames("ls").length === 1);
  expect(alice.frames("ls")).toMatchObject([{ members: [{ nickname: "alice" }] }]);
});

test.each([
  ["", "undecided"],
  ["G", "undecided"],
  ["P", "undecided"],
  ["CONNECT", "undecided"],
  ["CONNECT ", "http"],
  ["\u0016", "undecided"],
  ["\u0016\u0003", "tls"],
  ["{", "chat"],
  [" ", "chat"],
  ["g", "undecided"],
  ["GX", "undecided"],
  ["GX\n", "chat"],
  ["GX\t", "chat"],
  ['"GX /', "chat"],
  ["\uFEFF{", "chat"],
  [`${"M".repeat(httpMethodBytesMax)} `, "undecided"],
  [`${"M".repeat(httpMethodBytesMax)} / HTTP/`, "http"],
  ["M".repeat(httpMethodBytesMax), "undecided"],
  ["M".repeat(httpMethodBytesMax + 1), "chat"],
  [`${"M".repeat(httpMethodBytesMax + 1)} / HTTP/`, "chat"],
  ["FOO /a", "undecided"],
  ["FOO /a\n", "chat"],
  ["FOO /a ", "undecided"],
  ["FOO /a HTTP", "undecided"],
  ["FOO /a HTTP/", "http"],
  ["FOO /a HTTPS", "chat"],
  ["FOO /a http/", "chat"],
  [`FOO ${"a".repeat(httpTargetBytesMax)}`, "undecided"],
  [`FOO ${"a".repeat(httpTargetBytesMax)}\n`, "chat"],
  [`FOO ${"a".repeat(httpTargetBytesMax + 1)}`, "http"],
] as const)("protocolOf of %j is %s", (bytes, protocol) => {
  expect(protocolOf(Buffer.from(bytes))).toBe(protocol);
});
