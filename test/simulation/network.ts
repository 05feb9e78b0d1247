/** The simulated network: who connects, over which weather, and what befalls the lines. */
import type { CloseReason } from "../../src/client/session/event.ts";
import type { ClientEnd } from "./link.ts";
import { Link } from "./link.ts";
import type { Weather } from "./pipe.ts";
import type { SimulatedServer } from "./server.ts";
import type { World } from "./world.ts";

export interface Caller extends ClientEnd {
  /** The line is there. */
  readonly opened: (link: Link) => void;
  readonly refused: (reason: CloseReason) => void;
}

export class Network {
  readonly #world: World;
  readonly #server: SimulatedServer;
  #links: Link[] = [];
  #connected = 0;

  constructor(world: World, server: SimulatedServer) {
    this.#world = world;
    this.#server = server;
    server.died = () => {
      for (const link of this.#living()) link.serverDied();
    };
  }

  /** Connects, sooner or later, or is refused, or hears nothing at all. The result gives the try up. */
  connect(who: string, caller: Caller): () => void {
    const { clock, random, calm } = this.#world;
    const weather = this.#weather();
    if (!calm && random.chance(silent)) return () => undefined;
    let givenUp = false;
    clock.after(weather.latencyMs * 2, () => {
      if (!this.#server.listening) {
        if (!givenUp) caller.refused({ type: "refused" });
        return;
      }
      this.#connected += 1;
      const name = `${who}#${this.#connected}`;
      const link = new Link(this.#world, name, weather, () => this.#server.strike());
      this.#links.push(link);
      this.#world.trace(`${name} connects`);
      link.join(caller, (connection) => this.#server.accept(connection));
      clock.after(weather.latencyMs, () => {
        if (givenUp) link.abandon();
        else caller.opened(link);
      });
    });
    return () => (givenUp = true);
  }

  cutOne(): void {
    const living = this.#living();
    if (living.length > 0) this.#world.random.pick(living).cut();
  }

  stallOne(): void {
    const living = this.#living();
    const { random } = this.#world;
    if (living.length > 0) random.pick(living).stall(random.between(100, stallMsMax));
  }

  #living(): readonly Link[] {
    this.#links = this.#links.filter((link) => !link.dead);
    return this.#links;
  }

  #weather(): Weather {
    const { random, calm } = this.#world;
    if (calm) return { capacityBytes: 65_536, latencyMs: 5, cutting: 0.1 };
    const capacityBytes = random.pick([64, 400, 2_000, 20_000, 1_000_000]);
    const latencyMs = random.pick([0.5, 5, 40, 300]);
    return { capacityBytes, latencyMs, cutting: random.pick([0, 0.2, 0.9]) };
  }
}

/** How often a try to connect vanishes without an answer. */
const silent = 0.05;
const stallMsMax = 40_000;
