/**
 * Brings README.md up to date with the tables that the program is made from. With `--check` it writes nothing, and fails
 * when there was something to write.
 */
import { resolve } from "node:path";
import { root } from "./binary.ts";
import { withTables } from "./readme/tables.ts";

const file = resolve(root, "README.md");
const before = await Bun.file(file).text();
const after = withTables(before);

if (before === after) console.log("README.md is up to date");
else if (process.argv.includes("--check")) {
  console.error("README.md is not up to date: bun run readme");
  process.exitCode = 1;
} else {
  await Bun.write(file, after);
  console.log("wrote README.md");
}
