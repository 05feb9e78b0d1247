/** `chat search` and `chat history --search` as a script meets them, in this process, with a real server. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { PassThrough } from "node:stream";
import { chat } from "../../src/commands/chat.ts";
import { fieldsOf } from "../support/fields.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { openOldServer } from "../support/old-server.ts";
import { openServer } from "../support/server.ts";
import { Sink } from "../support/sink.ts";
import { SocketClient } from "../support/socket-client.ts";
import { openStubServer } from "../support/stub-server.ts";

setDefaultTimeout(testTimeoutMs);

describe("chat search", () => {
  test.each([
    [
      ["black", "tea"],
      ["black tea 1", "Tea, black 3"],
    ],
    [
      ["tea", "--lines", "2"],
      ["Tea, black 3", "tea 5"],
    ],
    [["tea", "--lines", "0"], []],
    [["coff"], ["coffee 2", "coffee 4"]],
    [
      ["tea", "--since", "1"],
      ["Tea, black 3", "tea 5"],
    ],
    [
      ["tea", "--since", "1h"],
      ["black tea 1", "Tea, black 3", "tea 5"],
    ],
    [["water"], []],
  ])("%j prints what holds all words, the oldest first", async (parameters, expected) => {
    await using server = await openServer();
    using _ann = await saying(server.port, ["black tea 1", "coffee 2", "Tea, black 3", "coffee 4", "tea 5"]);
    const [found, inHistory] = [
      await run(["search", `127.0.0.1:${server.port}`, ...parameters]),
      await run([
        "history",
        `127.0.0.1:${server.port}`,
        "--search",
        parameters.filter((word) => /^[a-z]+$/.test(word)).join(" "),
        ...parameters.filter((word) => !/^[a-z]+$/.test(word)),
      ]),
    ];
    for (const { code, out, error } of [found, inHistory]) {
      expect([code, error]).toEqual([0, ""]);
      expect(
        out
          .split("\n")
          .slice(0, -1)
          .map((line) => line.split("ann: ")[1]),
      ).toEqual(expected);
    }
  });

  test("prints objects", async () => {
    await using server = await openServer();
    using _ann = await saying(server.port, ["C++ 1", "C# 2"]);
    const { out } = await run(["search", `127.0.0.1:${server.port}`, "c++", "--json"]);
    expect(fieldsOf(out)).toMatchObject({ room: "lobby", seq: 1, from: "ann", msg: "C++ 1" });
  });

  test("goes on until it has enough, or there is no more", async () => {
    const asked: unknown[] = [];
    using server = openStubServer((request) => {
      if (request["type"] !== "search") return [];
      const { before = 100, key } = request;
      asked.push(before);
      const seq = Number(before) - 10;
      const found = { type: "search", room: "lobby", entries: [entry(seq)], key };
      return [seq <= 50 ? found : { ...found, back_to: seq, back_to_time: seq }];
    });
    const search = (...flags: string[]) =>
      run(["search", `ann@127.0.0.1:${server.port}`, "tea", "--json", ...flags]);
    const seqsOf = ({ out }: { readonly out: string }) =>
      out
        .split("\n")
        .slice(0, -1)
        .map((line) => fieldsOf(line)["seq"]);
    expect(seqsOf(await search())).toEqual([50, 60, 70, 80, 90]);
    expect(seqsOf(await search("--lines", "2"))).toEqual([80, 90]);
    expect(seqsOf(await search("--since", "69"))).toEqual([70, 80, 90]);
    expect(asked).toEqual([100, 90, 80, 70, 60, 100, 90, 100, 90, 80]);
  });

  test("asks for words", async () => {
    for (const words of [[], [" "]]) {
      const { code, error } = await run(["search", "127.0.0.1:1", ...words]);
      expect([code, error]).toEqual([2, "WORDS is missing.\n"]);
    }
  });

  test("says that an old server has no memory", async () => {
    using old = openOldServer();
    const { code, error } = await run(["search", `127.0.0.1:${old.port}`, "tea"]);
    expect(code).toBe(1);
    expect(error).toContain("no memory");
  });

  test("says that the server is busy, and that no answer came", async () => {
    using busy = openStubServer(({ key }) => [
      { type: "error", code: "busy", retry_after: 2_000, key, msg: "" },
    ]);
    const refused = await run(["search", `ann@127.0.0.1:${busy.port}`, "tea"]);
    expect([refused.code, refused.error]).toEqual([1, "The server is busy. Try again in 2 seconds.\n"]);
    using silent = openStubServer(() => []);
    const late = await run(["search", `ann@127.0.0.1:${silent.port}`, "tea", "--timeout", "1s"]);
    expect(late.code).toBe(1);
    expect(late.error).toContain("answered nothing for 1 s");
  });
});

async function run(parameters: readonly string[]) {
  const { signal } = new AbortController();
  const [stdin, stdout, stderr] = [new PassThrough(), new Sink(), new Sink()];
  const code = await chat(parameters, { environment: {}, stdin, stdout, stderr, signal });
  return { code, out: stdout.text, error: stderr.text };
}

async function saying(port: number, texts: readonly string[]): Promise<SocketClient> {
  const ann = await SocketClient.enter(port, "ann");
  ann.say(...texts.map((msg) => ({ type: "broadcast", msg })));
  await ann.until(() => ann.frames("broadcast").length === texts.length);
  return ann;
}

function entry(seq: number): object {
  return { type: "broadcast", room: "lobby", seq, time: seq, from: "bob", msg: "tea" };
}
