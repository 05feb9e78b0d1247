/**
 * One simulated run from one seed: people, a server and a network in rough weather, then calm, then the promises. The
 * same seed and options always give the same run.
 */
import { lobby } from "../../src/protocol/entry.ts";
import type { CreditLimits } from "../../src/server/credits.ts";
import { ClassicPerson } from "./classic.ts";
import { crashStorage } from "./crash-log.ts";
import { idOf, Ledger } from "./ledger.ts";
import { Network } from "./network.ts";
import { Person } from "./person.ts";
import type { Plant } from "./plants.ts";
import { Returning } from "./returning.ts";
import { Rogue } from "./rogue.ts";
import { SimulatedServer } from "./server.ts";
import { sqliteStorage } from "./sqlite-storage.ts";
import { slowCredits, storeProfiles } from "./store-profiles.ts";
import type { StoreProfile } from "./store-profiles.ts";
import type { Storage } from "./storage.ts";
import { World } from "./world.ts";

export interface SimulationOptions {
  readonly seed: number;
  /** The real store instead of the simulated one. */
  readonly sqlite?: boolean;
  /** The simulated store is of this kind. */
  readonly store?: StoreProfile | undefined;
  /** People who come back to where they were, instead of those who begin anew. */
  readonly returning?: boolean;
  readonly keepsLines?: boolean;
  readonly plant?: Plant | undefined;
}

export interface SimulationResult {
  /** Broken promises and thrown errors; empty when all is well. */
  readonly violations: readonly string[];
  /** The same for the same run. */
  readonly hash: string;
  readonly lines: readonly string[];
  /** Entries in all logs at the end. */
  readonly kept: number;
}

export function simulate(options: SimulationOptions): SimulationResult {
  const world = new World(options.seed, options.keepsLines === true);
  const storage = options.sqlite === true ? sqliteStorage() : simulatedStorage(world, options);
  const { plant, store, returning = false } = options;
  const credits = store === "slow" ? (plant?.credits?.() ?? slowCredits) : undefined;
  const run = new Run({ world, storage, plant, returning, credits });
  try {
    attempt(world, () => run.rough());
    attempt(world, () => run.calm());
    attempt(world, () => run.check());
    const kept = Array.from(storage.kept().values()).reduce((sum, { length }) => sum + length, 0);
    world.trace(`kept ${kept}`);
    return { violations: world.violations, hash: world.traceHash(), lines: world.lines, kept };
  } finally {
    storage.dispose();
  }
}

