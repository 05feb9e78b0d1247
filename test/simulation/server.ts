/**
 * The real hub on simulated ground: it is started over what its store has kept, dies at any moment, also in the
 * middle of a step, and is started again.
 */
import { getLogger } from "@logtape/logtape";
import { en } from "../../src/locale/en.ts";
import type { Connection, ConnectionEvents } from "../../src/server/connection.ts";
import type { Scheduler } from "../../src/server/scheduler.ts";
import type { CreditLimits } from "../../src/server/credits.ts";
import { Hub } from "../../src/server/hub.ts";
import type { OpenLog } from "../../src/log/log.ts";
import { JsonCodec } from "../../src/protocol/json-codec.ts";
import { closeTimeoutMs } from "../../src/protocol/limits.ts";
import type { Storage } from "./storage.ts";
import type { World } from "./world.ts";

/** Thrown where the process dies; passes through everything that the hub was about to do. */
class Crash extends Error {}

const stopMs = closeTimeoutMs + 2_000;

export interface SimulatedServerOptions {
  readonly storage: Storage;
  /** The storage's own, or a planted one. */
  readonly open: OpenLog;
  readonly credits: CreditLimits | undefined;
}

export class SimulatedServer {
  /** All lines break. */
  died: () => void = () => undefined;
  readonly #world: World;
  readonly #storage: Storage;
  readonly #open: OpenLog;
  readonly #credits: CreditLimits | undefined;
  #hub: Hub | undefined;
  #stopping = false;
  /** Counts the processes: what an earlier one had asked for does not happen. */
  #life = 0;
  #strikesLeft = Number.POSITIVE_INFINITY;
  #running = false;

  constructor(world: World, { storage, open, credits }: SimulatedServerOptions) {
    this.#open = open;
    this.#world = world;
    this.#storage = storage;
    this.#credits = credits;
    storage.strike = () => this.strike();
  }

  get listening(): boolean {
    return this.#hub !== undefined && !this.#stopping;
  }

  start(): void {
    if (this.listening) return;
    if (this.#stopping) this.crash();
    this.#life += 1;
    const { random } = this.#world;
    this.#world.trace(`server starts, life ${this.#life}`);
    const life = this.#life;
    this.#within(life, () => {
      this.#hub = new Hub({
        server: { name: "Room", version: "1" },
        wording: en,
        openLog: (listener) =>
          this.#open({
            committed: (batch, origin) => this.#within(life, () => listener.committed(batch, origin)),
            failed: (cause, receipts) => this.#within(life, () => listener.failed(cause, receipts)),
          }),
        scheduler: this.#scheduler(life),
        freshId: () => random.id(),
        // Nobody has configured it, so it is silent.
        logger: getLogger("simulation"),
        collectGarbage: () => undefined,
        ...(this.#credits === undefined ? {} : { credits: this.#credits }),
      });
    });
  }

  /** SIGTERM: everybody is told, and the process ends some seconds later. */
  stop(): void {
    if (!this.listening) return;
    this.#world.trace("server stops");
    this.#stopping = true;
    // A crash in an asynchronous call would end in its promise.
    this.#strikesLeft = Number.POSITIVE_INFINITY;
    const life = this.#life;
    this.#within(life, () => void this.#hub?.stop().catch((error: unknown) => this.#stopFailed(life, error)));
    this.#world.clock.after(stopMs, () => {
      if (this.#stopping) this.crash();
    });
  }

  /** What a process that is gone by now could not do any more concerns nobody. */
  #stopFailed(life: number, error: unknown): void {
    if (life === this.#life && !(error instanceof Crash)) throw error;
  }

  /** SIGKILL. */
  crash(): void {
    if (this.#hub === undefined) return;
    this.#stopping = false;
    this.#world.trace("server crashes");
    this.#hub = undefined;
    this.#life += 1;
    this.#strikesLeft = Number.POSITIVE_INFINITY;
    this.#storage.crash();
    this.died();
  }

  /** The process will die in the middle of what it does, at one of the next writes or commits. */
  crashWithin(strikes: number): void {
    this.#strikesLeft = strikes;
  }

  /** A place where a crash can strike. */
  strike(): void {
    this.#strikesLeft -= 1;
    if (this.#strikesLeft < 0) throw new Crash("the process died here");
  }

  accept(connection: Connection): ConnectionEvents {
    const life = this.#life;
    let events: ConnectionEvents | undefined;
    const within = (act: (known: ConnectionEvents) => void) =>
      this.#within(life, () => {
        if (events !== undefined) act(events);
      });
    this.#within(life, () => (events = this.#hub?.accept(connection, new JsonCodec(en))));
    return {
      received: (chunk) => within((known) => known.received(chunk)),
      drained: () => within((known) => known.drained()),
      ended: () => within((known) => known.ended()),
      closed: () => within((known) => known.closed()),
    };
  }

  /** A step of one process: it may be its last, and nothing may go wrong in it. */
  #within(life: number, act: () => void): void {
    if (life !== this.#life) return;
    if (this.#running) return act();
    this.#running = true;
    try {
      act();
    } catch (error) {
      if (!(error instanceof Crash))
        this.#world.violate(`the server threw ${error instanceof Error ? (error.stack ?? "") : ""}`);
      this.crash();
    } finally {
      this.#running = false;
    }
  }

  #scheduler(life: number): Scheduler {
    const { clock, random } = this.#world;
    return {
      now: () => clock.now(),
      monotonic: () => clock.now(),
      // What arrives in between belongs to the same turn.
      atTurnEnd: (act) => void clock.after(random.pick([0, 0, 1, 5]), () => this.#within(life, act)),
      after: (delayMs, act) => clock.after(delayMs, () => this.#within(life, act)),
    };
  }
}
