/**
 * `bun run bench`: how fast the server is, beside others on the same load. Progress on standard error, the tables on
 * standard output; see `--help`. Never a test: figures depend on the machine.
 */
import { constants } from "node:os";
import { bench } from "./bench/bench.ts";
import { flood } from "./bench/client/flood.ts";
import { generate } from "./bench/generator.ts";
import { parseOptions, usage, UsageError } from "./bench/options.ts";
import { ignoresSignal } from "./bench/proc.ts";
import { cleanUp, cleanUpAtExit, Stopped } from "./bench/processes.ts";

/** Once everything has ended, what was measured is written down within moments. */
const tableMsMax = 2000;

const [first, ...rest] = process.argv.slice(2);
if (first === "generator" || first === "flood") {
  await (first === "flood" ? flood : generate)(rest.join(" "));
  process.exit(0);
}

// It starts behind the next lines: no process is started before signals are handled.
const running = Promise.resolve().then(main);
const signals = [
  "SIGINT",
  "SIGTERM",
  ...(ignoresSignal(constants.signals.SIGHUP) ? [] : ["SIGHUP" as const]),
] as const;
for (const signal of signals) process.on(signal, () => void stop(signal));
process.on("exit", cleanUpAtExit);
process.exitCode = await running;

/** Resolves to the exit code. */
async function main(): Promise<number> {
  try {
    const options = parseOptions(process.argv.slice(2));
    if (options === "help") process.stdout.write(usage);
    else await bench(options);
    return 0;
  } catch (error) {
    // Whoever stopped it sets the exit code.
    if (error instanceof Stopped) return 1;
    const message = error instanceof Error ? error.message : String(error);
    const usageError = error instanceof UsageError;
    process.stderr.write(`${message}\n${usageError ? "See bun run bench --help\n" : ""}`);
    return usageError ? 2 : 1;
  } finally {
    await cleanUp();
  }
}

/** Ends all that was started, lets the table of the unfinished cell be written, and exits. */
async function stop(signal: (typeof signals)[number]): Promise<void> {
  process.stderr.write(`${signal}: stopping\n`);
  await cleanUp();
  await Promise.race([running, Bun.sleep(tableMsMax)]);
  process.exit(128 + constants.signals[signal]);
}
