/** `chat send` as a script meets it, in this process, with a real server or none. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { PassThrough } from "node:stream";
import { pipeRefusalsToldMax } from "../../src/client/limits.ts";
import { chat } from "../../src/commands/chat.ts";
import { messageBytesMax } from "../../src/protocol/limits.ts";
import { closedPort } from "../support/closed-port.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { openOldServer } from "../support/old-server.ts";
import { openServer } from "../support/server.ts";
import { Sink } from "../support/sink.ts";
import { openStubServer } from "../support/stub-server.ts";
import { SocketClient } from "../support/socket-client.ts";

setDefaultTimeout(testTimeoutMs);

/** @param input all of stdin; undefined: stdin stays open */
async function send(parameters: readonly string[], input?: string, signal = new AbortController().signal) {
  const [stdin, stdout, stderr] = [new PassThrough(), new Sink(), new Sink()];
  if (input !== undefined) stdin.end(input);
  const code = await chat(["send", ...parameters], { environment: {}, stdin, stdout, stderr, signal });
  return { code, out: stdout.text, error: stderr.text };
}

const well = { code: 0, out: "", error: "" };

describe("chat send", () => {
  test.each([
    [["hello", "there"], undefined, ["hello there"]],
    [[], "one\n\n \ntwo\r\n/ls\n@bob hi\nthree", ["one", "two", "/ls", "@bob hi", "three"]],
    [["--whole"], "one\n\ntwo\n\n", ["one\n\ntwo"]],
    [[], "", []],
    [["--whole"], "\n", []],
    [["--", "--not-a-flag"], undefined, ["--not-a-flag"]],
    [["--", "--help"], undefined, ["--help"]],
    [["--", "-h", "--version"], undefined, ["-h --version"]],
  ] as const)("with %j and the input %j says %j", async (parameters, input, messages) => {
    await using server = await openServer();
    using witness = await SocketClient.enter(server.port, "witness");
    expect(await send([`ann@127.0.0.1:${server.port}`, ...parameters], input)).toEqual(well);
    await witness.until(() => witness.frames("broadcast").length === messages.length);
    expect(witness.frames("broadcast").map(({ from, msg }) => [from, msg])).toEqual(
      messages.map((message) => ["ann", message]),
    );
  });

  test("says it in the room that was named", async () => {
    await using server = await openServer();
    using witness = await SocketClient.enter(server.port, "witness");
    witness.say({ type: "join", room: "tea" });
    await witness.until(() => witness.frames("join").length > 0);
    expect(await send([`127.0.0.1:${server.port}`, "--room", "#Tea", "hi"])).toEqual(well);
    await witness.until(() => witness.frames("broadcast").length > 0);
    expect(witness.frames("broadcast")).toMatchObject([{ room: "tea", msg: "hi" }]);
  });

  test("takes another nickname when nobody has chosen the one that is taken", async () => {
    await using server = await openServer();
    const address = `127.0.0.1:${server.port}`;
    using witness = await SocketClient.enter(server.port, "witness");
    await send([address, "first"]);
    await witness.until(() => witness.frames("broadcast").length === 1);
    const name = String(witness.frames("broadcast")[0]?.["from"]);
    using namesake = await SocketClient.enter(server.port, name);
    expect(await send([address, "second"])).toEqual(well);
    await namesake.until(() => namesake.frames("broadcast").length === 1);
    expect(namesake.frames("broadcast")).toMatchObject([{ from: `${name}-2`, msg: "second" }]);
  });

  test("counts what is refused, says why, and sends the rest", async () => {
    await using server = await openServer();
    using witness = await SocketClient.enter(server.port, "witness");
    const long = "x".repeat(messageBytesMax + 1);
    const { code, error } = await send([`127.0.0.1:${server.port}`], `${long}\nfine\n`);
    await witness.until(() => witness.frames("broadcast").length === 1);
    expect(code).toBe(1);
    expect(error).toMatch(
      /^Line 1: That message is longer than \d+ bytes.*\(x{40}…\)\n1 message was not sent\.\n$/,
    );
  });

  test("says what stands on the command line, whatever the environment says of the input", async () => {
    await using server = await openServer();
    using witness = await SocketClient.enter(server.port, "witness");
    const streams = { stdin: new PassThrough(), stdout: new Sink(), stderr: new Sink() };
    const { signal } = new AbortController();
    const world = { ...streams, environment: { CHAT_WHOLE: "yes" }, signal };
    expect(await chat(["send", `127.0.0.1:${server.port}`, "hi"], world)).toBe(0);
    await witness.until(() => witness.frames("broadcast").length === 1);
  });

  test.each([
    [pipeRefusalsToldMax, pipeRefusalsToldMax],
    [pipeRefusalsToldMax + 1, pipeRefusalsToldMax],
  ])("of %d refusals tells %d, and counts them all", async (count, told) => {
    const { code, error } = await send(["127.0.0.1:1"], `${"x".repeat(messageBytesMax + 1)}\n`.repeat(count));
    expect(code).toBe(1);
    expect(error.match(/^Line \d+: /gm)).toHaveLength(told);
    expect(error).toEndWith(`${count} messages were not sent.\n`);
  });

  test("ends with 1 when the server refuses one of its messages, and says which", async () => {
    using server = openStubServer(({ type, msg, key }) =>
      type !== "broadcast"
        ? []
        : msg === "bad"
          ? [{ type: "error", code: "ignoring", msg: "no", key }]
          : [{ type: "broadcast", room: "lobby", seq: 1, time: 5, from: "ann", msg, key }],
    );
    const { code, error } = await send([`ann@127.0.0.1:${server.port}`], "good\nbad\n");
    expect(code).toBe(1);
    expect(error).toMatch(/^Line 2: You are ignoring the room.*\(bad\)\n1 message was not sent\.\n$/);
  });

  test("sends a text of quotes, whose JSON is larger than the frames of 0.1.0", async () => {
    await using server = await openServer();
    using witness = await SocketClient.enter(server.port, "witness");
    const input = `fine\n${'"'.repeat(9_000)}\nfine, too\n`;
    const { code, error } = await send([`127.0.0.1:${server.port}`, "--timeout", "60s"], input);
    await witness.until(() => witness.frames("broadcast").length === 3);
    expect({ code, error }).toEqual({ code: 0, error: "" });
  });

  test("says what a server that takes smaller frames cannot read, by its line, and sends the rest", async () => {
    using server = openStubServer(({ type, msg, key }) =>
      type === "broadcast"
        ? [{ type: "broadcast", room: "lobby", seq: 1, time: 5, from: "ann", msg, key }]
        : [],
    );
    const input = `fine\n${'"'.repeat(9_000)}\nfine, too\n`;
    const { code, error } = await send([`ann@127.0.0.1:${server.port}`], input);
    expect(code).toBe(1);
    expect(error).toMatch(
      /^Line 2: That request is longer than 16384 bytes.*\("{40}…\)\n1 message was not sent\.\n$/,
    );
  });

  test("says once why it is not let into its room, and how many messages were not sent", async () => {
    using server = openStubServer(({ type, key }) => {
      if (type === "join") return [{ type: "error", code: "too_many_rooms", msg: "", key }];
      return type === "broadcast" ? [{ type: "error", code: "not_in_room", room: "tea", msg: "", key }] : [];
    });
    expect(await send([`ann@127.0.0.1:${server.port}`, "--room", "tea", "hi"])).toEqual({
      code: 1,
      out: "",
      error: "You are in too many rooms. Leave one with /leave first. 1 message was not sent.\n",
    });
  });

  test("counts no refusal that is not one of its messages", async () => {
    using server = openStubServer(({ type, msg, key }) =>
      type === "broadcast"
        ? [
            { type: "error", msg: "by the way" },
            { type: "broadcast", room: "lobby", seq: 1, time: 5, from: "ann", msg, key },
          ]
        : [],
    );
    const { code, error } = await send([`ann@127.0.0.1:${server.port}`, "hi"]);
    expect({ code, error }).toEqual({ code: 0, error: "by the way\n" });
  });

  test("counts what a server refuses", async () => {
    using server = openStubServer(({ type, key }) =>
      type === "broadcast" ? [{ type: "error", code: "storage", msg: "", key }] : [],
    );
    const { code, error } = await send([`ann@127.0.0.1:${server.port}`], "one\ntwo\n");
    expect(code).toBe(1);
    expect(error).toEndWith("2 messages were not sent.\n");
  });

  test("enters no room for what no server can read", async () => {
    const { code, error } = await send([`127.0.0.1:${closedPort()}`, "x".repeat(messageBytesMax + 1)]);
    expect(code).toBe(1);
    expect(error).toMatch(/^That message is longer than 12288 bytes.*\)\n1 message was not sent\.\n$/);
  });

  test.each([
    ["a text that holds nothing", [" "], undefined],
    ["an input that is too long for one message", ["--whole"], "x".repeat(200_000)],
  ] as const)("refuses %s", async (_, parameters, input) => {
    await using server = await openServer();
    const { code, error } = await send([`127.0.0.1:${server.port}`, ...parameters], input);
    expect(code).toBe(1);
    expect(error).toEndWith("1 message was not sent.\n");
  });

  test("does not take a nickname that is somebody else's", async () => {
    await using server = await openServer();
    using ann = await SocketClient.enter(server.port, "ann");
    const { code, error } = await send([`ann@127.0.0.1:${server.port}`, "hi"]);
    expect({ code, error }).toEqual({
      code: 1,
      error: "The nickname ann is taken. Choose another one. 1 message was not sent.\n",
    });
    expect(ann.frames("broadcast")).toEqual([]);
  });

  test("gives up after the time that was given", async () => {
    const { code, error } = await send([`127.0.0.1:${closedPort()}`, "--timeout", "1s"], "a\nb\n");
    expect(code).toBe(1);
    expect(error).toStartWith("Nothing answers at 127.0.0.1:");
    expect(error).toEndWith(
      "The server took nothing and answered nothing for 1 s. 2 messages were not sent.\n",
    );
  });

  test.each(["before it began", "before the end of its input"])(
    "is not done when it was told to stop %s",
    async (when) => {
      const stop = new AbortController();
      if (when === "before it began") stop.abort();
      const sending = send(["127.0.0.1:1"], undefined, stop.signal);
      stop.abort();
      expect(await sending).toEqual({
        ...well,
        code: 1,
        error: "It was stopped before all of the input was sent.\n",
      });
    },
  );

  test.each([
    [["a b@127.0.0.1", "x"], 'NICK cannot be "a b".'],
    [["127.0.0.1", "--room", "@x", "x"], '--room cannot be "@x".'],
    [["127.0.0.1", "--timeout", "soon"], '--timeout cannot be "soon".'],
    [[], "[NICK@]HOST[:PORT] is missing."],
  ] as const)("with %j is wrong usage", async (parameters, sentence) => {
    const { code, error } = await send(parameters, "x\n");
    expect(code).toBe(2);
    expect(error).toStartWith(sentence);
  });
});

