/** `--keep-messages` with a fast writer, under readers of whose output nothing is taken for a while. */
import { keyOf } from "./checker.ts";
import { awaitAtMost } from "./place.ts";
import { Join, Tail } from "./readers.ts";
import type { Outcome, Scenario, Setting } from "./scenario.ts";
import { ChatServer } from "./server.ts";
import { SlowPipe } from "./slow-pipe.ts";
import { gapsIn, verdictOn } from "./verdict.ts";
import { Ledger, mustSend, Sender } from "./writers.ts";

export const retention: Scenario = { name: "retention", run };

const keptMax = 50;
const rounds = 3;
/** More than pipes, sockets and queues between a server and whoever reads take together; for a killed server. */
const burstLinesMax = 2_000;
/** More than a server keeps in memory for those who are behind. */
const floodLines = 6_000;
const paddingBytes = 8_000;

async function run({ place, random }: Setting): Promise<Outcome> {
  const server = new ChatServer(place, { flags: ["--keep-messages", String(keptMax)] });
  await server.start();
  const ledger = new Ledger();
  const { port } = server;
  const pipes: SlowPipe[] = [];
  const through = (out: string) => {
    const pipe = new SlowPipe(place, out);
    pipes.push(pipe);
    return pipe.path;
  };
  const tails = [new Tail(place, "slow", { port, through }), new Tail(place, "quick", { port })];
  const join = new Join(place, "join", { port, ledger: new Ledger(), through });
  for (const tail of tails) tail.start();
  await join.enter();
  const readers = [...tails, join];
  const sender = new Sender(place, "s", { port, ledger, paddingBytes });
  const problems: string[] = [];
  const floodRound = random.integer(0, rounds - 1);
  let kills = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const pipe of pipes) pipe.hold();
    const isFlood = round === floodRound;
    const lines = isFlood ? floodLines : random.integer(burstLinesMax / 2, burstLinesMax);
    problems.push(...(await mustSend(sender, lines, "under slow readers")));
    problems.push(...(await awaitDeletion(server)));
    if (!isFlood) {
      await server.kill();
      await server.start();
      await Bun.sleep(random.integer(0, 2_000));
      kills += 1;
    }
    for (const pipe of pipes) pipe.release();
    const last = (await server.export()).at(-1)?.seq ?? 0;
    await awaitAtMost(readMsMax, () => readers.every((reader) => reader.lastSeq() === last));
  }
  await server.stop();
  await Promise.all([...readers, ...pipes].map((one) => one.kill()));
  const stored = await server.export();
  // One writer, of whom all was acknowledged: so it is known what stood where, also of what was deleted.
  const said = [...ledger.attempted];
  const heard = readers.flatMap((reader) => reader.heard());
  const wrong = heard.filter((item) => item.type === "message" && keyOf(item.text) !== said[item.seq - 1]);
  const head = stored.at(-1)?.seq ?? 0;
  return verdictOn({
    sent: said.length,
    claims: { attempted: ledger.attempted, acknowledged: new Set(said.slice(-keptMax)) },
    stored,
    readers,
    counts: { acknowledged: ledger.acknowledged.size, kills },
    problems: [
      ...problems,
      ...(wrong.length === 0 ? [] : [`${wrong.length} messages are not what was sent in their place`]),
      ...(head === said.length ? [] : [`the newest seq is ${head}, of ${said.length} sent`]),
      ...(gapsIn(heard) === 0 ? ["nobody was told a gap: the readers were not slow enough"] : []),
    ],
  });
}

/** What is too many is deleted within moments once less is said. */
async function awaitDeletion(server: ChatServer): Promise<readonly string[]> {
  const end = performance.now() + deletionMsMax;
  let kept = 0;
  do {
    await Bun.sleep(500);
    kept = (await server.export()).length;
  } while (kept > keptMax && performance.now() < end);
  return kept > keptMax ? [`${kept} messages were kept for ${deletionMsMax / 1_000} s`] : [];
}

const deletionMsMax = 10_000;
const readMsMax = 30_000;
