/** Runs tests in several processes and counts them. */
import { testTimeoutMs } from "../../test/support/hang-guard.ts";
import { root } from "../binary.ts";
import { report } from "./report.ts";

export interface TestRun {
  readonly name: string;
  readonly files: readonly string[];
  /** Processes that run at the same time. */
  readonly workers: number;
  /** Whether those that pass are left out of the output. */
  readonly onlyFailures: boolean;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** At least one test ran, and nothing failed, the run itself included. */
  readonly green: boolean;
}

/**
 * Shows the tests' output as it comes. Each file gets a global object of its own, so its outcome does not depend on which
 * files ran before it in the same process.
 */
export async function runTests({ name, files, workers, onlyFailures }: TestRun): Promise<Counts> {
  const startMs = performance.now();
  const flags = [`--parallel=${workers}`, `--timeout=${testTimeoutMs}`];
  if (onlyFailures) flags.push("--only-failures");
  const run = Bun.spawn([process.execPath, "test", ...flags, ...files], {
    cwd: root,
    stdin: "ignore",
    stdout: "inherit",
    stderr: "pipe",
  });
  const decoder = new TextDecoder();
  let output = "";
  for await (const chunk of run.stderr) {
    process.stderr.write(chunk);
    output += decoder.decode(chunk, { stream: true });
  }
  const code = await run.exited;
  const passed = count(output, "pass");
  const failed = Math.max(count(output, "fail"), count(output, "errors?"));
  const skipped = count(output, "skip") + count(output, "todo");
  const green = code === 0 && failed === 0 && passed !== 0;
  report(green ? "ok" : "FAILED", name, startMs);
  return { passed, failed, skipped, green };
}

/** The number before `word` in the runner's closing lines; a word that is not there stands for none. */
function count(output: string, word: string): number {
  const found = Bun.stripANSI(output).matchAll(new RegExp(`^\\s*(\\d+) ${word}$`, "gm"));
  return Number(Array.from(found).at(-1)?.[1] ?? 0);
}
