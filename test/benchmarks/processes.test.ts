/** The benchmark's processes end with it, and so do their folders. */
import { expect, test } from "bun:test";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const processes = resolve(import.meta.dir, "../../scripts/bench/processes.ts");

/** A program that starts a server, tells its process id, and then ends as `ending` says. */
function program(ending: string): string {
  return `
    import { cleanUp, cleanUpAtExit, startServer } from ${JSON.stringify(processes)};
    process.on("exit", cleanUpAtExit);
    const server = \`Bun.listen({ hostname: "127.0.0.1", port: Number(process.argv.at(-1)), socket: { data() {} } });\`;
    const started = await startServer((_, port) =>
      Promise.resolve([process.execPath, "-e", server, String(port)]));
    if (started.type !== "listening") throw new Error(started.reason);
    console.log(started.pid);
    ${ending}
  `;
}

// It reads /proc, as the benchmark does.
test.skipIf(process.platform !== "linux").each([
  ["cleanUp", "await cleanUp();"],
  ["an error that nobody caught", `setTimeout(() => { throw new Error("a bug"); }, 0);`],
])("startServer leaves neither a process nor a folder after %s", async (_, ending) => {
  const folder = await mkdtemp(join(tmpdir(), "chat-bench-test-"));
  try {
    const run = Bun.spawn([process.execPath, "-e", program(ending)], {
      env: { ...process.env, TMPDIR: folder },
      stdout: "pipe",
      stderr: "ignore",
    });
    const pid = Number(await run.stdout.text());
    await run.exited;
    expect(pid).toBeGreaterThan(1);
    // A signal is delivered a moment after it was sent.
    while (await runs(pid)) await Bun.sleep(5);
    expect((await readdir(folder)).filter((name) => name.startsWith("chat-bench-"))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** Whether a process runs; one that has ended may be there until somebody asks for its exit code. */
async function runs(pid: number): Promise<boolean> {
  try {
    return !/^State:\s+[ZX]/m.test(await Bun.file(`/proc/${pid}/status`).text());
  } catch {
    // It may end between two looks, so it is read without asking whether it is there.
    return false;
  }
}
