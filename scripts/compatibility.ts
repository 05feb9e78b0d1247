/**
 * Runs an earlier client against the server of today, and the client of today against the earlier server: messages arrive
 * once and in order. `bun run compatibility [--commit COMMIT] [--client PATH]`: without a PATH the earlier program is built
 * from its commit, in a folder that is gone afterwards; that needs Git, and the packages of its lock file.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { builtBinary } from "../test/support/built-binary.ts";
import { root } from "./binary.ts";
import { checkPair } from "./compatibility/pair.ts";

/** What was given out as 0.1.0. */
const commitDefault = "14b8ba4";

const { values } = parseArgs({
  options: { commit: { type: "string", default: commitDefault }, client: { type: "string" } },
});

const scratch = await mkdtemp(join(tmpdir(), "chat-compatibility-"));
try {
  const earlier = values.client === undefined ? await build(values.commit) : resolve(values.client);
  const today = await builtBinary();
  const pairs = [
    { client: earlier, server: today, name: "earlier client, server of today" },
    { client: today, server: earlier, name: "client of today, earlier server" },
  ];
  for (const { name, client, server } of pairs) {
    const problems = await checkPair({ client, server, scratch });
    console.log(`${problems.length === 0 ? "ok    " : "FAILED"}  ${name}`);
    for (const problem of problems) console.log(`        ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}

/** Resolves to the executable of a commit. */
async function build(commit: string): Promise<string> {
  const folder = join(scratch, "source");
  const archive = join(scratch, "source.tar");
  await run(["git", "archive", "--output", archive, commit], root);
  await run(["mkdir", folder], scratch);
  await run(["tar", "-xf", archive, "-C", folder], scratch);
  await run([process.execPath, "install", "--frozen-lockfile"], folder);
  await run([process.execPath, "scripts/build.ts"], folder);
  return join(folder, "dist", process.platform === "win32" ? "chat.exe" : "chat");
}

async function run(command: readonly string[], cwd: string): Promise<void> {
  const child = Bun.spawn([...command], { cwd, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [out, error] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  if ((await child.exited) !== 0) throw new Error(`${command.join(" ")}\n${out}${error}`);
}
