/** `chat history` whose own output nobody reads for a while. */
import { afterEach, expect, jest, setDefaultTimeout, test } from "bun:test";
import { PassThrough } from "node:stream";
import { tail } from "../../../src/client/pipe/tail.ts";
import { en } from "../../../src/locale/en.ts";
import { testTimeoutMs } from "../../support/hang-guard.ts";
import { pipeTarget } from "../../support/pipe-target.ts";
import { Sink } from "../../support/sink.ts";
import { openStubServer } from "../../support/stub-server.ts";

setDefaultTimeout(testTimeoutMs);
afterEach(() => void jest.useRealTimers());

const entries = [1, 2].map((seq) => {
  return { type: "broadcast", room: "lobby", seq, time: 5, from: "bob", msg: `text ${seq}` };
});

/** Reads two pages; before the second is answered, more time passes than it may wait for an answer. */
async function readSlowly(stdout: PassThrough, nextPage: () => void) {
  jest.useFakeTimers();
  using server = openStubServer(({ type, key, after }) => {
    if (type !== "history") return [];
    if (after === 1) {
      jest.advanceTimersByTime(1_000);
      nextPage();
    }
    const seq = typeof after === "number" ? after + 1 : entries.length;
    return [{ type: "history", room: "lobby", entries: entries.slice(seq - 1, seq), key }];
  });
  const end = await tail({
    target: pipeTarget(server.port),
    stdout,
    selection: { since: undefined, lines: undefined },
    follow: false,
    json: false,
    timeoutMs: 1_000,
  });
  return end;
}

test("tail that follows nothing gives up on a server that does not answer", async () => {
  const stdout = new PassThrough();
  expect(await readSlowly(stdout, () => undefined)).toEqual({ code: 1, reason: en.pipe.gaveUp(1) });
});

test("tail does not give up on the server while its own reader takes nothing", async () => {
  const stdout = new PassThrough({ highWaterMark: 1 });
  let out = "";
  const end = await readSlowly(stdout, () => {
    stdout.on("data", (chunk: Buffer) => void (out += chunk.toString()));
  });
  expect(end).toEqual({ code: 0, reason: undefined });
  expect(Array.from(out.matchAll(/text \d/g), ([text]) => text)).toEqual(["text 1", "text 2"]);
});

test.each([
  ["an entry", [{ type: "broadcast", room: "lobby", seq: "two", time: 5, from: "bob", msg: "text 2" }], []],
  ["a message beside it", [], [{ type: "whois", nickname: "bob", rooms: [], since: 5, key: "other" }]],
  ["nothing", [], []],
])(
  "tail that had to drop %s of what the server sent is done only if that was nothing",
  async (what, broken, strays) => {
    using server = openStubServer(({ type, key }) => {
      if (type !== "history") return [];
      return [
        ...strays,
        { type: "history", room: "lobby", entries: [...entries.slice(0, 1), ...broken], key },
      ];
    });
    const [stdout, stderr] = [new Sink(), new Sink()];
    const end = await tail({
      target: pipeTarget(server.port, { stderr }),
      stdout,
      selection: { since: undefined, lines: undefined },
      follow: false,
      json: false,
      timeoutMs: 60_000,
    });
    expect(stdout.text).toContain("text 1");
    expect(end.code).toBe(what === "nothing" ? 0 : 1);
    expect(stderr.text !== "").toBe(what !== "nothing");
  },
);

test.each([
  ["there is nothing but its own coming", ["tea", ""], 1, en.pipe.noSuchRoom("tea")],
  ["it has a topic", ["tea", "green"], 1, undefined],
  ["somebody is there", ["tea", ""], 2, undefined],
  ["it is the lobby, which is always there", ["lobby", ""], 1, undefined],
])(
  "tail that follows nothing finds a room where nothing was said if %s",
  async (_, [room = "", topic], members, reason) => {
    using server = openStubServer(({ type, key }) => {
      if (type === "join") return [{ type, room, topic, seq: 0, members, key }];
      return type === "history" ? [{ type, room, entries: [], key }] : [];
    });
    const end = await tail({
      target: pipeTarget(server.port, { room }),
      stdout: new Sink(),
      selection: { since: undefined, lines: undefined },
      follow: false,
      json: false,
      timeoutMs: 60_000,
    });
    expect(end).toEqual({ code: reason === undefined ? 0 : 1, reason });
  },
);
