/**
 * Rewrites the golden files of `test/scenarios`: each transcript with what the server does today. With `--check` it writes
 * nothing, and fails when there is something to write. A rewritten file is a proposal: read the diff, line by line.
 */
import { join, resolve } from "node:path";
import { replay } from "../test/support/scenario.ts";
import { root } from "./binary.ts";

const folder = resolve(root, "test/scenarios");
const check = process.argv.includes("--check");
const stale: string[] = [];

for (const name of (await Array.fromAsync(new Bun.Glob("*.txt").scan(folder))).toSorted()) {
  const path = join(folder, name);
  const before = await Bun.file(path).text();
  const after = replay(before);
  if (after === before) continue;
  stale.push(`test/scenarios/${name}`);
  if (!check) await Bun.write(path, after);
}

if (stale.length === 0) console.log("every transcript is up to date");
else if (check) {
  console.error(`out of date: ${stale.join(", ")}\nRewrite them with: bun run golden`);
  process.exitCode = 1;
} else
  console.log(`rewrote ${stale.join(", ")}\nRead the diff before you commit it: git diff test/scenarios`);
