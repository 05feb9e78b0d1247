/**
 * Somebody at a terminal, with the real client and what it keeps on disk: writes in rooms and private conversations,
 * takes other nicknames, and comes back after the program was killed, between any two things that it does.
 */
import { outboxSize } from "../../src/client/session/outbox.ts";
import { Disk } from "./disk.ts";
import type { DiskTampering } from "./disk.ts";
import type { Ledger } from "./ledger.ts";
import type { Network } from "./network.ts";
import { Process } from "./process.ts";
import type { Tampering } from "./process.ts";
import { Reader } from "./reader.ts";
import type { World } from "./world.ts";

export interface ReturningOptions {
  readonly world: World;
  readonly network: Network;
  readonly ledger: Ledger;
  readonly name: string;
  /** Its own, which nobody else takes. */
  readonly nicknames: readonly string[];
  /** To whom it writes, under whatever nickname. */
  readonly others: readonly string[];
  /** Between two things it does, on average. */
  readonly pauseMs: number;
  readonly head: (log: string) => number;
  readonly tampering: Tampering & DiskTampering;
}

const rooms = ["lobby", "tea", "go"];

export class Returning {
  readonly #options: ReturningOptions;
  readonly #disk: Disk;
  readonly #reader: Reader;
  readonly #backlog: number;
  #process: Process | undefined;
  #count = 0;
  #written = 0;
  /** Ends with the rough weather. */
  #acting = true;

  constructor(options: ReturningOptions) {
    const { world, name, nicknames, tampering } = options;
    this.#options = options;
    this.#disk = new Disk(nicknames[0] ?? name, tampering);
    this.#reader = new Reader(options);
    this.#backlog = world.random.pick([0, 3, 20]);
  }

  live(): void {
    this.#come();
    this.#actLater();
  }

  calm(): void {
    this.#acting = false;
    if (this.#process === undefined) this.#come();
  }

  /** The last word, which everybody has to get. */
  sayLast(): void {
    this.#write((id) => id);
  }

  missing(): readonly string[] {
    const { name } = this.#options;
    if (this.#process === undefined) return [`${name} is not there`];
    if (!this.#process.online) return [`${name} is not online`];
    const waiting = outboxSize(this.#process.state.outbox);
    const unsent = this.#disk.unsent.length;
    return [
      ...(waiting > 0 ? [`${name} waits for ${waiting} answers`] : []),
      ...(unsent > 0 ? [`${name} has ${unsent} messages in its journal`] : []),
      ...this.#reader.missing(),
    ];
  }

  check(): void {
    const { ledger, world, name } = this.#options;
    for (const { process, id, outcome } of ledger.written.values())
      if (process === name && outcome === "open") world.violate(`${id} was forgotten by its sender`);
  }

  #come(): void {
    const { world, network, name: person, tampering } = this.#options;
    this.#count += 1;
    const name = `${person}.${this.#count}`;
    const disk = this.#disk;
    const reader = this.#reader;
    reader.begin(disk.restore());
    const process = new Process({
      world,
      network,
      name,
      nickname: disk.nickname,
      keyPrefix: `${name}k`,
      backlog: this.#backlog,
      completes: world.random.chance(0.3),
      returns: true,
      restore: () => disk.restore(),
      tampering,
      stepping: () => reader.stepping(),
      heard: (message) => reader.heard(message),
      showed: (event) => reader.showed(event),
      remember: (nickname, remembered) => disk.remember(nickname, remembered),
      journal: (put, struck) => disk.journal(put, struck),
      died: () => this.#gone(process),
      ended: ({ reason }) => {
        // Once it has been in the room, it never gives up.
        if (reason !== undefined && process.state.wasOnline) world.violate(`${name} gave up: ${reason}`);
        this.#gone(process);
      },
    });
    this.#process = process;
    world.trace(`${name} comes as ${disk.nickname}`);
    process.start();
  }

  #gone(process: Process): void {
    if (this.#process !== process) return;
    this.#process = undefined;
    const { world } = this.#options;
    const awayMs = world.calm ? 2_000 : world.random.pick([100, 2_000, 10_000, 45_000]);
    world.clock.after(awayMs, () => {
      if (this.#process === undefined) this.#come();
    });
  }

  #actLater(): void {
    const { world, pauseMs } = this.#options;
    world.clock.after(world.random.between(0, 2 * pauseMs), () => {
      if (!this.#acting) return;
      if (this.#process !== undefined) this.#act(this.#process);
      this.#actLater();
    });
  }

  #act(process: Process): void {
    const { world, nicknames, others } = this.#options;
    const { random } = world;
    const dice = random.integer(0, 99);
    if (dice < 40) this.#write((id) => id);
    else if (dice < 47) this.#write((id) => `@${random.pick(others)} ${id}`);
    else if (dice < 52) for (let left = random.integer(2, 25); left > 0; left -= 1) this.#write((id) => id);
    else if (dice < 57) process.submit(`/join ${random.pick(rooms)}`);
    else if (dice < 60)
      process.submit(random.pick(["/leave tea", "/leave go", `/leave @${random.pick(others)}`]));
    else if (dice < 64) process.submit(`/query ${random.pick(others)}`);
    else if (dice < 67) this.#write((id) => `/query ${random.pick(others)} ${id}`);
    else if (dice < 72) process.go(random.pick([...rooms, `@${random.pick(others)}`]));
    else if (dice < 77) process.submit(`/nick ${random.pick(nicknames)}`);
    else if (dice < 82) process.typing();
    else if (dice < 85) process.submit(random.pick(["/history 5", "/history", "/clear"]));
    else if (dice < 87)
      process.submit(random.pick(["/away tea", "/back", "/who", `/whois ${random.pick(others)}`]));
    else if (dice < 90) process.leave(random.pick(["brief", "full"]));
    else if (dice < 93) process.kill();
    else if (dice < 97) process.dieWithin(random.integer(0, 12));
  }

  #write(text: (id: string) => string): void {
    const { ledger, world, name } = this.#options;
    const process = this.#process;
    if (process === undefined || process.state.leaving !== undefined) return;
    this.#written += 1;
    const id = `${name}.${this.#count}-${this.#written}`;
    ledger.write(id, name, this.#written);
    world.trace(`${name}.${this.#count} writes ${id}`);
    process.submit(text(id));
    // Killed before it was on disk, it must not have been sent either.
    const isKept = this.#disk.unsent.some((request) => "text" in request && request.text === id);
    if (this.#process !== process && !isKept) ledger.refuse(id);
  }
}
