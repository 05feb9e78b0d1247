/** The benchmark's results file. */
import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openResults } from "../../scripts/bench/results.ts";

const conditions = {
  startedAt: "2026-01-01T00:00:00.000Z",
  cpus: "2 CPUs",
  load: 0,
  program: "dist/chat",
  baseline: undefined,
  seconds: 4,
  rounds: 2,
};
const measurement = {
  cell: "(2, 1, 1)",
  peer: "redis",
  round: 1,
  load: 0.5,
  outcome: { type: "skipped", reason: "the server ended" },
} as const;

test("openResults has a whole file after each measurement", async () => {
  const folder = await mkdtemp(join(tmpdir(), "chat-results-"));
  try {
    const file = join(folder, "results.json");
    const results = await openResults(file, conditions);
    const written = (): Promise<unknown> => Bun.file(file).json();
    expect(await written()).toMatchObject({ complete: false, measurements: [] });
    await results.add(measurement);
    expect(await written()).toMatchObject({ rounds: 2, complete: false, measurements: [measurement] });
    await results.finish();
    expect(await written()).toMatchObject({ complete: true, measurements: [measurement] });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("openResults tells before the first measurement that the file cannot be written", async () => {
  const folder = await mkdtemp(join(tmpdir(), "chat-results-"));
  try {
    expect(await openResults(folder, conditions).catch(String)).toContain(
      `Cannot write the results to ${folder}`,
    );
  } finally {
    await rm(folder, { recursive: true });
    await rm(`${folder}.new`, { force: true });
  }
});
