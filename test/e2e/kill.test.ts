/**
 * The real thing killed: the executable is loaded with clients and killed with SIGKILL again and again at random moments.
 * In the end every acknowledged message is there exactly once, in order, in every client and in the log.
 */
import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqliteLog } from "../../src/log/sqlite.ts";
import type { Entry } from "../../src/protocol/entry.ts";
import { lobby } from "../../src/protocol/entry.ts";
import { Ledger } from "../simulation/ledger.ts";
import type { Random } from "../simulation/random.ts";
import { World } from "../simulation/world.ts";
import { builtBinary } from "../support/built-binary.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { WatchedClient } from "../support/simulation-sockets.ts";

setDefaultTimeout(testTimeoutMs);

const clientCount = 50;
const kills = 20;
const pauseMs = 100;
/** How many messages a server acknowledges before it is killed: none, too, which is while it starts. */
const killAfterMessages = [0, 100] as const;

test(`a server that is killed ${kills} times under ${clientCount} clients loses, repeats and swaps nothing`, async () => {
  const seed = Number(Bun.env["KILL_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`moments of the kills: KILL_SEED=${seed}`);
  const folder = mkdtempSync(join(tmpdir(), "chat-kill-"));
  const world = new World(seed, false);
  const heads = new Map<string, number>();
  const ledger = new Ledger(world, true);
  const server = new KilledServer(await builtBinary(), folder);
  await server.start();
  const clients = Array.from({ length: clientCount }, (_, index) => {
    const head = (log: string) => heads.get(log) ?? Number.POSITIVE_INFINITY;
    return new WatchedClient({ world, ledger, name: `c${index}`, port: server.port, head });
  });
  try {
    await until(() => clients.every(({ online }) => online));
    await talkThrough({ clients, server, ledger, random: world.random });
    await until(() => haveAll(clients) || world.violations.length > 0);
  } finally {
    for (const client of clients) client.close();
    await server.kill();
  }
  const kept = keptIn(folder);
  rmSync(folder, { recursive: true });
  for (const { witness } of clients)
    for (const log of witness.logs()) heads.set(log, kept.get(log)?.length ?? 0);
  ledger.check(kept);
  for (const { witness } of clients) witness.check(true);
  expect(clients.flatMap(({ witness }) => witness.missing())).toEqual([]);
  expect(world.violations).toEqual([]);
  expect(kept.get(lobby)?.length).toBe(ledger.written.size);
  expect(ledger.written.values().every(({ outcome }) => outcome === "acknowledged")).toBe(true);
});

interface Talk {
  readonly clients: readonly WatchedClient[];
  readonly server: KilledServer;
  readonly ledger: Ledger;
  readonly random: Random;
}

/** Everybody talks while the server dies and comes back. */
async function talkThrough({ clients, server, ledger, random }: Talk): Promise<void> {
  const talking = clients.map((client) => setInterval(() => client.say(), pauseMs));
  for (let count = 0; count < kills; count += 1) {
    const enough = acknowledgedBy(ledger) + random.integer(...killAfterMessages);
    await until(() => acknowledgedBy(ledger) >= enough);
    await server.kill();
    // The next moment may come before it is open.
    void server.start();
  }
  await server.started;
  for (const timer of talking) clearInterval(timer);
}

function haveAll(clients: readonly WatchedClient[]): boolean {
  const reached = clients.map(({ witness }) => witness.reached(lobby));
  return clients.every(({ waiting }) => waiting === 0) && new Set(reached).size === 1;
}

function acknowledgedBy({ written }: Ledger): number {
  return written.values().reduce((sum, { outcome }) => sum + (outcome === "acknowledged" ? 1 : 0), 0);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await Bun.sleep(10);
}

function keptIn(folder: string): ReadonlyMap<string, readonly Entry[]> {
  const listener = { committed: () => undefined, failed: () => undefined };
  const log = sqliteLog({ folder }, listener);
  const kept = new Map(log.logs().map((name) => [name, log.read(name, 0, Number.MAX_SAFE_INTEGER)]));
  void log.close();
  return kept;
}

/** The program in a process of its own, always on the same port and folder. */
class KilledServer {
  readonly port: number;
  /** Resolves when the latest process is open, or has died before. */
  started: Promise<void> = Promise.resolve();
  readonly #command: readonly string[];
  #process: Bun.Subprocess<"ignore", "pipe", "inherit"> | undefined;

  constructor(binary: string, folder: string) {
    const free = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
    this.port = free.port;
    free.stop(true);
    const place = ["--host", "127.0.0.1", "--port", String(this.port), "--no-http", "--data", folder];
    this.#command = [binary, "serve", ...place, "--log-level", "error"];
  }

  start(): Promise<void> {
    const child = Bun.spawn([...this.#command], { stdin: "ignore", stdout: "pipe", stderr: "inherit" });
    this.#process = child;
    this.started = child.stdout
      .getReader()
      .read()
      .then(() => undefined);
    return this.started;
  }

  async kill(): Promise<void> {
    this.#process?.kill("SIGKILL");
    await this.#process?.exited;
  }
}
