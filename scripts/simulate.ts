/** Runs the simulation for as long as one likes: `bun run simulate --help`. */
import { parseArgs } from "node:util";
import { simulate } from "../test/simulation/simulate.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    runs: { type: "string" },
    minutes: { type: "string" },
    store: { type: "string" },
    sqlite: { type: "boolean", default: false },
    returning: { type: "boolean", default: false },
    trace: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const usage = `Simulates rooms that crash and lines that break. Ends with 1 at the first seed that fails, and says how to play it again.

Usage: bun run simulate [OPTIONS]

  --seed N      this seed alone; with --runs or --minutes, from this one on (default: from a random one)
  --runs N      so many seeds
  --minutes N   for so long (default: 1, when nothing else is said)
  --returning   people who are killed and come back with what they kept on disk
  --store KIND  a simulated store that is slow, or shared with another server
  --sqlite      the real log in a folder, in place of one in memory
  --trace       every step, as text
`;
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}

const { sqlite, returning, trace } = values;
if (values.store !== undefined && values.store !== "slow" && values.store !== "shared") {
  console.error(`--store is slow or shared, not ${values.store}`);
  process.exit(2);
}
const { store } = values;
const first = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const alone = values.seed !== undefined && values.minutes === undefined;
const runsMax = values.runs === undefined ? (alone ? 1 : Infinity) : Number(values.runs);
const minutes = values.minutes === undefined ? (runsMax === Infinity ? 1 : Infinity) : Number(values.minutes);
const start = performance.now();

let runs = 0;
let kept = 0;
while (runs < runsMax && performance.now() - start < minutes * 60_000) {
  const seed = first + runs;
  const result = simulate({ seed, sqlite, returning, store, keepsLines: trace });
  if (trace) process.stdout.write(result.lines.join(""));
  runs += 1;
  kept += result.kept;
  if (result.violations.length > 0) {
    console.log(`seed ${seed} failed:\n  ${result.violations.join("\n  ")}`);
    const flags = `${store === undefined ? "" : ` --store ${store}`}${sqlite ? " --sqlite" : ""}${returning ? " --returning" : ""}`;
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
