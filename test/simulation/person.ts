/**
 * Somebody with the real client: writes, goes from room to room, leaves, is cut off, and returns as another process
 * that remembers what the identity file remembers.
 */
import { outboxSize } from "../../src/client/session/outbox.ts";
import type { SavedSession } from "../../src/client/session/saved-session.ts";
import type { Ledger } from "./ledger.ts";
import type { Network } from "./network.ts";
import { Process } from "./process.ts";
import type { Tampering } from "./process.ts";
import { Witness } from "./witness.ts";
import type { World } from "./world.ts";

export interface PersonOptions {
  readonly world: World;
  readonly network: Network;
  readonly ledger: Ledger;
  readonly name: string;
  readonly nickname: string;
  /** To whom it writes. */
  readonly others: readonly string[];
  readonly ignores: boolean;
  /** Takes a nickname that is another's, whenever it is free, and goes before the end. */
  readonly stranger: boolean;
  /** Between two things it does, on average. */
  readonly pauseMs: number;
  readonly head: (log: string) => number;
  readonly tampering: Tampering;
}

const rooms = ["lobby", "tea", "go"];

export class Person {
  readonly #options: PersonOptions;
  readonly #backlog: number;
  readonly #witnesses: Witness[] = [];
  #process: Process | undefined;
  #count = 0;
  #written = 0;
  /** The identity file. */
  #file: SavedSession | undefined;
  /** Ends with the rough weather. */
  #acting = true;

  constructor(options: PersonOptions) {
    this.#options = options;
    this.#backlog = options.world.random.pick([0, 3, 20]);
  }

  /** Comes, and does this and that until it is told to stop. */
  live(): void {
    this.#come();
    this.#actLater();
  }

  /** Does nothing more but to be there, or to be gone. */
  calm(): void {
    this.#acting = false;
    if (this.#options.stranger) this.#process?.leave("brief");
    else if (this.#process === undefined) this.#come();
  }

  /** The last word, which everybody has to get. */
  sayLast(): void {
    if (!this.#options.stranger) this.#say("");
  }

  /** What keeps the run from being over. */
  missing(): readonly string[] {
    const { stranger, name } = this.#options;
    const witness = this.#witnesses.at(-1);
    if (this.#process === undefined) return stranger ? [] : [`${name} is not there`];
    if (!this.#process.online) return [`${name} is not online`];
    const waiting = outboxSize(this.#process.state.outbox);
    return [
      ...(waiting > 0
        ? [
            `${name} waits for ${waiting} answers to ${Array.from(this.#process.state.outbox.underWay.values(), ({ type }) => type).join(" ")}`,
          ]
        : []),
      ...(witness?.missing() ?? []),
    ];
  }

  check(): void {
    this.#witnesses.forEach((witness, index) =>
      witness.check(index === this.#witnesses.length - 1 && this.#process !== undefined),
    );
    const { ledger, world, name } = this.#options;
    if (this.#process === undefined) return;
    const here = `${name}.${this.#count}`;
    for (const { process, id, outcome } of ledger.written.values())
      if (process === here && outcome === "open") world.violate(`${id} was forgotten by its sender`);
  }

  #come(): void {
    const { world, network, ledger, nickname, ignores, head, tampering } = this.#options;
    this.#count += 1;
    this.#written = 0;
    const name = `${this.#options.name}.${this.#count}`;
    const keyPrefix = `${name}k`;
    const recalled = this.#file;
    const witness = new Witness({ world, ledger, name, nickname, keyPrefix, recalled, ignores, head });
    const process = new Process({
      world,
      network,
      name,
      nickname,
      keyPrefix,
      backlog: this.#backlog,
      completes: world.random.chance(0.3),
      restore: () => recalled,
      tampering,
      heard: (message) => witness.heard(message),
      showed: (event) => witness.showed(event),
      remember: (_, remembered) => void (this.#file = remembered),
      ended: ({ reason }) => {
        // Once it has been in the room, it never gives up.
        if (reason !== undefined && process.state.wasOnline) world.violate(`${name} gave up: ${reason}`);
        this.#gone(process);
      },
    });
    this.#witnesses.push(witness);
    this.#process = process;
    world.trace(`${name} comes as ${nickname}`);
    process.start();
  }

  #gone(process: Process): void {
    if (this.#process !== process) return;
    this.#process = undefined;
    const { world, stranger } = this.#options;
    if (stranger && !this.#acting) return;
    const awayMs = world.calm ? 2_000 : world.random.pick([100, 2_000, 10_000, 45_000]);
    world.clock.after(awayMs, () => {
      if (this.#process === undefined && (this.#acting || !stranger)) this.#come();
    });
  }

  #actLater(): void {
    const { world, pauseMs } = this.#options;
    world.clock.after(world.random.between(0, 2 * pauseMs), () => {
      if (!this.#acting) return;
      this.#act();
      this.#actLater();
    });
  }

  #act(): void {
    const { world, ignores } = this.#options;
    const { random } = world;
    const process = this.#process;
    if (process === undefined) return;
    const dice = random.integer(0, 99);
    if (dice < 55) this.#say(random.chance(0.1) ? "x".repeat(random.integer(100, 4_000)) : "");
    else if (dice < 72) this.#whisper(random.pick(this.#options.others));
    else if (dice < 78) for (let count = random.integer(2, 25); count > 0; count -= 1) this.#say("");
    else if (dice < 85) process.submit(`/join ${random.pick(rooms)}`);
    else if (dice < 90) process.submit(`/leave ${random.pick(rooms.slice(1))}`);
    else if (dice < 92) process.submit(random.pick(["/rooms", "/ls", "/topic tea time", "/history 5"]));
    else if (dice < 94) process.submit(ignores ? "/i" : "/ls");
    else if (dice < 96) process.leave(random.pick(["brief", "full"]));
    else if (dice < 98) this.#die(process);
  }

  #die(process: Process): void {
    const { world, name } = this.#options;
    world.trace(`${name}.${this.#count} is killed`);
    process.kill();
    this.#gone(process);
  }

  #say(filler: string): void {
    this.#write((id) => `${id} ${filler}`.trimEnd());
  }

  #whisper(nickname: string): void {
    this.#write((id) => `@${nickname} ${id}`);
  }

  #write(text: (id: string) => string): void {
    if (this.#process === undefined || this.#process.state.leaving !== undefined) return;
    this.#written += 1;
    const process = `${this.#options.name}.${this.#count}`;
    const id = `${process}-${this.#written}`;
    this.#options.ledger.write(id, process, this.#written);
    this.#options.world.trace(`${process} writes ${id}`);
    this.#process.submit(text(id));
  }
}
