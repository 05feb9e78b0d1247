/** The program as a process: exit codes, streams, signals. Run from the sources. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { constants as system, tmpdir } from "node:os";
import { join } from "node:path";
import { en } from "../src/locale/en.ts";
import { testTimeoutMs } from "./support/hang-guard.ts";
import { SocketClient } from "./support/socket-client.ts";
import { openStubServer } from "./support/stub-server.ts";

setDefaultTimeout(testTimeoutMs);

const main = join(import.meta.dir, "../src/main.ts");

/** Starts `chat serve`; resolves when it is open. */
async function openServe(parameters: readonly string[] = [], before: readonly string[] = []) {
  const place = ["--port", "0", "--host", "127.0.0.1", "--no-http", "--memory"];
  const run = startAfter(before, "serve", ...place, ...parameters);
  let text = "";
  for await (const chunk of run.stdout) {
    text += new TextDecoder().decode(chunk);
    const port = /127\.0\.0\.1:(\d+)/.exec(text)?.[1];
    if (port !== undefined) return { run, port: Number(port) };
  }
  throw new Error(`no address in ${JSON.stringify(text)}`);
}

function start(...parameters: readonly string[]) {
  return startAfter([], ...parameters);
}

/** @param before what the runtime itself is told */
function startAfter(before: readonly string[], ...parameters: readonly string[]) {
  return Bun.spawn([process.execPath, ...before, main, ...parameters], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
}

test("main exits with 0 when all is said", async () => {
  const run = start("--version");
  expect(await run.stdout.text()).toStartWith("chat ");
  expect([await run.exited, await run.stderr.text()]).toEqual([0, ""]);
});

test("main exits with 2 on wrong usage, with one line on stderr", async () => {
  const run = start("serve", "--port", "many");
  expect(await run.exited).toBe(2);
  expect((await run.stderr.text()).trimEnd().split("\n")).toHaveLength(1);
  expect(await run.stdout.text()).toBe("");
});

test("main ends quietly when nobody reads its output", async () => {
  const run = start("help", "serve");
  await run.stdout.cancel();
  expect([await run.exited, await run.stderr.text()]).toEqual([0, ""]);
});

test.skipIf(process.platform !== "linux")("main says why its output could not be written", async () => {
  const full = openSync("/dev/full", "w");
  const run = Bun.spawn([process.execPath, main, "help"], { stdin: "ignore", stdout: full, stderr: "pipe" });
  expect(await run.stderr.text()).toMatch(/^[^\n]*no space left on device[^\n]*\n$/);
  expect(await run.exited).toBe(1);
  closeSync(full);
});

test.each(["SIGINT", "SIGTERM"] as const)("main lets the command end on %s", async (signal) => {
  const run = start("serve", "--port", "0", "--host", "127.0.0.1", "--no-http");
  const reader = run.stdout.getReader();
  await reader.read();
  run.kill(signal);
  expect(await run.exited).toBe(0);
});

test("main ends a command that does not outlive its terminal when that is gone", async () => {
  const asked = Promise.withResolvers<void>();
  using server = openStubServer(({ type, key }) => {
    if (type !== "history") return [];
    asked.resolve();
    return [{ type, room: "lobby", entries: [], key }];
  });
  const run = start("tail", `ann@127.0.0.1:${server.port}`);
  await asked.promise;
  run.kill("SIGHUP");
  expect(await run.exited).toBe(0);
});

test.each(["SIGINT", "SIGTERM"] as const)("main ends at once on a second %s", async (signal) => {
  const { run, port } = await openServe();
  // It never hangs up, so a server that only was asked to close would wait for it.
  using client = await SocketClient.enter(port, "raw");
  run.kill(signal);
  await client.untilClosed();
  run.kill(signal);
  expect(await run.exited).toBe(128 + system.signals[signal]);
});

test.skipIf(process.platform === "win32").each([
  ["an exception", 'throw new Error("no luck");', "no luck"],
  ["a rejection", 'void Promise.reject(new Error("no luck"));', "no luck"],
])("main tells %s that nobody catches, and ends as a defect", async (_, statement, reason) => {
  const folder = mkdtempSync(join(tmpdir(), "chat-main-"));
  const preload = join(folder, "preload.ts");
  writeFileSync(preload, `process.on("SIGUSR2", () => { ${statement} });`);
  const { run } = await openServe([], ["--preload", preload]);
  run.kill("SIGUSR2");
  expect(await run.exited).toBe(70);
  expect(await run.stderr.text()).toEndWith(`${en.usage.defect(reason)}\n`);
  rmSync(folder, { recursive: true });
});

test("main leaves the room open when nobody reads its log", async () => {
  const { run, port } = await openServe(["--log-level", "debug"]);
  await run.stderr.cancel();
  // Each leaves lines in the log before it is answered.
  for (const nickname of ["ann", "bob", "cid", "dan", "eve"]) {
    using client = await SocketClient.enter(port, nickname);
    client.say({ type: "ping" });
    await client.until(() => client.frames("pong").length > 0);
  }
  run.kill("SIGTERM");
  expect(await run.exited).toBe(0);
});

/** A pipe that takes nothing, and that nobody reads. */
function openFullPipe(path: string): number {
  Bun.spawnSync(["mkfifo", path]);
  const pipe = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  for (const block of [Buffer.alloc(4_096), Buffer.alloc(1)])
    try {
      for (;;) writeSync(pipe, block);
    } catch {
      // It is full, as far as blocks of this size go.
    }
  return pipe;
}

test.skipIf(process.platform === "win32")(
  "main that is told to stop while its output is not taken says so with its exit code",
  async () => {
    const asked = Promise.withResolvers<void>();
    using server = openStubServer(({ type, after, key }) => {
      if (type !== "history") return [];
      if (after === 0) asked.resolve();
      const entry = { type: "broadcast", room: "lobby", seq: 1, time: 5, from: "bob", msg: "hi" };
      return [{ type, room: "lobby", entries: after === 1 ? [] : [entry], key }];
    });
    const folder = mkdtempSync(join(tmpdir(), "chat-main-"));
    const stdout = openFullPipe(join(folder, "pipe"));
    const parameters = ["history", `ann@127.0.0.1:${server.port}`, "--since", "all"];
    const run = Bun.spawn([process.execPath, main, ...parameters], {
      stdin: "ignore",
      stdout,
      stderr: "ignore",
    });
    await asked.promise;
    run.kill("SIGTERM");
    expect(await run.exited).toBe(1);
    closeSync(stdout);
    rmSync(folder, { recursive: true });
  },
);
