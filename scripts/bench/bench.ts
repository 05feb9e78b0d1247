/** Runs every cell against every server, one at a time, each with a fresh server and a fresh load generator. */
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { root } from "../binary.ts";
import type { Cell, Order, Outcome, Row } from "./cells.ts";
import { cellName, failureOf, outcomeSchema, rateOf } from "./cells.ts";
import type { ClientOutcome, Noise } from "./client/cell.ts";
import { clientCell } from "./client/cell.ts";
import { allClients } from "./client/clients.ts";
import { measureClient } from "./client/measure.ts";
import { clientReportOf } from "./client/report.ts";
import type { Options } from "./options.ts";
import { allPeers } from "./peers/all.ts";
import type { Peer } from "./peers/peer.ts";
import { present } from "./present.ts";
import { runSelf, startServer, Stopped, throwIfStopped, unlessStopped } from "./processes.ts";
import { cellBlock, legend } from "./report.ts";
import type { Conditions, Results } from "./results.ts";
import { openResults } from "./results.ts";
import { measureInTurns } from "./turns.ts";

/**
 * Progress goes to standard error after each measurement, a table to standard output after each cell.
 *
 * @throws Stopped when it was stopped from outside; what was measured of the cell is in a table by then
 */
export async function bench(options: Options): Promise<void> {
  await build(options.program);
  const peers = options.cells.length === 0 ? [] : await present(await allPeers(options), options, progress);
  const clients = options.client ? await present(await allClients(options), options, progress) : [];
  const conditions = conditionsOf(options);
  const results = await openResults(options.jsonFile, conditions);
  process.stdout.write(`${conditionsText(conditions)}\n`);
  if (options.cells.length > 0) process.stdout.write(`\n${legend}\n`);
  for (const cell of options.cells) await measureCell(cell, peers, { options, results });
  if (clients.length > 0) await measureClientCell(clients, { options, results });
  await results.finish();
}

interface Run {
  readonly options: Options;
  readonly results: Results;
}

async function measureCell(cell: Cell, peers: readonly Peer[], { options, results }: Run): Promise<void> {
  // Only our own server has a log to take in messages durably.
  const able = peers.filter(({ role }) => role.type !== "other" || cell.rooms === "shared");
  const outcomes = new Map(able.map((peer): [Peer, Outcome[]] => [peer, []]));
  const name = `(${cellName(cell)})`;
  try {
    await measureInTurns(outcomes, options.rounds, async (peer, round) => {
      const load = loadNow();
      const outcome = await attempt(() => run(peer, cell, options.seconds));
      const failure = failureOf(outcome);
      const rate =
        outcome.type === "measured" ? Math.round(rateOf(outcome.figures)).toLocaleString("en") : "";
      progress(line([name, peer.name, round, failure ?? `${rate} deliveries/s`]));
      await results.add({ cell: name, peer: peer.name, round: round + 1, load, outcome });
      return { outcome, failed: failure !== undefined };
    });
  } finally {
    const rows = Array.from(outcomes, ([peer, list]): Row => ({
      cell,
      peer: peer.name,
      role: peer.role,
      outcomes: list,
    }));
    if (rows.some((row) => row.outcomes.length > 0))
      process.stdout.write(`${cellBlock(cell, rows, options.rounds)}\n`);
  }
}

async function measureClientCell(
  clients: Awaited<ReturnType<typeof allClients>>,
  { options, results }: Run,
): Promise<void> {
  const { rounds, seconds } = options;
  const pairs = clients.flatMap((client) =>
    (["flood", "quiet"] as const).map((noise: Noise) => ({ client, noise })),
  );
  const outcomes = new Map(pairs.map((pair): [(typeof pairs)[number], ClientOutcome[]] => [pair, []]));
  try {
    await measureInTurns(outcomes, rounds, async ({ client, noise }, round) => {
      const load = loadNow();
      const outcome = await attempt(() => measureClient(client, noise, seconds));
      const failed = outcome.type === "skipped";
      const what = failed
        ? outcome.reason
        : `p50 ${outcome.figures.p50Ms.toFixed(1)} ms, p99 ${outcome.figures.p99Ms.toFixed(1)} ms`;
      const cell = `(${clientCell}, ${noise})`;
      progress(line([cell, client.name, round, what]));
      await results.add({ cell, peer: client.name, round: round + 1, load, outcome });
      return { outcome, failed };
    });
  } finally {
    const rows = Array.from(outcomes, ([{ client, noise }, list]) => ({
      client: client.name,
      role: client.role,
      noise,
      outcomes: list,
    }));
    if (rows.some((row) => row.outcomes.length > 0))
      process.stdout.write(`${clientReportOf(rows, rounds)}\n`);
  }
}

/** What goes wrong with one peer, such as a program that cannot be executed, ends its row and not the run. */
async function attempt<Measured>(
  measure: () => Promise<Measured>,
): Promise<Measured | { readonly type: "skipped"; readonly reason: string }> {
  try {
    const outcome = await unlessStopped(measure());
    throwIfStopped();
    return outcome;
  } catch (error) {
    if (error instanceof Stopped) throw error;
    throwIfStopped();
    return { type: "skipped", reason: error instanceof Error ? error.message : String(error) };
  }
}

async function run(peer: Peer, cell: Cell, seconds: number): Promise<Outcome> {
  const server = await startServer((folder, port) => peer.command(folder, port));
  if (server.type === "failed") return { type: "skipped", reason: server.reason };
  try {
    const { protocol, enteringMax } = peer;
    const order: Order = { protocol, port: server.port, serverPid: server.pid, enteringMax, cell, seconds };
    const output = await runSelf(["generator", JSON.stringify(order)], generatorSecondsMax + seconds);
    if (output === undefined) {
      const reason = server.ended() ? "the server ended" : "the load generator failed or took too long";
      return { type: "skipped", reason };
    }
    const parsed: unknown = JSON.parse(output);
    return v.parse(outcomeSchema, parsed);
  } finally {
    await server.stop();
  }
}

/** Makes what shall be measured, unless it is there. */
async function build(program: string): Promise<void> {
  if (program !== "dist/chat" || (await Bun.file(join(root, program)).exists())) return;
  progress("building dist/chat");
  const built = Bun.spawnSync([process.execPath, join(root, "scripts/build.ts")], { cwd: root });
  if (!built.success) throw new Error(`the build failed: ${built.stderr.toString()}`);
}

function conditionsOf({ program, baseline, seconds, rounds }: Options): Conditions {
  const model = cpus()[0]?.model ?? "unknown";
  return {
    startedAt: new Date().toISOString(),
    cpus: `${availableParallelism()} CPUs (${model})`,
    load: loadNow(),
    program,
    baseline,
    seconds,
    rounds,
  };
}

function conditionsText({ cpus: machine, load, program, baseline, seconds, rounds }: Conditions): string {
  const before = baseline === undefined ? "" : `, baseline ${baseline}`;
  return `${machine}, load ${load.toFixed(2)} before the first cell; ${program}${before}; rounds: ${rounds}, ${seconds} s each`;
}

function loadNow(): number {
  return loadavg()[0] ?? 0;
}

function line([cell, peer, round, what]: readonly [string, string, number, string]): string {
  return `${cell.padEnd(24)}${peer.padEnd(18)}round ${String(round + 1).padEnd(3)}${what}`;
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Entering, settling, warming up and draining, each at its bound. */
const generatorSecondsMax = 240;
