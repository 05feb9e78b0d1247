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

const live = { type: "broadcast", room: "lobby", seq: 3, time: 5, from: "bob", msg: "text 3" };

/** Its answer says that what came before it is done with. */
const ping = { type: "ping" };

/** Follows a room until the live message is there, or it ends by itself. */
async function follow(answer: (history: Readonly<Record<string, unknown>>) => readonly object[]) {
  const [leave, stdout, stderr] = [new AbortController(), new PassThrough(), new Sink()];
  let out = "";
  stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
    if (out.includes("text 3")) leave.abort();
  });
  using server = openStubServer((request) => {
    if (request["type"] === "pong") return [live];
    return request["type"] === "history" ? answer(request) : [];
  });
  const { code } = await tail({
    target: pipeTarget(server.port, { stderr, signal: leave.signal }),
    stdout,
    selection: { since: undefined, lines: undefined },
    follow: true,
    json: false,
    timeoutMs: 60_000,
  });
  return { code, texts: Array.from(out.matchAll(/text \d/g), ([text]) => text), told: stderr.text };
}

test.each([
  ["an error with a sentence", { type: "error", msg: "m" }, "m\n"],
  ["an error with a code", { type: "error", code: "storage", msg: "m" }, undefined],
  ["an error about a frame", { type: "error", code: "frame_too_long", bytesMax: 1, msg: "m" }, undefined],
  [
    "an error under a key that was never sent",
    { type: "error", code: "storage", msg: "m", key: "other" },
    `${en.client.brokenMessages(1)}\n`,
  ],
  ["a switch that failed", { type: "ignore", success: false, msg: "no" }, `${en.client.brokenMessages(1)}\n`],
  ["a text without a stamp", { type: "broadcast", msg: "x" }, `${en.client.brokenMessages(1)}\n`],
])(
  "tail that follows goes on behind %s that answers none of its requests, and tells it",
  async (_, stray, told) => {
    const end = await follow(({ key, after }) => {
      const page = { type: "history", room: "lobby", key };
      // First the newest entry is requested, then all.
      if (after === undefined) return [{ ...page, entries: entries.slice(-1) }];
      return [{ ...page, entries }, stray, ping];
    });
    expect(end).toMatchObject({ code: 1, texts: ["text 1", "text 2", "text 3"] });
    if (told === undefined) expect(end.told).not.toBe("");
    else expect(end.told).toBe(told);
  },
);

test.each([
  ["is refused", (key: unknown) => ({ type: "error", code: "storage", msg: "m", key })],
  [
    "is answered against the protocol",
    (key: unknown) => ({ type: "history", room: "tea", entries: [], key }),
  ],
  ["cannot be read", () => ({ type: "error", code: "bad_json", msg: "m" })],
])("tail that follows ends when its request for history %s", async (_, answer) => {
  const { code, texts } = await follow(({ key }) => [answer(key), ping]);
  expect({ code, texts }).toEqual({ code: 1, texts: [] });
});

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

test("tail from behind the newest message says so, and is not whole", async () => {
  using server = openStubServer(({ type, key }) => {
    if (type !== "history") return [];
    const entry = { type: "broadcast", room: "lobby", seq: 7, time: 5, from: "bob", msg: "hi" };
    return [{ type, room: "lobby", entries: [entry], key }];
  });
  const stderr = new Sink();
  const end = await tail({
    target: pipeTarget(server.port, { stderr }),
    stdout: new Sink(),
    selection: { since: { type: "seq", seq: 8 }, lines: undefined },
    follow: false,
    json: false,
    timeoutMs: 60_000,
  });
  expect([end, stderr.text]).toEqual([
    { code: 1, reason: undefined },
    `${en.pipe.beyondEnd("lobby", 8, 7)}\n`,
  ]);
});
