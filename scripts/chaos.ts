/** Runs the built program through cuts, kills, restored folders and the like: `bun run chaos --help`. */
import { constants } from "node:os";
import { resolve } from "node:path";
import { builtBinary } from "../test/support/built-binary.ts";
import { Random } from "../test/simulation/random.ts";
import { cuts } from "./chaos/cuts.ts";
import { clock } from "./chaos/clock.ts";
import { full } from "./chaos/full.ts";
import { kills } from "./chaos/kills.ts";
import type { Options } from "./chaos/options.ts";
import { parseOptions, UsageError, usageOf } from "./chaos/options.ts";
import { Place } from "./chaos/place.ts";
import { retention } from "./chaos/retention.ts";
import { rollback } from "./chaos/rollback.ts";
import type { Outcome, Scenario } from "./chaos/scenario.ts";

const scenarios: readonly Scenario[] = [cuts, kills, rollback, retention, clock, full];
const names = scenarios.map(({ name }) => name);
const problemsToldMax = 12;

let place: Place | undefined;
process.on("exit", () => place?.closeAtExit());
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => process.exit(128 + constants.signals[signal]));
process.exitCode = await main();

/** Resolves to the exit code. */
async function main(): Promise<number> {
  try {
    const options = parseOptions(process.argv.slice(2), names, Math.floor(Math.random() * 2 ** 31));
    if (options === "help") process.stdout.write(usageOf(names));
    return options === "help" || (await runAll(options)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\nSee bun run chaos --help\n`);
    return 2;
  }
}

/** Resolves to whether all went well. */
async function runAll(options: Options): Promise<boolean> {
  const { minutes = 0, only = names, program } = options;
  const binary = program === undefined ? await builtBinary() : resolve(program);
  const end = performance.now() + minutes * 60_000;
  let isWell = true;
  let { seed } = options;
  do {
    for (const scenario of scenarios)
      if (only.includes(scenario.name) && !(await runOne(scenario, { ...options, seed }, binary)))
        isWell = false;
    seed += 1;
  } while (performance.now() < end);
  return isWell;
}

async function runOne(scenario: Scenario, options: Options, binary: string): Promise<boolean> {
  const { seed, stride, keepsFolder } = options;
  const start = performance.now();
  const here = new Place(binary);
  place = here;
  const outcome = await attempt(() => scenario.run({ place: here, random: new Random(seed), stride }));
  const isWell = outcome.type === "skipped" || outcome.problems.length === 0;
  const { folder } = here;
  await here.close(keepsFolder && !isWell);
  place = undefined;
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  const name = scenario.name.padEnd(Math.max(...names.map(({ length }) => length)));
  const state = outcome.type === "skipped" ? "skip  " : isWell ? "ok    " : "FAILED";
  console.log(`${state}  ${name}  seed ${seed}  ${told(outcome)}  ${seconds} s`);
  if (outcome.type === "skipped" || isWell) return true;
  for (const problem of outcome.problems.slice(0, problemsToldMax)) console.log(`        ${problem}`);
  if (outcome.problems.length > problemsToldMax)
    console.log(`        and ${outcome.problems.length - problemsToldMax} more`);
  console.log(
    `        again: bun run chaos --only ${scenario.name} --seed ${seed} --stride ${stride} --keep`,
  );
  if (keepsFolder) console.log(`        kept: ${folder}`);
  return false;
}

/** A scenario that cannot go on has failed, too, with what it was waiting for. */
async function attempt(run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { type: "ran", counts: {}, problems: [problem] };
  }
}

function told(outcome: Outcome): string {
  if (outcome.type === "skipped") return outcome.reason;
  return Object.entries(outcome.counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");
}
