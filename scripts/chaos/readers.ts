/** Programs that read: each writes into a file for each of its lives. */
import type { Heard } from "./checker.ts";
import { placeGaps, textOf } from "./checker.ts";
import type { Child, Place } from "./place.ts";
import { hasEnded, kill, lastLines, textOfFile, until, write } from "./place.ts";
import type { JoinReading } from "./readings.ts";
import { joinReading, tailGaps, tailMessages } from "./readings.ts";
import type { Ledger } from "./writers.ts";

interface Life {
  readonly out: string;
  readonly error: string;
}

export interface TailOptions {
  readonly port: number;
  readonly room?: string;
  /** Where its output goes first, instead of into the file; undefined: into the file. */
  readonly through?: (out: string) => string;
}

/** `chat tail --json --since all`; a killed one goes on behind what it has written. */
export class Tail {
  readonly name: string;
  readonly #place: Place;
  readonly #options: TailOptions;
  readonly #lives: Life[] = [];
  #child: Child | undefined;

  constructor(place: Place, name: string, options: TailOptions) {
    this.name = name;
    this.#place = place;
    this.#options = options;
  }

  start(): void {
    const { port, room = "lobby", through } = this.#options;
    const seq = this.lastSeq();
    const life = { out: this.#place.fresh("tail-out"), error: this.#place.fresh("tail-error") };
    this.#lives.push(life);
    const since = ["--room", room, "--since", seq === 0 ? "all" : String(seq)];
    this.#child = this.#place.start(
      [this.#place.binary, "tail", `${this.name}@127.0.0.1:${port}`, "--json", ...since],
      {
        out: through === undefined ? life.out : through(life.out),
        error: life.error,
        environment: this.#place.home(this.name),
      },
    );
  }

  /** What all its lives have given, as one. */
  heard(): readonly Heard[] {
    let start = 0;
    return this.#lives.flatMap(({ out, error }) => {
      const heard = placeGaps(tailMessages(textOfFile(out)), tailGaps(textOfFile(error)), start);
      for (const item of heard) start = endOf(item);
      return heard;
    });
  }

  /** Behind which it goes on. */
  lastSeq(): number {
    if (this.#lives.some(({ error }) => tailGaps(textOfFile(error)).length > 0)) {
      const last = this.heard().at(-1);
      return last === undefined ? 0 : endOf(last);
    }
    for (const { out } of this.#lives.toReversed()) {
      const last = tailMessages(lastLines(out)).at(-1);
      if (last !== undefined) return endOf(last);
    }
    return 0;
  }

  get ended(): boolean {
    return this.#child === undefined || hasEnded(this.#child);
  }

  async kill(): Promise<void> {
    if (this.#child !== undefined) await kill(this.#child);
  }
}

function endOf(item: Heard): number {
  if (item.type === "message") return item.seq;
  return item.why === "branch" ? item.from - 1 : item.to;
}

export interface JoinOptions {
  readonly port: number;
  readonly ledger: Ledger;
  readonly through?: (out: string) => string;
}

/** `chat join --json`: reads, and writes numbered texts. A killed one comes back with what it kept on disk. */
export class Join {
  readonly name: string;
  readonly #place: Place;
  readonly #options: JoinOptions;
  readonly #lives: Life[] = [];
  #child: Child | undefined;
  readonly #noted = new Set<string>();
  #said = 0;
  #nickname: string;

  constructor(place: Place, name: string, options: JoinOptions) {
    this.name = name;
    this.#nickname = name;
    this.#place = place;
    this.#options = options;
  }

  start(): void {
    const { port, through } = this.#options;
    const life = { out: this.#place.fresh("join-out"), error: this.#place.fresh("join-error") };
    this.#lives.push(life);
    this.#child = this.#place.start(
      [this.#place.binary, "join", `${this.#nickname}@127.0.0.1:${port}`, "--json"],
      {
        out: through === undefined ? life.out : through(life.out),
        error: life.error,
        environment: this.#place.home(this.name),
      },
    );
  }

  /**
   * Starts it, and again where a first try to connect has failed. A server that has let in somebody who does not know it
   * keeps the nickname for them, so the next try is under another one. Resolves when it is where lines go. @throws TooLate
   */
  async enter(room = "lobby"): Promise<void> {
    const sign = `"event":"here","conversation":"${room}"`;
    await until(`${this.name} comes into ${room}`, () => {
      if (this.ended) {
        if (textOfFile(this.#lives.at(-1)?.out ?? "").includes("is taken")) this.#nickname += "x";
        this.start();
        if (room !== "lobby") this.command(`/join ${room}`);
      }
      return textOfFile(this.#lives.at(-1)?.out ?? "").includes(sign);
    });
  }

  command(line: string): void {
    if (this.#child !== undefined) write(this.#child, `${line}\n`);
  }

  /** One numbered text, to the room where it is or to one person. */
  say(to?: string, padding = ""): void {
    const key = textOf(this.name, 1, this.#said);
    this.#said += 1;
    this.#options.ledger.attempted.add(key);
    this.command(`${to === undefined ? "" : `@${to} `}${key}${padding}`);
  }

  /** Each life by itself: what came in while there was none is not shown again, but for direct messages. */
  readings(): readonly JoinReading[] {
    return this.#lives.map(({ out }) => joinReading(textOfFile(out)));
  }

  /** What all its lives were given. */
  heard(): readonly Heard[] {
    return this.readings().flatMap(({ heard }) => heard);
  }

  /** Own texts that have come back are acknowledged: each is noted once, since it may be lost with a folder later. */
  noteAcknowledged(): void {
    for (const { own } of this.readings())
      for (const key of own) {
        if (this.#noted.has(key) || !key.startsWith(`${this.name}/`)) continue;
        this.#noted.add(key);
        this.#options.ledger.acknowledged.add(key);
      }
  }

  lastSeq(log = "lobby"): number {
    const { heard } = joinReading(lastLines(this.#lives.at(-1)?.out ?? ""));
    const last = heard.findLast((item) => item.log === log);
    return last === undefined ? 0 : endOf(last);
  }

  get ended(): boolean {
    return this.#child === undefined || hasEnded(this.#child);
  }

  async kill(): Promise<void> {
    if (this.#child !== undefined) await kill(this.#child);
  }
}
