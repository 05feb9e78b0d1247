/** A client of few habits over a simulated socket, for the old client and the rogue: connects again when it is cut off. */
import type { Network } from "./network.ts";
import { SimulatedSocket } from "./socket.ts";
import type { World } from "./world.ts";

export interface Habits {
  readonly opened: () => void;
  readonly received: (chunk: Uint8Array) => void;
  readonly closed: () => void;
}

export class Visitor {
  readonly #world: World;
  readonly #network: Network;
  readonly #name: string;
  readonly #habits: Habits;
  #socket: SimulatedSocket | undefined;

  constructor(world: World, network: Network, name: string, habits: Habits) {
    this.#world = world;
    this.#network = network;
    this.#name = name;
    this.#habits = habits;
  }

  connect(): void {
    const { clock, random } = this.#world;
    let over = false;
    const closed = () => {
      if (over) return;
      over = true;
      this.#habits.closed();
      clock.after(random.between(500, 3_000), () => this.connect());
    };
    const socket = new SimulatedSocket(this.#world, this.#network, this.#name, {
      opened: this.#habits.opened,
      received: this.#habits.received,
      closed,
    });
    this.#socket = socket;
    // It knows no heartbeat, and looks now and then whether anything still comes.
    this.hangUp = () => {
      socket.close(false);
      closed();
    };
  }

  send(text: string): void {
    this.#socket?.send(text);
  }

  /** Drops the line, and comes back. */
  hangUp: () => void = () => undefined;
}