describe("chat send to an old server", () => {
  test("writes each message, and cannot do more", async () => {
    using old = openOldServer();
    expect(await send([`ann@127.0.0.1:${old.port}`], "one\ntwo\n")).toEqual(well);
    expect(old.requests.slice(1).map((request) => "msg" in request && request.msg)).toEqual(["one", "two"]);
    expect(old.dropped).toEqual([]);
  });

  test("counts what such a server refuses, which does not say what it means", async () => {
    const frames = [
      { type: "login", success: true, msg: "welcome" },
      { type: "error", msg: "[TIME : Mon Nov 23 09:44:03 2026]\r\n[ SYSTEM ] : no" },
    ];
    using listener = Bun.listen({
      hostname: "127.0.0.1",
      port: 0,
      socket: { data: (socket) => void socket.write(JSON.stringify(frames.shift() ?? {})) },
    });
    const { code, error } = await send([`ann@127.0.0.1:${listener.port}`, "hi"]);
    expect({ code, error }).toEqual({ code: 1, error: "no\n1 message was not sent.\n" });
  });

  test("says nothing in a room that is not there", async () => {
    using old = openOldServer();
    const { code, error } = await send([`ann@127.0.0.1:${old.port}`, "--room", "tea", "secret"]);
    expect(code).toBe(1);
    expect(error).toContain("it has a single room and no memory");
    expect(old.requests).toHaveLength(1);
  });
});
