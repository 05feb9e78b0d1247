/** `chat tail` and `chat history` as a script meets them, in this process, with a real server. */
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
import { Watch } from "../support/watch.ts";

setDefaultTimeout(testTimeoutMs);

/** A command under way; `highWaterMark` is how much its reader lets wait. */
function run(parameters: readonly string[], highWaterMark?: number) {
  const [stop, hangup] = [new AbortController(), new AbortController()];
  const stdout = new PassThrough(highWaterMark === undefined ? {} : { highWaterMark });
  const [stdin, stderr] = [new PassThrough(), new Sink()];
  const world = { environment: {}, stdin, stdout, stderr, signal: stop.signal, hangup: hangup.signal };
  const watch = new Watch();
  let [out, lineCount] = ["", 0];
  const take = (): void => {
    stdout.on("data", (chunk: Buffer) => {
      const text = String(chunk);
      out += text;
      lineCount += text.split("\n").length - 1;
      watch.changed();
    });
  };
  if (highWaterMark === undefined) take();
  const ended = chat(parameters, world);
  return {
    ended,
    stop: () => stop.abort(),
    hangUp: () => hangup.abort(),
    take,
    stdout,
    out: () => out,
    until: (count: number) =>
      watch.until(
        () => (lineCount >= count ? out.split("\n").slice(0, -1) : undefined),
        () => out + stderr.text,
      ),
    error: () => stderr.text,
  };
}

const numbers = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

/** Time enough for others who talk to the same server: each round is a turn of its own. */
async function roundTrips(client: SocketClient): Promise<void> {
  const before = client.frames("pong").length;
  for (let round = 1; round <= 20; round += 1) {
    client.say({ type: "ping" });
    await client.until(() => client.frames("pong").length === before + round);
  }
}

/** The bytes that were written and not taken. */
function waiting(stream: PassThrough): number {
  return stream.readableLength + stream.writableLength;
}

async function saying(port: number, texts: readonly string[]): Promise<SocketClient> {
  const ann = await SocketClient.enter(port, "ann");
  ann.say(...texts.map((msg) => ({ type: "broadcast", msg })));
  await ann.until(() => ann.frames("broadcast").length === texts.length);
  return ann;
}

describe("chat history", () => {
  test.each([
    [[], numbers(1_151, 1_200)],
    [["--lines", "3"], numbers(1_198, 1_200)],
    [["--since", "all"], numbers(1, 1_200)],
    [["--since", "1190"], numbers(1_191, 1_200)],
    [["--since", "1h", "--lines", "2"], numbers(1_199, 1_200)],
    [["--since", "1200"], []],
    [["--lines", "0"], []],
  ] as const)("with %j gives what was asked for, and ends", async (parameters, texts) => {
    await using server = await openServer();
    using _ann = await saying(server.port, numbers(1, 1_200));
    const history = run(["history", `127.0.0.1:${server.port}`, "--json", ...parameters]);
    expect(await history.ended).toBe(0);
    const lines = history.out().split("\n").slice(0, -1).map(fieldsOf);
    expect(lines.map(({ msg }) => msg)).toEqual([...texts]);
  });

  test("says that a seq lies beyond the newest message, and ends with 1", async () => {
    await using server = await openServer();
    using _ann = await saying(server.port, numbers(1, 3));
    const history = run(["history", `127.0.0.1:${server.port}`, "--since", "4"]);
    expect(await history.ended).toBe(1);
    expect(history.out()).toBe("");
    expect(history.error()).toStartWith("The newest message of lobby is 3, so there is none after 4: ");
  });

  test("says that there is no such room, unless somebody is in it", async () => {
    await using server = await openServer();
    const place = `127.0.0.1:${server.port}`;
    const missing = run(["history", place, "--room", "nope"]);
    expect(await missing.ended).toBe(1);
    expect(missing.error()).toBe("There are no messages of a room nope.\n");
    using ann = await SocketClient.enter(server.port, "ann");
    ann.say({ type: "join", room: "nope" });
    await ann.until(() => ann.frames("join").length === 1);
    for (const room of ["nope", "lobby"]) expect(await run(["history", place, "--room", room]).ended).toBe(0);
  });

  test("gives objects with everything a program wants to know", async () => {
    await using server = await openServer();
    using ann = await saying(server.port, ["a\nb"]);
    const time = Number(ann.frames("broadcast")[0]?.["time"]);
    const history = run(["history", `127.0.0.1:${server.port}`, "--json"]);
    await history.ended;
    expect(fieldsOf(history.out())).toEqual({
      room: "lobby",
      seq: 1,
      time: new Date(time).toISOString(),
      from: "ann",
      msg: "a\nb",
    });
  });

  test("gives lines for people", async () => {
    await using server = await openServer();
    using _ann = await saying(server.port, ["a\nb"]);
    const history = run(["history", `127.0.0.1:${server.port}`]);
    await history.ended;
    expect(history.out()).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ann: a\n\tb\n$/);
  });

  test("waits for a slow reader, and gives it everything", async () => {
    await using server = await openServer();
    using ann = await saying(server.port, numbers(1, 3_000));
    const history = run(["history", `127.0.0.1:${server.port}`, "--since", "all"], 1);
    await new Promise((resolve) => history.stdout.once("readable", resolve));
    await roundTrips(ann);
    // One page waits to be taken, one more in front of it.
    expect(waiting(history.stdout)).toBeLessThan(1_100 * 32);
    history.take();
    expect(await history.ended).toBe(0);
    expect((await history.until(3_000)).map((line) => line.split(": ")[1])).toEqual([...numbers(1, 3_000)]);
  });

  test("says that an old server has none", async () => {
    using old = openOldServer();
    const history = run(["history", `127.0.0.1:${old.port}`]);
    expect(await history.ended).toBe(1);
    expect(history.error()).toContain("no memory");
  });
});

