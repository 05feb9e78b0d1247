/**
 * Runs every check, cheapest first, and stops at the first that fails: one line for each with its time, and all that a
 * failing one said. The tests come last and are shown as they run.
 */
import { root } from "./binary.ts";

interface Step {
  readonly name: string;
  readonly parameters: readonly string[];
}

const steps: readonly Step[] = [
  { name: "install", parameters: ["install", "--frozen-lockfile"] },
  { name: "format", parameters: ["fmt", "--check"] },
  { name: "types of src", parameters: ["check", "-p", "src"] },
  { name: "types of test", parameters: ["check", "-p", "test"] },
  { name: "types of scripts", parameters: ["check", "-p", "scripts"] },
  {
    name: "lint",
    parameters: tool("oxlint", "-c", "scripts/oxlint.config.ts", "--deny-warnings", "src", "test", "scripts"),
  },
  { name: "dead code", parameters: tool("knip", "--no-progress", "--no-config-hints") },
  { name: "build", parameters: ["scripts/build.ts"] },
];

for (const { name, parameters } of steps) {
  const start = performance.now();
  const run = Bun.spawn([process.execPath, ...parameters], {
    cwd: root,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, error] = await Promise.all([run.stdout.text(), run.stderr.text()]);
  const failed = (await run.exited) !== 0;
  console.log(line(failed ? "FAILED" : "ok", name, start));
  if (failed) {
    console.log(out + error);
    process.exit(1);
  }
}
process.exit(await runTests());

/** A tool of the lock file, run by Bun itself, so that neither Node nor a search path is needed. */
function tool(name: string, ...parameters: readonly string[]): readonly string[] {
  return ["x", "--bun", "--no-install", name, ...parameters];
}

function line(outcome: string, name: string, start: number): string {
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  return `${outcome.padEnd(6)}  ${name.padEnd(16)}  ${seconds.padStart(5)} s`;
}

/** Shows the tests' output as it comes, then their numbers on a line of their own. Resolves to the exit code. */
async function runTests(): Promise<number> {
  const start = performance.now();
  const run = Bun.spawn([process.execPath, "test"], {
    cwd: root,
    stdin: "ignore",
    stdout: "inherit",
    stderr: "pipe",
  });
  const decoder = new TextDecoder();
  let said = "";
  for await (const chunk of run.stderr) {
    process.stderr.write(chunk);
    said += decoder.decode(chunk, { stream: true });
  }
  const code = await run.exited;
  const passed = count(said, "pass");
  const failed = Math.max(count(said, "fail"), count(said, "errors?"));
  const skipped = count(said, "skip") + count(said, "todo");
  const green = code === 0 && failed === 0 && passed !== 0;
  console.log(line(green ? "ok" : "FAILED", "tests", start));
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return green ? 0 : 1;
}

/** The number before `word` in the runner's closing lines; a word that is not there stands for none. */
function count(said: string, word: string): number {
  const found = Bun.stripANSI(said).matchAll(new RegExp(`^\\s*(\\d+) ${word}$`, "gm"));
  return Number(Array.from(found).at(-1)?.[1] ?? 0);
}
