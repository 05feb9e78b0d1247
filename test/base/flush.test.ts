/** Output that is still buffered when a program ends. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { flush } from "../../src/base/flush.ts";
import { hangGuardMs, testTimeoutMs } from "../support/hang-guard.ts";

setDefaultTimeout(testTimeoutMs);

/** More small writes than a Unix socket's buffer takes, which counts the overhead of each write, too. */
const lines = 2_000;

const program = `
import { flush } from ${JSON.stringify(join(import.meta.dir, "../../src/base/flush.ts"))};
const stream = process[process.argv[1]];
for (let line = 0; line < ${lines}; line += 1) stream.write(line + "\\n");
await Bun.write(process.argv[2], "");
await flush(stream);
process.exit(0);
`;

test.each(["stdout", "stderr"] as const)("flush waits for a reader of %s that is late", async (name) => {
  const folder = await mkdtemp(join(tmpdir(), "chat-flush-"));
  const written = join(folder, "written");
  const command = [process.execPath, "-e", program, name, written];
  const child = Bun.spawn(command, { stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  // Without turns of the event loop nothing is read from the child.
  const deadline = performance.now() + hangGuardMs;
  while (!existsSync(written) && performance.now() < deadline) Bun.sleepSync(20);
  expect(existsSync(written)).toBe(true);
  Bun.sleepSync(20);
  const expected = Array.from({ length: lines }, (_, line) => `${line}\n`).join("");
  expect(await child[name].text()).toBe(expected);
  expect(await child.exited).toBe(0);
  await rm(folder, { recursive: true });
});

test("flush does not wait for a stream that failed, or fails", async () => {
  const gone = new PassThrough();
  gone.destroy();
  await flush(gone);
  const stuck = new PassThrough({ highWaterMark: 1 });
  stuck.write("never read");
  const flushed = flush(stuck);
  stuck.destroy(new Error("EPIPE"));
  await flushed;
});