describe("the exit code of chat history", () => {
  const refused = { type: "error", code: "room_name", graphemesMax: 32, msg: "no" };

  test("is 1 when the server refuses, and the answer is told", async () => {
    using server = openStubServer(({ key }) => [{ ...refused, key }]);
    const history = run(["history", `ann@127.0.0.1:${server.port}`]);
    expect(await history.ended).toBe(1);
    expect(history.error()).toStartWith("A room's name has 1 to 32 characters");
  });

  test("is 1 when no answer comes in time", async () => {
    using server = openStubServer(() => []);
    const history = run(["history", `ann@127.0.0.1:${server.port}`, "--timeout", "1s"]);
    expect(await history.ended).toBe(1);
    expect(history.error()).toEndWith("The server took nothing and answered nothing for 1 s.\n");
  });

  test("is 0 when it was told to stop, or its terminal is gone", async () => {
    using server = openStubServer(() => []);
    for (const end of ["stop", "hangUp"] as const) {
      const history = run(["history", `ann@127.0.0.1:${server.port}`]);
      history[end]();
      expect(await history.ended).toBe(0);
    }
  });
});

describe("chat tail", () => {
  test("shows the last lines, goes on with what is said, and ends when it is told to", async () => {
    await using server = await openServer();
    using ann = await saying(server.port, numbers(1, 20));
    const tail = run(["tail", `127.0.0.1:${server.port}`]);
    await tail.until(10);
    ann.say({ type: "broadcast", msg: "21" }, { type: "broadcast", msg: "22" });
    const lines = await tail.until(12);
    expect(lines.map((line) => line.split(": ")[1])).toEqual([...numbers(11, 22)]);
    tail.stop();
    expect(await tail.ended).toBe(0);
    expect(tail.error()).toBe("");
  });

  test("keeps little for a slow reader, and gives it everything", async () => {
    await using server = await openServer();
    using ann = await saying(server.port, ["0"]);
    const tail = run(["tail", `127.0.0.1:${server.port}`], 1);
    await new Promise((resolve) => tail.stdout.once("readable", resolve));
    const count = 5_000;
    const text = "x".repeat(1_000);
    for (let said = 0; said < count; said += 500) {
      ann.say(
        ...Array.from({ length: 500 }, (_, index) => ({
          type: "broadcast",
          msg: `${said + index + 1} ${text}`,
        })),
      );
      await ann.until(() => ann.frames("broadcast").length === 1 + said + 500);
    }
    await roundTrips(ann);
    expect(waiting(tail.stdout)).toBeLessThan((count * text.length) / 4);
    tail.take();
    const lines = await tail.until(count + 1);
    expect(lines.map((line) => line.split(" ")[3])).toEqual([...numbers(0, count)]);
    tail.stop();
    expect(await tail.ended).toBe(0);
  });

  test("shows nothing that was said to it alone", async () => {
    await using server = await openServer();
    using ann = await saying(server.port, ["one"]);
    const tail = run(["tail", `bot@127.0.0.1:${server.port}`, "--json"]);
    await tail.until(1);
    ann.say(...["x", "y", "z"].map((msg) => ({ type: "sendto", nickname: "bot", msg })));
    ann.say({ type: "broadcast", msg: "two" });
    expect((await tail.until(2)).map((line) => fieldsOf(line)["msg"])).toEqual(["one", "two"]);
    tail.stop();
    await tail.ended;
  });

  test("shows nothing that was said in another room", async () => {
    await using server = await openServer();
    using ann = await saying(server.port, ["before"]);
    const tail = run(["tail", `bot@127.0.0.1:${server.port}`, "--room", "tea", "--json"]);
    await ann.until(() => ann.frames("system_msg").length > 0);
    ann.say({ type: "join", room: "tea" }, { type: "broadcast", room: "tea", msg: "one" });
    await tail.until(1);
    ann.say(
      { type: "broadcast", msg: "x" },
      { type: "broadcast", msg: "x" },
      { type: "broadcast", msg: "x" },
    );
    await ann.until(() => ann.frames("broadcast").length === 5);
    ann.say({ type: "broadcast", room: "tea", msg: "two" });
    expect((await tail.until(2)).map(fieldsOf)).toMatchObject([
      { room: "tea", seq: 1, msg: "one" },
      { room: "tea", seq: 2, msg: "two" },
    ]);
    tail.stop();
    await tail.ended;
  });

  test("reads back and ends with --no-follow", async () => {
    await using server = await openServer();
    using _ann = await saying(server.port, ["a"]);
    const tail = run(["tail", `127.0.0.1:${server.port}`, "--no-follow"]);
    expect(await tail.ended).toBe(0);
    expect(tail.out()).toEndWith("ann: a\n");
  });

  test("ends well when nobody reads on", async () => {
    await using server = await openServer();
    using ann = await saying(server.port, ["a"]);
    const tail = run(["tail", `127.0.0.1:${server.port}`]);
    await tail.until(1);
    tail.stdout.destroy(new Error("EPIPE"));
    expect(await tail.ended).toBe(0);
    // A program comes and goes unannounced, though it is counted.
    const told = ann.frames("system_msg").filter(({ silent }) => silent !== true);
    expect(told.map(({ nickname }) => nickname)).toEqual(["ann"]);
  });

  test("follows an old server from now on, and says that it knows nothing of before", async () => {
    using old = openOldServer();
    const tail = run(["tail", `bot@127.0.0.1:${old.port}`, "--json"]);
    const ann = await SocketClient.connect(old.port);
    ann.say({ type: "login", msg: "ann" });
    await ann.until(() => ann.text.includes("bot comes in") || old.nicknames().includes("bot"));
    ann.say({ type: "broadcast", msg: "hi" });
    const [line = ""] = await tail.until(1);
    expect(fieldsOf(line)).toMatchObject({ room: "lobby", from: "ann", msg: "hi" });
    tail.stop();
    expect(await tail.ended).toBe(0);
    expect(tail.error()).toContain("no memory");
  });

  test("ends with a sentence when nothing answers", async () => {
    const tail = run(["tail", "no-such-host.invalid"]);
    expect(await tail.ended).toBe(1);
    expect(tail.error()).toBe("There is no machine called no-such-host.invalid. Check the name.\n");
  });
});
