/** Runs one step of the checks. */
import { root } from "../binary.ts";
import { report } from "./report.ts";
import type { Step } from "./steps.ts";

/** Resolves to whether it succeeded; prints what it wrote when it did not. */
export async function runStep({ name, parameters }: Step): Promise<boolean> {
  const startMs = performance.now();
  const run = Bun.spawn([process.execPath, ...parameters], {
    cwd: root,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, error] = await Promise.all([run.stdout.text(), run.stderr.text()]);
  const succeeded = (await run.exited) === 0;
  report(succeeded ? "ok" : "FAILED", name, startMs);
  if (!succeeded) console.log(out + error);
  return succeeded;
}
