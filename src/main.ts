/**
 * The program: hands the process's arguments, streams and signals to the command line, and is the only place that
 * ends the process.
 */
import { constants } from "node:os";
import { flush } from "./base/flush.ts";
import { withGrace } from "./base/grace.ts";
import { outputGraceMs } from "./base/limits.ts";
import { programCommand } from "./base/program.ts";
import { chat, describeDefect, exitCodeOf } from "./commands/chat.ts";
import { exitCodes } from "./commands/command.ts";

const stop = new AbortController();

/** The first signal asks the command to end, the second does not ask. */
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(128 + constants.signals[signal]);
    stop.abort();
  });
}

/** The terminal is gone, which concerns those who sit at it and no room. */
const hangup = new AbortController();
process.on("SIGHUP", () => hangup.abort());

/** Nobody reads on, or the terminal is gone: not an error, but nothing is left to do. A full disk is no defect either. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE" || error.code === "EIO") return stop.abort();
  process.stderr.write(`${error.message}\n`);
  process.exit(exitCodes.failed);
});
/** Where errors are told, none can be told about itself. A room stays open, also when its log cannot be written. */
process.stderr.on("error", () => hangup.abort());

process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);

try {
  const { env: environment, stdin, stdout, stderr } = process;
  const world = {
    environment,
    program: programCommand(),
    stdin,
    stdout,
    stderr,
    signal: stop.signal,
    hangup: hangup.signal,
  };
  const code = await chat(process.argv.slice(2), world);
  // One after the other: what goes wrong with the output is told on stderr.
  const flushed = flush(stdout).then(() => flush(stderr));
  const complete = await withGrace(flushed, stop.signal, outputGraceMs);
  process.exit(complete ? code : exitCodes.failed);
} catch (error) {
  fail(error);
}

function fail(error: unknown): never {
  process.stderr.write(describeDefect(error, process.env));
  process.exit(exitCodeOf(error));
}
