/**
 * The disk is full for a while: a small file system in a mount namespace of its own. Senders are told, or try again; what
 * was acknowledged is stored; the server goes on when there is room.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "../../test/simulation/random.ts";
import type { Child, Place } from "./place.ts";
import { awaitAtMost, hasEnded, until } from "./place.ts";
import { Join, Tail } from "./readers.ts";
import type { Outcome, Scenario, Setting } from "./scenario.ts";
import { ChatServer } from "./server.ts";
import { verdictOn } from "./verdict.ts";
import { Ledger, mustSend, Sender } from "./writers.ts";

export const full: Scenario = { name: "full", run };

const diskMiB = 6;
const rounds = 2;
const linesMin = 10;
const paddingBytes = 2_000;
/** For each time that the disk was full: that messages are refused, that they are stored again, and upkeep that failed. */
const logLinesMax = 4;

async function run({ place, random }: Setting): Promise<Outcome> {
  const disk = await openDisk(place);
  if (typeof disk === "string") return { type: "skipped", reason: disk };
  const server = new ChatServer(place, { data: join(disk.folder, "data"), before: disk.before });
  await server.start();
  const ledger = new Ledger();
  const { port } = server;
  const tail = new Tail(place, "tail", { port });
  tail.start();
  const person = new Join(place, "join", { port, ledger });
  await person.enter();
  const writers = {
    person,
    impatient: new Sender(place, "impatient", { port, ledger, paddingBytes, flags: ["--timeout", "2s"] }),
    patient: new Sender(place, "patient", { port, ledger, paddingBytes }),
  };
  const problems: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    problems.push(...(await mustSend(writers.patient, linesMin, "with room")));
    problems.push(...(await talkWhileFull(disk, writers, random)));
    await Bun.sleep(recoverMs);
    problems.push(...(await mustSend(writers.patient, linesMin, "with room again")));
  }
  const head = (await server.export()).at(-1)?.seq ?? 0;
  await awaitAtMost(readMsMax, () => tail.lastSeq() === head && person.lastSeq() === head);
  person.noteAcknowledged();
  await server.stop();
  const stored = await server.export();
  await Promise.all([tail.kill(), person.kill()]);
  const isTold = (line: string) => /\[(?:ERR|WRN)\]/.test(line) || line.includes("stored again");
  const lines = server.logged.split("\n").filter(isTold);
  problems.push(...silentlyDropped(person, ledger));
  if (lines.length > logLinesMax * rounds)
    problems.push(`the server logged ${lines.length} lines, such as ${lines[0]}`);
  return verdictOn({
    sent: ledger.attempted.size,
    claims: ledger,
    stored,
    readers: [tail, person],
    problems,
  });
}

interface Writers {
  readonly person: Join;
  readonly impatient: Sender;
  readonly patient: Sender;
}

async function talkWhileFull(disk: Disk, writers: Writers, random: Random): Promise<readonly string[]> {
  await disk.fill();
  const waiting = writers.patient.send(random.integer(20, 60));
  for (let count = 0; count < 10; count += 1) writers.person.say(undefined, ` ${"x".repeat(paddingBytes)}`);
  // More than fits into what SQLite has of the disk already.
  const { code } = await writers.impatient.send(random.integer(100, 200));
  await Bun.sleep(random.integer(500, 3_000));
  await disk.empty();
  const { code: later, said } = await waiting;
  return [
    ...(code === 0 ? ["chat send ended with 0 while the disk was full"] : []),
    ...(later !== 0 && said === "" ? ["a sender was not told what was not sent"] : []),
  ];
}

/** Each text of a person comes back, or its refusal does. */
function silentlyDropped(person: Join, ledger: Ledger): readonly string[] {
  const refused = new Set(person.readings().flatMap((reading) => reading.refused));
  const own = [...ledger.attempted].filter((key) => key.startsWith(`${person.name}/`));
  const dropped = own.filter((key) => !ledger.acknowledged.has(key) && !refused.has(key));
  return dropped.length === 0
    ? []
    : [`${person.name}: neither stored nor refused (${dropped.length}): ${dropped[0]}`];
}

interface Disk {
  readonly folder: string;
  /** In front of a command that is to see it. */
  readonly before: readonly string[];
  readonly fill: () => Promise<void>;
  readonly empty: () => Promise<void>;
}

/** Resolves to why it cannot be, where it cannot. It is gone with the process that holds it. */
async function openDisk(place: Place): Promise<Disk | string> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "a full disk needs Linux and root";
  if (Bun.which("unshare") === null || Bun.which("nsenter") === null)
    return "unshare or nsenter is not installed";
  const folder = join(place.folder, "disk");
  mkdirSync(folder);
  const mount = 'mount -t tmpfs -o "size=$1" chaos "$2" && touch "$2/ready" && exec sleep 3600';
  const holder: Child = place.start(["unshare", "--mount", "sh", "-c", mount, "sh", `${diskMiB}m`, folder], {
    out: place.fresh("disk-out"),
    error: place.fresh("disk-error"),
  });
  const before = ["nsenter", "--mount", "--target", String(holder.pid)];
  const inside = async (script: string) => place.run([...before, "sh", "-c", script, "sh", folder]);
  let isReady = false;
  await until("the disk is mounted", () => {
    void inside('test -e "$1/ready"').then(({ code }) => (isReady ||= code === 0));
    return isReady || hasEnded(holder);
  });
  if (!isReady) return "a file system cannot be mounted here";
  return {
    folder,
    before,
    fill: async () => void (await inside('cat /dev/zero >"$1/ballast"')),
    empty: async () => void (await inside('rm -f "$1/ballast"')),
  };
}

/** A server looks once a second whether there is room. */
const recoverMs = 2_500;
const readMsMax = 25_000;
