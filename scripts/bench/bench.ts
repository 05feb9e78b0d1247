/** Runs every cell against every server, one at a time, each with a fresh server and a fresh load generator. */
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { root } from "../binary.ts";
import type { Cell, Order, Outcome, Row } from "./cells.ts";
import { cellName, outcomeSchema } from "./cells.ts";
import type { ClientRow } from "./client/cell.ts";
import { allClients } from "./client/clients.ts";
import { measureClients } from "./client/measure.ts";
import { clientReportOf } from "./client/report.ts";
import { flawed } from "./generator.ts";
import type { Options } from "./options.ts";
import { allPeers } from "./peers/all.ts";
import type { Peer } from "./peers/peer.ts";
import { runSelf, startServer } from "./processes.ts";
import { reportOf } from "./report.ts";

export async function bench(options: Options): Promise<void> {
  const { seconds, rounds, jsonFile } = options;
  await build(options.program);
  const load = loadavg()[0] ?? 0;
  process.stderr.write(`${availableParallelism()} CPUs, load ${load.toFixed(2)} before the first cell\n`);
  const wanted = ({ name, own }: { readonly name: string; readonly own: boolean }) =>
    own || options.peers === undefined || options.peers.includes(name);
  const peers = (await allPeers(options)).filter(wanted);
  const rows: Row[] = [];
  for (const cell of options.cells) rows.push(...(await measureCell(cell, peers, options)));
  const clients = options.client ? (await allClients(options)).filter(wanted) : [];
  const clientRows = await measureClients(clients, { seconds, rounds, measured: tell });
  if (rows.length > 0) process.stdout.write(`${reportOf(rows)}\n`);
  if (clientRows.length > 0) process.stdout.write(`${clientReportOf(clientRows)}\n`);
  if (jsonFile !== undefined)
    await Bun.write(jsonFile, `${JSON.stringify({ seconds, rounds, load, rows, clientRows }, null, 2)}\n`);
}

/** In turns, so that what else the machine does meets all servers alike. */
async function measureCell(cell: Cell, peers: readonly Peer[], options: Options): Promise<readonly Row[]> {
  // Only our own server has a log to take in messages durably.
  const able = peers.filter(({ own }) => own || cell.rooms === "shared");
  const outcomes = able.map((): Outcome[] => []);
  for (let round = 0; round < options.rounds; round += 1)
    for (const [index, peer] of able.entries()) {
      const outcome = await run(peer, cell, options.seconds);
      outcomes[index]?.push(outcome);
      process.stderr.write(`${progress(peer, cell, outcome)}\n`);
    }
  return able.map(({ name, own }, index) => {
    const outcome = middle(outcomes[index] ?? []);
    return { cell, peer: name, own, outcome };
  });
}

/** A round without figures, or with wrong ones, is not passed over. */
function middle(outcomes: readonly Outcome[]): Outcome {
  const rates = outcomes.flatMap((outcome) =>
    outcome.type === "measured" && !flawed(outcome.figures)
      ? [{ outcome, rate: outcome.figures.deliveries / outcome.figures.seconds }]
      : [],
  );
  const bad = outcomes.find((outcome) => outcome.type === "skipped" || flawed(outcome.figures));
  const sorted = rates.toSorted((one, other) => one.rate - other.rate);
  return bad ?? sorted[sorted.length >> 1]?.outcome ?? { type: "skipped", reason: "not measured" };
}

async function run(peer: Peer, cell: Cell, seconds: number): Promise<Outcome> {
  const absent = await peer.absent();
  if (absent !== undefined) return { type: "skipped", reason: absent };
  const server = await startServer((folder, port) => peer.command(folder, port));
  if (server.type === "failed") return { type: "skipped", reason: server.reason };
  try {
    const { protocol, enteringMax } = peer;
    const order: Order = { protocol, port: server.port, serverPid: server.pid, enteringMax, cell, seconds };
    const output = await runSelf(["generator", JSON.stringify(order)], generatorSecondsMax + seconds);
    if (output === undefined)
      return { type: "skipped", reason: "the load generator failed or took too long" };
    const parsed: unknown = JSON.parse(output);
    return v.parse(outcomeSchema, parsed);
  } finally {
    await server.stop();
  }
}

/** Makes what shall be measured, unless it is there. */
async function build(program: string): Promise<void> {
  if (program !== "dist/chat" || (await Bun.file(join(root, program)).exists())) return;
  process.stderr.write("building dist/chat\n");
  const built = Bun.spawnSync([process.execPath, join(root, "scripts/build.ts")], { cwd: root });
  if (!built.success) throw new Error(`the build failed: ${built.stderr.toString()}`);
}

function progress({ name }: Peer, cell: Cell, outcome: Outcome): string {
  const what =
    outcome.type === "skipped"
      ? outcome.reason
      : `${Math.round(outcome.figures.deliveries / outcome.figures.seconds).toLocaleString("en")} deliveries/s`;
  return `${`(${cellName(cell)})`.padEnd(24)}${name.padEnd(15)}${what}`;
}

function tell({ client, noise, outcome }: ClientRow): void {
  const what =
    outcome.type === "skipped"
      ? outcome.reason
      : `p50 ${outcome.figures.p50Ms.toFixed(1)} ms, p99 ${outcome.figures.p99Ms.toFixed(1)} ms`;
  process.stderr.write(`${`(client, ${noise})`.padEnd(24)}${client.padEnd(15)}${what}\n`);
}

/** Entering, settling, warming up and draining, each at its bound. */
const generatorSecondsMax = 240;
