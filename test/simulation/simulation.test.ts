/**
 * The promises, held by simulated runs: some hundred seeds on every core, those that once failed, and planted faults that
 * have to be found. `bun run simulate` runs as many more as one likes. A seed that fails is printed with the command that runs it again.
 */
import { expect, setDefaultTimeout, test } from "bun:test";
import { root } from "../../scripts/binary.ts";
import { plants } from "./plants.ts";
import { returningSeeds, seeds } from "./seeds.ts";
import { simulate } from "./simulate.ts";
import type { SimulationOptions } from "./simulate.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";

setDefaultTimeout(testTimeoutMs);

const runs = 200;
const returningRuns = 100;
const storeRuns = 40;
const sqliteRuns = 12;
const plantSeedsMax = 100;

const cores = Math.max(1, Math.min(8, navigator.hardwareConcurrency));

/** Runs so many seeds from 1 on, on every core. */
async function simulateAll(count: number, ...flags: readonly string[]): Promise<string> {
  const share = Math.ceil(count / cores);
  const parts = Array.from({ length: cores }, (_, core) =>
    simulateApart([...flags, "--seed", String(1 + core * share), "--runs", String(share)]),
  );
  return (await Promise.all(parts)).join("");
}

/** Resolves to what the program says about a seed that failed; empty when none did. */
async function simulateApart(parameters: readonly string[]): Promise<string> {
  const child = Bun.spawn([process.execPath, "scripts/simulate.ts", ...parameters], {
    cwd: root,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, error, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  return code === 0 ? "" : `${out}${error}`;
}

test(`simulate holds the promises for ${runs} seeds`, async () => {
  expect(await simulateAll(runs)).toBe("");
});

test(`simulate holds the promises for ${returningRuns} seeds with people who come back to where they were`, async () => {
  expect(await simulateAll(returningRuns, "--returning")).toBe("");
});

test(`simulate holds the promises for ${sqliteRuns} seeds over the real store`, async () => {
  expect(await simulateApart(["--sqlite", "--seed", "1", "--runs", String(sqliteRuns)])).toBe("");
});

test.each(["slow", "shared"])("simulate holds the promises for %s stores", async (store) => {
  expect(await simulateAll(storeRuns, "--store", store)).toBe("");
});

test.each<SimulationOptions>([
  { seed: 1 },
  { seed: 2 },
  { seed: 3, sqlite: true },
  { seed: 4, returning: true },
])("simulate does the same again for %j", (options) => {
  const [once, again] = [simulate(options), simulate(options)];
  expect(again.hash).toBe(once.hash);
  expect(simulate({ ...options, seed: options.seed + 1 }).hash).not.toBe(once.hash);
});

test.each(seeds)("simulate, seed %d: %s", (seed) => {
  expect(simulate({ seed }).violations).toEqual([]);
});

test.each(returningSeeds)("simulate, returning, seed %d: %s", (seed) => {
  expect(simulate({ seed, returning: true }).violations).toEqual([]);
});

test.each(plants.map((plant) => [plant.name, plant] as const))(
  "simulate finds a program that %s",
  (_, plant) => {
    const seed = Array.from({ length: plantSeedsMax }, (_, index) => index + 1).find(
      (candidate) =>
        simulate({ seed: candidate, plant, returning: plant.returning === true, store: plant.store })
          .violations.length > 0,
    );
    expect(seed).toBeDefined();
  },
);
