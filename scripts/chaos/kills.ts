/** Servers, writers and readers are killed at random moments, and come back with what they kept. */
import type { Random } from "../../test/simulation/random.ts";
import type { Stored } from "./checker.ts";
import { checkReader, checkStored } from "./checker.ts";
import { awaitAtMost } from "./place.ts";
import { Join, Tail } from "./readers.ts";
import { mailbox } from "./readings.ts";
import type { Outcome, Scenario, Setting } from "./scenario.ts";
import { ChatServer } from "./server.ts";
import { verdictOn } from "./verdict.ts";
import { Ledger, Sender } from "./writers.ts";

export const kills: Scenario = { name: "kills", run };

const talkMs = 15_000;
const sendersMax = 3;
/** More than are on their way at once. */
const batchLinesMax = 2_000;

async function run({ place, random }: Setting): Promise<Outcome> {
  const server = new ChatServer(place);
  await server.start();
  const ledger = new Ledger();
  const { port } = server;
  const senders = Array.from(
    { length: sendersMax },
    (_, index) => new Sender(place, `s${index}`, { port, ledger }),
  );
  const tails = Array.from({ length: 2 }, (_, index) => new Tail(place, `t${index}`, { port }));
  // One that is never killed, so that it has to have everything; one that is, and is written to.
  const [steady, killed] = ["steady", "killed"].map((name) => new Join(place, name, { port, ledger }));
  if (steady === undefined || killed === undefined) throw new Error("nobody joins");
  for (const tail of tails) tail.start();
  await Promise.all([steady.enter(), killed.enter()]);
  const end = performance.now() + talkMs;
  const stage = { random, problems: [], isOver: () => performance.now() > end };
  const counts = await Promise.all([
    ...senders.map((sender) => sendUntil(sender, stage)),
    killServer(server, stage),
    killReaders([...tails, killed], stage),
    killSenders(senders, stage),
    talk(steady, killed, stage),
  ]);
  const readers = [...tails, steady, killed];
  await settle(readers);
  await server.stop();
  await Promise.all(readers.map((reader) => reader.kill()));
  for (const join of [steady, killed]) join.noteAcknowledged();
  const stored = await server.export();
  const alone = new Set(stored.flatMap(({ log, text }) => (log === "lobby" ? [] : [text])));
  return verdictOn({
    sent: ledger.attempted.size,
    claims: ledger.only((key) => !alone.has(key)),
    stored,
    readers: [...tails, steady],
    counts: { acknowledged: ledger.acknowledged.size, kills: counts.reduce((sum, count) => sum + count, 0) },
    problems: [
      ...stage.problems,
      ...Map.groupBy(stored, ({ log }) => log)
        .entries()
        .flatMap(([log, one]) =>
          log === "lobby"
            ? []
            : checkStored(
                one,
                ledger.only((key) => alone.has(key)),
              ),
        ),
      ...listed(
        "steady: not acknowledged",
        [...ledger.attempted].filter((key) => key.startsWith("steady/") && !ledger.acknowledged.has(key)),
      ),
      ...checkKilled(killed, stored),
    ],
  });
}

interface Stage {
  readonly random: Random;
  readonly problems: string[];
  readonly isOver: () => boolean;
}

/** One that was not killed sends everything, however often the server is. */
async function sendUntil(sender: Sender, { random, problems, isOver }: Stage): Promise<number> {
  while (!isOver()) {
    const lines = random.chance(0.5) ? batchLinesMax : random.integer(1, 50);
    const { code, killed, said } = await sender.send(lines);
    if (code !== 0 && !killed) problems.push(`${sender.name}: chat send ended with ${code}: ${said}`);
    await Bun.sleep(random.integer(0, 300));
  }
  return 0;
}

/** Killed while it starts, too. */
async function killServer(server: ChatServer, { random, isOver }: Stage): Promise<number> {
  let count = 0;
  while (!isOver()) {
    await Bun.sleep(random.integer(50, 2_500));
    await server.kill();
    count += 1;
    await Bun.sleep(random.chance(0.3) ? random.integer(0, 2_000) : 0);
    server.launch();
  }
  return count;
}

async function killReaders(readers: readonly (Tail | Join)[], { random, isOver }: Stage): Promise<number> {
  let count = 0;
  while (!isOver()) {
    await Bun.sleep(random.integer(100, 2_000));
    await random.pick(readers).kill();
    count += 1;
    await Bun.sleep(random.integer(0, 500));
    // A first try that finds no server is the last one.
    for (const one of readers) if (one.ended) one.start();
  }
  return count;
}

async function killSenders(senders: readonly Sender[], { random, isOver }: Stage): Promise<number> {
  let count = 0;
  while (!isOver()) {
    await Bun.sleep(random.integer(300, 3_000));
    if (random.pick(senders).kill()) count += 1;
  }
  return count;
}

/** Both in the room, several lines at once; the steady one also to the other alone, whether it is there or not. */
async function talk(steady: Join, killed: Join, { random, isOver }: Stage): Promise<number> {
  while (!isOver()) {
    for (let lines = random.integer(1, 20); lines > 0; lines -= 1)
      steady.say(random.chance(0.5) ? killed.name : undefined);
    if (random.chance(0.5)) killed.say();
    await Bun.sleep(random.integer(10, 300));
  }
  return 0;
}

/** Everybody is there again, and nothing comes any more. */
async function settle(readers: readonly (Tail | Join)[]): Promise<void> {
  let quietSince = performance.now();
  let before = "";
  await awaitAtMost(settleMsMax, () => {
    for (const reader of readers) if (reader.ended) reader.start();
    const state = readers.map((reader) => reader.lastSeq()).join(" ");
    if (state !== before) quietSince = performance.now();
    before = state;
    return performance.now() - quietSince > quietMs;
  });
}

/** Longer than the longest pause between two tries to connect. */
const quietMs = 14_000;
const settleMsMax = 60_000;

/** In its room each life is whole by itself; of its direct messages nothing may be missing between two lives. */
function checkKilled(killed: Join, stored: readonly Stored[]): readonly string[] {
  const lobby = stored.filter(({ log }) => log === "lobby");
  const readings = killed.readings();
  const mailboxes = Map.groupBy(
    stored.filter(({ log, to }) => log !== "lobby" && to === killed.name),
    ({ text }) => text,
  );
  const heard = new Set(
    readings.flatMap((reading) =>
      reading.heard.flatMap((item) => (item.type === "message" && item.log === mailbox ? [item.text] : [])),
    ),
  );
  const missing = [...mailboxes.keys()].filter((key) => !heard.has(key));
  const halves = [...mailboxes].flatMap(([key, both]) => (both.length === 2 ? [] : [key]));
  return [
    ...readings.flatMap((reading, life) =>
      checkReader({
        name: `${killed.name}, life ${life + 1}`,
        heard: reading.heard,
        log: "lobby",
        start: undefined,
        stored: lobby,
        head: undefined,
      }),
    ),
    ...listed(`${killed.name}: direct messages never given`, missing),
    ...listed("direct messages not in two mailboxes", halves),
  ];
}

function listed(kind: string, keys: readonly string[]): readonly string[] {
  return keys.length === 0 ? [] : [`${kind} (${keys.length}): ${keys.slice(0, 3).join(", ")}`];
}
