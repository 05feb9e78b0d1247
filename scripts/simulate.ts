/**
 * Runs the simulation for as long as one likes: `bun scripts/simulate.ts [--seed N] [--runs N] [--minutes N] [--sqlite]
 * [--returning] [--trace]`. Without any of them, seeds from a random one on for a minute. Ends with 1 at the first seed
 * that fails.
 */
import { parseArgs } from "node:util";
import { simulate } from "../test/simulation/simulate.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    runs: { type: "string" },
    minutes: { type: "string" },
    sqlite: { type: "boolean", default: false },
    returning: { type: "boolean", default: false },
    trace: { type: "boolean", default: false },
  },
});

const { sqlite, returning, trace } = values;
const first = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const alone = values.seed !== undefined && values.minutes === undefined;
const runsMax = values.runs === undefined ? (alone ? 1 : Infinity) : Number(values.runs);
const minutes = values.minutes === undefined ? (runsMax === Infinity ? 1 : Infinity) : Number(values.minutes);
const start = performance.now();

let runs = 0;
let kept = 0;
while (runs < runsMax && performance.now() - start < minutes * 60_000) {
  const seed = first + runs;
  const result = simulate({ seed, sqlite, returning, keepsLines: trace });
  if (trace) process.stdout.write(result.lines.join(""));
  runs += 1;
  kept += result.kept;
  if (result.violations.length > 0) {
    console.log(`seed ${seed} failed:\n  ${result.violations.join("\n  ")}`);
    const flags = `${sqlite ? " --sqlite" : ""}${returning ? " --returning" : ""}`;
    console.log(`again: bun scripts/simulate.ts --seed ${seed}${flags} --trace`);
    process.exit(1);
  }
  if (runs % 1_000 === 0) report();
}
report();

function report(): void {
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${runs} runs from seed ${first}, ${kept} messages, ${(runs / seconds).toFixed(0)} runs a second`,
  );
}
