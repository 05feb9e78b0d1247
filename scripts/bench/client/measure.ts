/**
 * The cell of the client: somebody types at a terminal, once while others flood the room, once while nobody says
 * anything; each time with a fresh server and a fresh client.
 */
import * as v from "valibot";
import { cpuSeconds, residentBytes } from "../proc.ts";
import type { AtTerminal } from "../processes.ts";
import { runSelf, startAtTerminal, startServer } from "../processes.ts";
import type { ClientFigures, ClientOutcome, Flood, FloodOrder, Noise } from "./cell.ts";
import { floodSchema, messagesPerSecond, screenSize, typingSecondsMin } from "./cell.ts";
import type { Client } from "./clients.ts";
import { Output } from "./output.ts";
import { Typist } from "./typist.ts";

export async function measureClient(
  client: Client,
  noise: Noise,
  secondsWanted: number,
): Promise<ClientOutcome> {
  const seconds = Math.max(secondsWanted, typingSecondsMin);
  const server = await startServer((folder, port) => client.server.command(folder, port));
  if (server.type === "failed") return skipped(server.reason);
  const output = new Output();
  try {
    const terminal = await startAtTerminal((folder) => client.command(folder, server.port), {
      ...screenSize,
      data: (chunk) => output.received(chunk),
    });
    try {
      if (!(await arrive(client, output, terminal))) return skipped("it did not become quiet");
      const { protocol } = client.server;
      const order: FloodOrder = { protocol, port: server.port, messagesPerSecond, seconds };
      const scene = { output, terminal, appends: client.appends, seconds };
      return await measure({ ...scene, order: noise === "flood" ? order : undefined });
    } finally {
      await terminal.stop();
    }
  } finally {
    await server.stop();
  }
}

/** Once it has nothing more to say, it is in the room. */
async function arrive({ arrival }: Client, output: Output, terminal: AtTerminal): Promise<boolean> {
  if (!(await quiet(output))) return false;
  if (arrival === "") return true;
  terminal.type(arrival);
  return quiet(output);
}

interface Scene {
  readonly output: Output;
  readonly terminal: AtTerminal;
  readonly appends: boolean;
  /** Undefined: nobody says anything. */
  readonly order: FloodOrder | undefined;
  readonly seconds: number;
}

async function measure({ output, terminal, appends, order, seconds }: Scene): Promise<ClientOutcome> {
  const typist = new Typist(output, (keys) => terminal.type(keys));
  const { pid } = terminal;
  const [cpuBefore, framesBefore, startedAt] = [cpuSeconds(pid), output.frames, performance.now()];
  const flooding = order === undefined ? undefined : flooded(order);
  await typist.type(seconds);
  const flood = await flooding;
  if (order !== undefined && flood === undefined) return skipped("the flood failed or took too long");
  if (flood !== undefined) await settled(output, flood);
  if (terminal.ended) return skipped("the client ended");
  const sorted = Float64Array.from(typist.latencies).toSorted();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const elapsed = (output.lastAt - startedAt) / 1000;
  const frames = output.frames - framesBefore;
  const arrived = appends && flood !== undefined && output.highest === flood.messages;
  const figures: ClientFigures = {
    keys: typist.keys,
    unseen: typist.keys - typist.latencies.length,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: sorted.at(-1) ?? 0,
    cpuSeconds: cpuSeconds(pid) - cpuBefore,
    seconds: elapsed,
    messages: flood?.messages ?? 0,
    shown: appends ? output.shown : undefined,
    behindMs: arrived ? Math.max(0, output.highestAtMs - flood.endedAtMs) : undefined,
    framesPerSecond: frames === 0 ? undefined : frames / elapsed,
    residentBytes: residentBytes(pid),
  };
  return { type: "measured", figures };
}

async function flooded(order: FloodOrder): Promise<Flood | undefined> {
  const output = await runSelf(["flood", JSON.stringify(order)], order.seconds + floodSecondsMax);
  if (output === undefined) return undefined;
  const parsed: unknown = JSON.parse(output);
  return v.parse(floodSchema, parsed);
}

/** Waits until the last message is on the screen, or nothing more is written. */
async function settled(output: Output, { messages }: Flood): Promise<void> {
  const deadline = performance.now() + behindSecondsMax * 1000;
  while (output.highest < messages && performance.now() < deadline) {
    if (performance.now() - output.lastAt > stuckMs) return;
    await Bun.sleep(5);
  }
}

async function quiet(output: Output): Promise<boolean> {
  const begunAt = performance.now();
  while (performance.now() - begunAt < arrivalSecondsMax * 1000) {
    await Bun.sleep(20);
    if (performance.now() - Math.max(output.lastAt, begunAt) > quietMs) return output.lastAt > 0;
  }
  return false;
}

function skipped(reason: string): ClientOutcome {
  return { type: "skipped", reason };
}

const quietMs = 1_500;
const arrivalSecondsMax = 20;
const floodSecondsMax = 60;
const behindSecondsMax = 60;
const stuckMs = 5_000;
