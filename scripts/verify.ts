/**
 * Runs every check, cheapest first, and stops at the first stage in which one fails: one line for each with its time, and
 * all that a failing one wrote. The tests come last and are shown as they run. With `--quick`: without the build, and
 * with the unit tests alone.
 */
import { runStep } from "./verify/run-step.ts";
import { runTests } from "./verify/run-tests.ts";
import type { Step } from "./verify/steps.ts";
import { build, install, staticChecks } from "./verify/steps.ts";
import { unitTests } from "./verify/unit-tests.ts";

const quick = process.argv.includes("--quick");
const stages: readonly (readonly Step[])[] = [[install], [...staticChecks, ...(quick ? [] : [build])]];

for (const stage of stages) {
  const outcomes = await Promise.all(stage.map(runStep));
  if (outcomes.includes(false)) process.exit(1);
}
const green = quick
  ? await runTests("unit tests", { files: await unitTests(), unit: true })
  : await runTests("tests");
process.exit(green ? 0 : 1);
