/** Runs tests in several processes and counts them. */
import { testTimeoutMs } from "../../test/support/hang-guard.ts";
import { root } from "../binary.ts";
import { report } from "./report.ts";

const cores = navigator.hardwareConcurrency;
/** End-to-end tests wait more than they compute, so there are more processes than cores. */
const workersMin = 4;

/**
 * Shows the tests' output as it comes, then their counts on a line of their own. Each file gets a global object of its
 * own, so its outcome does not depend on which files ran before it in the same process.
 *
 * @param files all of them where none is given
 * @param unit they only compute, so there are as many processes as cores; only those that fail are shown
 */
export async function runTests(
  name: string,
  { files = [], unit = false }: { readonly files?: readonly string[]; readonly unit?: boolean } = {},
): Promise<boolean> {
  const startMs = performance.now();
  const workers = unit ? cores : Math.max(workersMin, cores);
  const flags = [`--parallel=${workers}`, `--timeout=${testTimeoutMs}`];
  if (unit) flags.push("--only-failures");
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
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return green;
}

/** The number before `word` in the runner's closing lines; a word that is not there stands for none. */
function count(output: string, word: string): number {
  const found = Bun.stripANSI(output).matchAll(new RegExp(`^\\s*(\\d+) ${word}$`, "gm"));
  return Number(Array.from(found).at(-1)?.[1] ?? 0);
}
