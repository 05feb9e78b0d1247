/**
 * The promises, held by simulated runs: some thousand seeds on every core, those that once failed, and planted faults that
 * have to be found. A seed that fails is printed with the command that runs it again.
 */
import { expect, test } from "bun:test";
import { root } from "../../scripts/binary.ts";
import { plants } from "./plants.ts";
import { seeds } from "./seeds.ts";
import { simulate } from "./simulate.ts";

const runs = 3_000;
const sqliteRuns = 60;
const plantSeedsMax = 100;

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
  const cores = Math.max(1, Math.min(8, navigator.hardwareConcurrency));
  const share = Math.ceil(runs / cores);
  const parts = Array.from({ length: cores }, (_, core) =>
    simulateApart(["--seed", String(1 + core * share), "--runs", String(share)]),
  );
  expect((await Promise.all(parts)).join("")).toBe("");
}, 120_000);

test(`simulate holds the promises for ${sqliteRuns} seeds over the real store`, async () => {
  expect(await simulateApart(["--sqlite", "--seed", "1", "--runs", String(sqliteRuns)])).toBe("");
}, 120_000);

test.each([
  [1, false],
  [2, false],
  [3, true],
])(
  "simulate does the same again for seed %d, real store %p",
  (seed, sqlite) => {
    const [once, again] = [simulate({ seed, sqlite }), simulate({ seed, sqlite })];
    expect(again.hash).toBe(once.hash);
    expect(simulate({ seed: seed + 1, sqlite }).hash).not.toBe(once.hash);
  },
  30_000,
);

if (seeds.length > 0)
  test.each(seeds.map(([seed, found]) => [seed, found] as const))("simulate, seed %d: %s", (seed) => {
    expect(simulate({ seed }).violations).toEqual([]);
  });

test.each(plants.map((plant) => [plant.name, plant] as const))(
  "simulate finds a program that %s",
  (_, plant) => {
    const seed = Array.from({ length: plantSeedsMax }, (_, index) => index + 1).find(
      (candidate) => simulate({ seed: candidate, plant }).violations.length > 0,
    );
    expect(seed).toBeDefined();
  },
);
