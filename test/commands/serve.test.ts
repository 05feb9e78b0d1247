/** `chat serve`, run inside this process: what it says, and how it ends. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { createServer } from "node:net";
import { PassThrough } from "node:stream";
import { chat } from "../../src/commands/chat.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";

setDefaultTimeout(testTimeoutMs);

const local = ["serve", "--host", "127.0.0.1", "--no-http", "--log-level", "error"];

function start(parameters: readonly string[]) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const stop = new AbortController();
  const code = chat([...local, ...parameters], {
    environment: {},
    stdin,
    stdout,
    stderr,
    signal: stop.signal,
  });
  return { code, stdout, stderr, stop };
}

test("serve says how to join, and ends well when asked to", async () => {
  const { code, stdout, stop } = start(["--port", "0", "--name", "Hall"]);
  const [said] = await new Promise<string[]>((resolve) =>
    stdout.once("data", (chunk) => resolve([String(chunk)])),
  );
  stop.abort();
  expect(said).toContain("Hall");
  expect(said).toMatch(/^ {2}chat join 127\.0\.0\.1:\d+$/m);
  expect(await code).toBe(0);
});

test("serve says in one sentence that a port is taken", async () => {
  const other = createServer();
  const port = await new Promise<number>((resolve) => {
    other.listen(0, "127.0.0.1", () => {
      const address = other.address();
      resolve(address !== null && typeof address === "object" ? address.port : 0);
    });
  });
  const { code, stderr } = start(["--port", String(port)]);
  expect(await code).toBe(1);
  expect(String(stderr.read())).toStartWith(`Port ${port} is in use already.`);
  other.close();
});