/** What a client throws is as bad as a broken promise, and has a seed, too. */
function attempt(world: World, act: () => void): void {
  if (world.violations.length > 0) return;
  try {
    act();
  } catch (error) {
    world.violate(
      `a client threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
}

function simulatedStorage(world: World, { plant, store }: SimulationOptions): Storage {
  const { random } = world;
  return crashStorage(world, {
    later: random.chance(0.5),
    failing: random.chance(0.15) ? 0.05 : 0,
    ...(store === undefined ? {} : storeProfiles[store]),
    ...plant?.log,
  });
}

/** How long a run is rough, and how long it may take to come right. */
const roughMsMax = 30_000;
const calmMsMax = 300_000;

/** Somebody in a run, who is to be there in the end and to have got all there is. */
interface Player {
  /** Comes, and does this and that until it is told to stop. */
  live(): void;
  calm(): void;
  sayLast(): void;
  /** What keeps the run from being over. */
  missing(): readonly string[];
  check(): void;
}

interface Cast {
  readonly world: World;
  readonly storage: Storage;
  readonly plant: Plant | undefined;
  readonly returning: boolean;
  readonly credits: CreditLimits | undefined;
}

class Run {
  readonly #world: World;
  readonly #storage: Storage;
  readonly #server: SimulatedServer;
  readonly #network: Network;
  readonly #ledger: Ledger;
  readonly #people: readonly Player[];
  readonly #classics: readonly ClassicPerson[];
  readonly #rogue: Rogue;

  constructor({ world, storage, plant, returning, credits }: Cast) {
    const { random } = world;
    this.#world = world;
    this.#storage = storage;
    const open = plant?.storage?.(storage).open ?? storage.open;
    this.#server = new SimulatedServer(world, { storage, open, credits });
    const network = new Network(world, this.#server);
    const ledger = new Ledger(world, storage.reliable);
    this.#network = network;
    this.#ledger = ledger;
    const count = random.integer(2, 5);
    const nicknames = Array.from({ length: count }, (_, index) => `p${index}`);
    const others = [...nicknames, "old0"];
    const pauseMs = random.pick([200, 800, 2_000]);
    const head = (log: string): number => storage.head(log);
    const common = { world, network, ledger, pauseMs, head, tampering: plant?.tampering ?? {} };
    const person = (name: string, nickname: string, stranger: boolean) =>
      new Person({ ...common, name, nickname, others, stranger, ignores: random.chance(0.2) });
    const namesOf = (name: string): readonly string[] => [name, `${name}b`, name.toUpperCase()];
    this.#people = returning
      ? nicknames.map((name) => {
          return new Returning({
            ...common,
            name,
            nicknames: namesOf(name),
            others: others.flatMap(namesOf),
          });
        })
      : [
          ...nicknames.map((nickname) => person(nickname, nickname, false)),
          ...(random.chance(0.3) ? [person("s0", "p0", true)] : []),
        ];
    this.#classics = Array.from(
      { length: random.integer(0, 2) },
      (_, index) => new ClassicPerson(world, network, `old${index}`, others),
    );
    this.#rogue = new Rogue(world, network, ledger);
  }

  rough(): void {
    const { clock, random, violations } = this.#world;
    this.#server.start();
    const everybody = [...this.#people, ...this.#classics, ...(random.chance(0.4) ? [this.#rogue] : [])];
    for (const one of everybody) clock.after(random.between(0, 3_000), () => one.live());
    this.#strikeLater(random.pick([500, 3_000, 10_000]));
    if (this.#storage.sayElsewhere !== undefined) this.#sayElsewhereLater(0);
    clock.pass(random.between(5_000, roughMsMax), () => violations.length > 0);
  }

  /** The network heals, everybody comes back, says a last word, and has to get all that there is. */
  calm(): void {
    const world = this.#world;
    world.calm = true;
    world.trace("calm");
    this.#server.crashWithin(Number.POSITIVE_INFINITY);
    // A server that runs goes on: what it has forgotten to tell is not made good by a restart.
    this.#server.start();
    for (const person of this.#people) person.calm();
    const there = () => this.#people.flatMap((person) => person.missing());
    this.#passUntil(() => [...there(), ...this.#classics.flatMap((one) => one.missing())]);
    if (world.violations.length > 0) return;
    world.trace("last words");
    for (const person of this.#people) person.sayLast();
    this.#passUntil(there);
  }

  check(): void {
    const kept = this.#storage.kept();
    this.#ledger.check(kept);
    for (const person of this.#people) person.check();
    const entries = kept.get(lobby) ?? [];
    const seqs = new Map(entries.map(({ text, seq }) => [idOf(text), seq]));
    for (const one of this.#classics) one.check(seqs);
    this.#rogue.check(entries);
  }

  #passUntil(missing: () => readonly string[]): void {
    const { clock, violations } = this.#world;
    for (let passed = 0; passed < calmMsMax; passed += 1_000) {
      clock.pass(1_000, () => violations.length > 0);
      if (violations.length > 0 || missing().length === 0) return;
    }
    for (const sentence of missing()) this.#world.violate(`in the end, ${sentence}`);
  }

  #strikeLater(pauseMs: number): void {
    const { clock, random } = this.#world;
    clock.after(random.between(0, 2 * pauseMs), () => {
      if (this.#world.calm) return;
      this.#strike();
      this.#strikeLater(pauseMs);
    });
  }

  /** Another server's people talk, too. */
  #sayElsewhereLater(count: number): void {
    const { clock, random } = this.#world;
    clock.after(random.between(0, 2_000), () => {
      if (this.#world.calm) return;
      const id = `far-${count}`;
      this.#ledger.write(id, "far", count);
      this.#storage.sayElsewhere?.(`${id} said elsewhere`);
      this.#sayElsewhereLater(count + 1);
    });
  }

  #strike(): void {
    const { clock, random } = this.#world;
    const dice = random.integer(0, 99);
    if (dice < 50) this.#network.cutOne();
    else if (dice < 75) this.#network.stallOne();
    else {
      if (dice < 83) this.#server.crash();
      else if (dice < 87) this.#server.stop();
      else this.#server.crashWithin(random.integer(0, 30));
      clock.after(random.between(100, random.pick([500, 20_000])), () => this.#server.start());
    }
  }
}
