/** `chat export` as an operator meets it, in this process, beside a server that runs. */
import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { chat } from "../../src/commands/chat.ts";
import type { Environment } from "../../src/commands/command.ts";
import { fieldsOf } from "../support/fields.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { openServer } from "../support/server.ts";
import { Sink } from "../support/sink.ts";
import { SocketClient } from "../support/socket-client.ts";

setDefaultTimeout(testTimeoutMs);

const folders = mkdtempSync(join(tmpdir(), "chat-export-command-"));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

async function run(parameters: readonly string[], environment: Environment = {}) {
  const [stdin, stdout, stderr] = [new PassThrough(), new Sink(), new Sink()];
  const { signal } = new AbortController();
  const world = { environment, stdin, stdout, stderr, signal };
  const code = await chat(["export", ...parameters], world);
  const lines = stdout.text.split("\n").slice(0, -1).map(fieldsOf);
  return { code, lines, error: stderr.text };
}

/** A server with messages in the lobby, in a room, and for one person only. */
async function inhabited(folder: string, count: number) {
  const server = await openServer({ store: { folder } });
  using bob = await SocketClient.enter(server.port, "bob");
  using ann = await SocketClient.enter(server.port, "ann");
  ann.say({ type: "join", room: "tea" }, { type: "broadcast", room: "tea", msg: "in\ntea", key: "k" });
  ann.say(...Array.from({ length: count }, (_, index) => ({ type: "broadcast", msg: String(index + 1) })));
  ann.say({ type: "sendto", nickname: "bob", msg: "psst" });
  await bob.until(() => bob.frames("single").length === 1 && bob.frames("broadcast").length === count);
  return server;
}

describe("chat export", () => {
  test("writes all rooms, whole and in order, while the server runs", async () => {
    const folder = join(folders, "running");
    await using _server = await inhabited(folder, 1_500);
    const { code, lines, error } = await run(["--data", folder]);
    expect({ code, error }).toEqual({ code: 0, error: "" });
    const lobby = lines.filter(({ room }) => room === "lobby");
    expect(lobby.map(({ seq, msg }) => [seq, msg])).toEqual(
      Array.from({ length: 1_500 }, (_, index) => [index + 1, String(index + 1)]),
    );
    const tea = lines.filter(({ room }) => room === "tea");
    expect(tea).toMatchObject([{ seq: 1, from: "ann", msg: "in\ntea", key: "k" }]);
    expect(tea[0]?.["time"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(lines).toHaveLength(1_501);
  });

  test("writes private messages for those only who ask for them", async () => {
    const folder = join(folders, "private");
    await using _server = await inhabited(folder, 1);
    const { lines } = await run(["--data", folder, "--private"]);
    const mailboxes = lines.filter(({ room }) => String(room).startsWith("@"));
    expect(mailboxes).toMatchObject([
      { from: "ann", to: "bob", msg: "psst" },
      { from: "ann", to: "bob", msg: "psst" },
    ]);
    expect((await run(["--data", folder])).lines).toHaveLength(2);
  });

  test("writes one room, also when no server runs", async () => {
    const folder = join(folders, "room");
    await (await inhabited(folder, 1)).stop();
    expect((await run(["--data", folder, "--room", "Tea"])).lines).toMatchObject([{ room: "tea" }]);
    expect(await run(["--data", folder, "--room", "coffee"])).toEqual({
      code: 1,
      lines: [],
      error: "There are no messages of a room coffee.\n",
    });
  });

  test("that is told to stop is not done", async () => {
    const folder = join(folders, "stopped");
    await (await inhabited(folder, 1)).stop();
    const stop = new AbortController();
    stop.abort();
    const [stdin, stdout, stderr] = [new PassThrough(), new Sink(), new Sink()];
    const world = { environment: {}, stdin, stdout, stderr, signal: stop.signal };
    expect(await chat(["export", "--data", folder], world)).toBe(1);
    expect(stdout.text).toBe("");
  });

  test("whose reader takes nothing more waits until it is told to stop, and is not done", async () => {
    const folder = join(folders, "slow");
    await (await inhabited(folder, 3_000)).stop();
    const stop = new AbortController();
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough({ highWaterMark: 1 }), new Sink()];
    const world = { environment: {}, stdin, stdout, stderr, signal: stop.signal };
    const exporting = chat(["export", "--data", folder], world);
    await new Promise((resolve) => stdout.once("readable", resolve));
    stop.abort();
    expect(await exporting).toBe(1);
    expect(String(stdout.read()).split("\n").length).toBeLessThan(3_000);
  });

  test("whose reader breaks while it waits fails with the reader's error", async () => {
    const folder = join(folders, "broken");
    await (await inhabited(folder, 3_000)).stop();
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough({ highWaterMark: 1 }), new Sink()];
    const { signal } = new AbortController();
    const exporting = chat(["export", "--data", folder], { environment: {}, stdin, stdout, stderr, signal });
    await new Promise((resolve) => stdout.once("readable", resolve));
    stdout.destroy(new Error("no space left"));
    expect(await exporting.catch((error: unknown) => error)).toEqual(new Error("no space left"));
  });

  test("looks where chat serve keeps its data", async () => {
    const environment = { XDG_DATA_HOME: folders, HOME: folders };
    const { code, error } = await run(["--port", "4711"], environment);
    expect(code).toBe(1);
    expect(error).toStartWith("There is no chat data in ");
    expect(error).toContain("room-4711");
  });
});
