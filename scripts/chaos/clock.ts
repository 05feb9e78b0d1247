/** The server's clock jumps under `--keep`: nothing is lost, and what was just said is found by its time. */
import { openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Stored } from "./checker.ts";
import type { Place } from "./place.ts";
import { awaitAtMost } from "./place.ts";
import { Tail } from "./readers.ts";
import { tailMessages } from "./readings.ts";
import type { Outcome, Scenario, Setting } from "./scenario.ts";
import { ChatServer } from "./server.ts";
import { verdictOn } from "./verdict.ts";
import { Ledger, mustSend, Sender } from "./writers.ts";

export const clock: Scenario = { name: "clock", run };

const hour = 3_600;
const day = 24 * hour;
const linesMax = 20;

async function run({ place, random }: Setting): Promise<Outcome> {
  const shifted = await openClock(place);
  if (typeof shifted === "string") return { type: "skipped", reason: shifted };
  const server = new ChatServer(place, { flags: ["--keep", "90d"], environment: shifted.environment });
  await server.start();
  const ledger = new Ledger();
  const sender = new Sender(place, "s", { port: server.port, ledger });
  const tail = new Tail(place, "tail", { port: server.port });
  tail.start();
  const problems: string[] = [];
  const sayAndFind = async (when: string) => {
    problems.push(...(await mustSend(sender, random.integer(1, linesMax), when)));
    problems.push(...(await findLatest(place, server, when)));
  };
  await sayAndFind("at the start");
  // Only a server that has run for ten minutes deletes what is too old.
  const uptime = random.chance(0.5) ? 11 * 60 : 0;
  shifted.set(uptime, uptime);
  await Bun.sleep(random.integer(1_500, 2_500));
  for (const jump of [200 * day, -5 * hour, random.integer(-day, day), 400 * day, 200 * day]) {
    shifted.set(uptime + jump, uptime);
    await Bun.sleep(random.integer(500, 3_000));
    await sayAndFind(`jumped by ${jump} s`);
    if (random.chance(0.3)) {
      await server.kill();
      await server.start();
    }
    shifted.set(uptime, uptime);
    await sayAndFind(`back from ${jump} s`);
  }
  await Bun.sleep(random.integer(500, 2_000));
  const sent = ledger.attempted.size;
  await awaitAtMost(readMsMax, () => tail.lastSeq() === sent);
  await server.stop();
  await tail.kill();
  const stored = await server.export();
  const hasJumped = stored.some(({ time }) => time > Date.now() + day * 1_000);
  return verdictOn({
    sent,
    claims: ledger,
    stored,
    readers: [tail],
    problems: [
      ...problems,
      ...(hasJumped ? [] : ["the server's clock did not jump"]),
      ...(stored.length === sent ? [] : [`${stored.length} of ${sent} stored`]),
    ],
  });
}

/** `chat history --since 10m` gives what is so new by the time that the server wrote beside it. */
async function findLatest(place: Place, server: ChatServer, when: string): Promise<readonly string[]> {
  const cutoff = Date.now() - 10 * 60_000;
  const command = [place.binary, "history", `h@127.0.0.1:${server.port}`, "--json", "--since", "10m"];
  const { code, out, error } = await place.run(command);
  return [
    ...(code === 0 ? [] : [`${when}: chat history ended with ${code}: ${error.trim()}`]),
    ...compareFound(when, out, await server.export(), cutoff),
  ];
}

/** Those within a few seconds of the bound may go either way. */
function compareFound(
  when: string,
  out: string,
  stored: readonly Stored[],
  cutoff: number,
): readonly string[] {
  const found = new Set(tailMessages(out).flatMap((item) => (item.type === "message" ? [item.seq] : [])));
  const missing = stored.filter(({ seq, time }) => time > cutoff + boundMs && !found.has(seq));
  const wrong = stored.filter(({ seq, time }) => time < cutoff - boundMs && found.has(seq));
  const told = (kind: string, entries: readonly Stored[]) =>
    entries.length === 0
      ? []
      : [`${when}: chat history --since 10m ${kind} ${entries.length}: seq ${entries[0]?.seq}`];
  return [...told("lacks", missing), ...told("gives too many,", wrong)];
}

const boundMs = 5_000;
const readMsMax = 25_000;

interface ShiftedClock {
  /** For a program whose clock is this one. */
  readonly environment: Readonly<Record<string, string>>;
  /** Seconds that are added to the time of day, and to the time since the start. */
  readonly set: (timeOfDay: number, uptime: number) => void;
}

/** Resolves to why it cannot be, where it cannot. */
async function openClock(place: Place): Promise<ShiftedClock | string> {
  if (process.platform !== "linux") return "the clock is set on Linux only";
  if (Bun.which("cc") === null) return "cc is not installed";
  const library = join(place.folder, "clock.so");
  const command = ["cc", "-shared", "-fPIC", "-O1", "-o", library, join(import.meta.dir, "clock.c")];
  const { code, error } = await place.run(command);
  if (code !== 0) return `cc failed: ${error.trim().slice(0, 200)}`;
  const file = join(place.folder, "clock");
  const descriptor = openSync(file, "w+");
  const set = (timeOfDay: number, uptime: number) => {
    const shifts = new BigInt64Array([BigInt(timeOfDay), BigInt(uptime)]);
    // In place: the program has mapped it.
    writeSync(descriptor, new Uint8Array(shifts.buffer), 0, 16, 0);
  };
  set(0, 0);
  return { environment: { CHAOS_CLOCK: file, LD_PRELOAD: library }, set };
}
