/**
 * Runs every check, cheapest first, and stops at the first stage in which one fails: one line for each with its time, and
 * all that a failing one wrote. The tests come last and are shown as they run, then counted. With `--quick`: without the
 * build, and with the unit tests alone, of which only those that fail are shown.
 */
import { runStep } from "./verify/run-step.ts";
import { runTests } from "./verify/run-tests.ts";
import type { Counts, TestRun } from "./verify/run-tests.ts";
import { build, install, staticChecks } from "./verify/steps.ts";
import type { Step } from "./verify/steps.ts";
import { testFiles } from "./verify/test-files.ts";

const cores = navigator.hardwareConcurrency;
/** Tests that start programs wait more than they compute, so there are more processes than cores. */
const waitingWorkersMin = 4;

const quick = process.argv.includes("--quick");

const stages: readonly (readonly Step[])[] = [[install], [...staticChecks, ...(quick ? [] : [build])]];
for (const stage of stages) {
  const outcomes = await Promise.all(stage.map(runStep));
  if (outcomes.includes(false)) process.exit(1);
}

const { unit, other } = await testFiles();
const unitTests: TestRun = { name: "unit tests", files: unit, workers: cores, onlyFailures: quick };
const otherTests: TestRun = {
  name: "other tests",
  files: other,
  workers: Math.max(waitingWorkersMin, cores),
  onlyFailures: false,
};

let total: Counts = { passed: 0, failed: 0, skipped: 0, green: true };
for (const run of quick ? [unitTests] : [unitTests, otherTests]) {
  const counts = await runTests(run);
  total = {
    passed: total.passed + counts.passed,
    failed: total.failed + counts.failed,
    skipped: total.skipped + counts.skipped,
    green: total.green && counts.green,
  };
  if (!total.green) break;
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.green ? 0 : 1);
