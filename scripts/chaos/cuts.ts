/**
 * Sessions through proxies that cut at every so many bytes, in each direction: in a room of their own, somebody at `chat
 * join` and `chat send` say numbered lines, `chat tail` and `chat join` read them.
 */
import type { Stored } from "./checker.ts";
import { checkReader, checkStored } from "./checker.ts";
import { awaitAtMost, TooLate } from "./place.ts";
import type { Cut, CuttingProxy, Direction } from "./proxy.ts";
import { openCuttingProxy } from "./proxy.ts";
import { Join, Tail } from "./readers.ts";
import type { Outcome, Scenario, Setting } from "./scenario.ts";
import { ChatServer } from "./server.ts";
import { Ledger, Sender } from "./writers.ts";

export const cuts: Scenario = { name: "cuts", run };

const linesEach = 4;
const atOnce = 6;
const directions: readonly Direction[] = ["toServer", "toClient"];

async function run({ place, random, stride }: Setting): Promise<Outcome> {
  const server = new ChatServer(place);
  await server.start();
  const sessions: Session[] = [];
  const talk = async (cut: Cut | undefined) => {
    const session = new Session({ place, random, stride }, server.port, cut);
    sessions.push(session);
    await session.run();
    return session;
  };
  const whole = await talk(undefined);
  const phase = random.integer(0, stride - 1);
  const planned = directions.flatMap((direction) => {
    const offsets = Array.from(
      { length: Math.ceil(whole.bytes(direction) / stride) },
      (_, at) => at * stride,
    );
    return offsets.map((offset) => {
      const bytes = offset + phase;
      return { direction, bytes, connections: random.integer(1, 2), resets: random.chance(0.5) };
    });
  });
  const workers = Array.from({ length: atOnce }, async () => {
    for (let cut = planned.shift(); cut !== undefined; cut = planned.shift()) await talk(cut);
  });
  await Promise.all(workers);
  await server.stop();
  const stored = Map.groupBy(await server.export(), ({ log }) => log);
  const sum = (count: (session: Session) => number) => sessions.reduce((all, one) => all + count(one), 0);
  return {
    type: "ran",
    counts: {
      sent: sum(({ ledger }) => ledger.attempted.size),
      acknowledged: sum(({ ledger }) => ledger.acknowledged.size),
      stored: stored.values().reduce((all, { length }) => all + length, 0),
      received: sum((session) => session.received),
      gaps: sum((session) => session.gaps),
      cuts: sum((session) => session.cuts),
      kills: 0,
    },
    problems: sessions.flatMap((session) => session.problems(stored.get(session.room) ?? [])),
  };
}

let rooms = 0;

class Session {
  readonly room: string;
  readonly ledger = new Ledger();
  /** What was counted when it was over. */
  received = 0;
  gaps = 0;
  cuts = 0;
  readonly #cut: Cut | undefined;
  readonly #proxies: readonly CuttingProxy[];
  readonly #sender: Sender;
  readonly #tail: Tail;
  readonly #join: Join;
  readonly #troubles: string[] = [];
  #bytes: Readonly<Record<Direction, number>> = { toServer: 0, toClient: 0 };

  constructor({ place }: Setting, serverPort: number, cut: Cut | undefined) {
    rooms += 1;
    this.room = `c${rooms}`;
    this.#cut = cut;
    const [sending, tailing, joining] = Array.from({ length: 3 }, () => openCuttingProxy(serverPort, cut));
    if (sending === undefined || tailing === undefined || joining === undefined)
      throw new Error("no proxies");
    this.#proxies = [sending, tailing, joining];
    const { ledger, room } = this;
    this.#sender = new Sender(place, `s${rooms}`, { port: sending.port, ledger, room });
    this.#tail = new Tail(place, `t${rooms}`, { port: tailing.port, room });
    this.#join = new Join(place, `j${rooms}`, { port: joining.port, ledger });
  }

  bytes(direction: Direction): number {
    return this.#bytes[direction];
  }

  async run(): Promise<void> {
    try {
      await this.#talk();
    } catch (error) {
      if (!(error instanceof TooLate)) throw error;
      this.#troubles.push(error.message);
    }
    const [, tailing, joining] = this.#proxies;
    const bytes = [tailing, joining].map((proxy) => proxy?.bytes() ?? { toServer: 0, toClient: 0 });
    const longest = (direction: Direction) => Math.max(...bytes.map((of) => of[direction]));
    this.#bytes = { toServer: longest("toServer"), toClient: longest("toClient") };
    this.cuts = this.#proxies.reduce((sum, proxy) => sum + proxy.cuts(), 0);
    await Promise.all([this.#tail.kill(), this.#join.kill()]);
    this.#join.noteAcknowledged();
    for (const proxy of this.#proxies) proxy[Symbol.dispose]();
  }

  problems(stored: readonly Stored[]): readonly string[] {
    const head = stored.at(-1)?.seq ?? 0;
    const common = { log: this.room, start: 0, stored, head };
    const joined = this.#join.readings().flatMap(({ heard }) => heard);
    const found = [
      ...this.#troubles,
      ...checkStored(stored, this.ledger),
      ...checkReader({ ...common, name: "tail", heard: this.#tail.heard() }),
      ...checkReader({ ...common, name: "join", heard: joined }),
      ...(stored.length === this.ledger.attempted.size
        ? []
        : [`${stored.length} of ${this.ledger.attempted.size} stored`]),
    ];
    const { direction, bytes, connections, resets } = this.#cut ?? {};
    const how = `cut ${direction ?? "nowhere"} after ${bytes ?? 0} bytes, ${connections ?? 0} connections${resets === true ? ", reset" : ""}`;
    return found.map((problem) => `${this.room}, ${how}: ${problem}`);
  }

  async #talk(): Promise<void> {
    await this.#join.enter(this.room);
    this.#tail.start();
    for (let count = 0; count < linesEach; count += 1) this.#join.say();
    const { code, said } = await this.#sender.send(linesEach);
    if (code !== 0) this.#troubles.push(`chat send ended with ${code}: ${said}`);
    const wanted = 2 * linesEach;
    await awaitAtMost(readMsMax, () => {
      if (this.#tail.ended) this.#tail.start();
      return this.#tail.lastSeq() >= wanted && this.#join.lastSeq(this.room) >= wanted;
    });
    const readings = this.#join.readings();
    this.received = this.#tail.heard().length + readings.reduce((sum, { heard }) => sum + heard.length, 0);
    this.gaps = readings.reduce(
      (sum, { heard }) => sum + heard.filter(({ type }) => type === "gap").length,
      0,
    );
  }
}

/** Longer than the pauses between a few tries to connect. */
const readMsMax = 20_000;
