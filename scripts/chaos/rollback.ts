/**
 * The data folder is put back to an older copy under clients that run: each is told which messages are gone, and is given
 * everything that was said since.
 */
import { cpSync, rmSync } from "node:fs";
import type { Random } from "../../test/simulation/random.ts";
import type { Stored } from "./checker.ts";
import { checkReader, checkStored, keyOf } from "./checker.ts";
import type { Place } from "./place.ts";
import { awaitAtMost } from "./place.ts";
import { Join, Tail } from "./readers.ts";
import { mailbox as mailboxName } from "./readings.ts";
import type { Outcome, Scenario, Setting } from "./scenario.ts";
import { ChatServer } from "./server.ts";
import { gapsIn, verdictOn } from "./verdict.ts";
import { Ledger, mustSend, Sender } from "./writers.ts";

export const rollback: Scenario = { name: "rollback", run };

const roundsMin = 2;
const roundsMax = 4;
const linesMax = 30;
const directLinesMax = 4;

async function run({ place, random }: Setting): Promise<Outcome> {
  const server = new ChatServer(place);
  await server.start();
  const ledger = new Ledger();
  const { port } = server;
  const [tail, join] = [
    new Tail(place, "tail", { port }),
    new Join(place, "join", { port, ledger: new Ledger() }),
  ];
  tail.start();
  await join.enter();
  // Whose direct messages stand in the mailboxes of both, in the same order.
  const person = new Join(place, "person", { port, ledger });
  await person.enter();
  const readers = [tail, join, person];
  const sender = new Sender(place, "s", { port, ledger });
  const stage = { place, random, server, ledger, readers, sender, person };
  const problems: string[] = [];
  let gapsWanted = 0;
  for (let round = random.integer(roundsMin, roundsMax); round > 0; round -= 1)
    if (await putBack(stage, problems)) gapsWanted += 1;
  await server.stop();
  const stored = await server.export();
  await Promise.all(readers.map((reader) => reader.kill()));
  for (const reader of readers) {
    const gaps = gapsIn(reader.heard().filter(({ log }) => log === "lobby"));
    if (gaps !== gapsWanted) problems.push(`${reader.name}: ${gaps} gaps told, not ${gapsWanted}`);
  }
  problems.push(...checkMailboxes(stored, [join, person], ledger));
  const isRoom = (key: string) => !key.startsWith(`${person.name}/`);
  return verdictOn({ sent: ledger.attempted.size, claims: ledger.only(isRoom), stored, readers, problems });
}

function checkMailboxes(
  stored: readonly Stored[],
  [join, person]: readonly [Join, Join],
  ledger: Ledger,
): readonly string[] {
  const mailboxes = Map.groupBy(
    stored.filter(({ log }) => log !== "lobby"),
    ({ log }) => log,
  );
  const claims = ledger.only((key) => key.startsWith(`${person.name}/`));
  return mailboxes
    .values()
    .toArray()
    .flatMap((mailbox) => [
      ...checkStored(mailbox, claims),
      ...[join, person].flatMap((reader) =>
        checkReader({
          name: `${reader.name}, direct messages`,
          heard: reader.heard(),
          log: mailboxName,
          start: 0,
          stored: mailbox,
          head: mailbox.at(-1)?.seq,
        }),
      ),
    ]);
}

interface Stage {
  readonly place: Place;
  readonly random: Random;
  readonly server: ChatServer;
  readonly ledger: Ledger;
  readonly sender: Sender;
  readonly person: Join;
  readonly readers: readonly (Tail | Join)[];
}

/** Resolves to whether something was lost with the folder, which readers had been given. */
async function putBack(stage: Stage, problems: string[]): Promise<boolean> {
  const { place, random, server, ledger, readers } = stage;
  const say = async () => {
    problems.push(...(await sayBoth(stage)));
  };
  const head = async () => headOf(await server.export(), "lobby");
  const everybodyReads = async () => {
    const stored = await server.export();
    const [last, lastDirect] = [headOf(stored, "lobby"), headOf(stored, undefined)];
    const haveAll = await awaitAtMost(readMsMax, () =>
      readers.every(
        (reader) =>
          reader.lastSeq() === last &&
          (!(reader instanceof Join) || reader.lastSeq(mailboxName) === lastDirect),
      ),
    );
    const places = readers.map((reader) => `${reader.name} ${reader.lastSeq()}`).join(", ");
    if (!haveAll) problems.push(`not read within ${readMsMax / 1_000} s: up to ${last}, but ${places}`);
  };
  await say();
  await everybodyReads();
  const copy = place.fresh("copy");
  await copyFolder(server, copy, random.chance(0.5));
  const kept = await head();
  if (random.chance(0.2)) await restart(server, random.chance(0.5));
  // Sometimes nothing is lost with the folder, sometimes what was said between several starts.
  for (let more = random.integer(0, 2); more > 0; more -= 1) {
    await say();
    if (random.chance(0.3)) await restart(server, random.chance(0.5));
  }
  await everybodyReads();
  await (random.chance(0.5) ? server.kill() : server.stop());
  const before = await server.export();
  rmSync(server.data, { recursive: true });
  cpSync(copy, server.data, { recursive: true });
  const back = new Set((await server.export()).map(({ text }) => text));
  for (const { text } of before) if (!back.has(text)) ledger.acknowledged.delete(keyOf(text));
  await server.start();
  // Others may be there before those who know more.
  for (let more = random.integer(0, 2); more > 0; more -= 1) await say();
  await everybodyReads();
  return headOf(before, "lobby") > kept;
}

/** In the room, and to one person alone. Resolves to what went wrong when all of it is acknowledged. */
async function sayBoth({ random, ledger, sender, person }: Stage): Promise<readonly string[]> {
  const count = ledger.acknowledged.size;
  const direct = random.integer(0, directLinesMax);
  for (let line = 0; line < direct; line += 1) person.say("join");
  await awaitAtMost(readMsMax, () => {
    person.noteAcknowledged();
    return ledger.acknowledged.size >= count + direct;
  });
  return mustSend(sender, random.integer(1, linesMax), "while the folder is in place");
}

/** @param log undefined: a mailbox, whichever */
function headOf(stored: readonly Stored[], log: string | undefined): number {
  return stored.findLast((one) => (log === undefined ? one.log !== "lobby" : one.log === log))?.seq ?? 0;
}

/** As an operator does it, who stops the server; or as a file system does it, at one moment under a server that runs. */
async function copyFolder(server: ChatServer, copy: string, stops: boolean): Promise<void> {
  const take = () => cpSync(server.data, copy, { recursive: true });
  if (!stops) return server.holdWhile(take);
  await server.stop();
  take();
  await server.start();
}

async function restart(server: ChatServer, kills: boolean): Promise<void> {
  await (kills ? server.kill() : server.stop());
  await server.start();
}

/** Longer than the longest pause between two tries to connect. */
const readMsMax = 25_000;
