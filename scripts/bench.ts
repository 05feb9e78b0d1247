/**
 * `bun run bench`: how fast the server is, beside others on the same load. Progress on standard error, the table on
 * standard output; see `--help`. Never a test: figures depend on the machine.
 */
import { bench } from "./bench/bench.ts";
import { flood } from "./bench/client/flood.ts";
import { generate } from "./bench/generator.ts";
import { parseOptions, usage } from "./bench/options.ts";
import { cleanUp } from "./bench/processes.ts";

const [first, ...rest] = process.argv.slice(2);
if (first === "generator" || first === "flood") {
  await (first === "flood" ? flood : generate)(rest.join(" "));
  process.exit(0);
}

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => void cleanUp().then(() => process.exit(130)));

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === "help") process.stdout.write(usage);
  else await bench(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
