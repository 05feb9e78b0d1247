/**
 * A client's socket over the simulated network, with the habits of `src/client/connection.ts`: what is not taken
 * waits, and hanging up gently ends behind it.
 */
import type { ServerConnectionEvents } from "../../src/client/connection.ts";
import { leaveTimeoutMs } from "../../src/client/limits.ts";
import type { Link } from "./link.ts";
import type { Network } from "./network.ts";
import type { World } from "./world.ts";

export class SimulatedSocket {
  readonly #world: World;
  readonly #events: ServerConnectionEvents;
  readonly #giveUp: () => void;
  #state: "connecting" | "open" | "closing" | "closed" = "connecting";
  #link: Link | undefined;
  #queue: Uint8Array[] = [];
  #blocked = false;

  constructor(world: World, network: Network, who: string, events: ServerConnectionEvents) {
    this.#world = world;
    this.#events = events;
    this.#giveUp = network.connect(who, {
      opened: (link) => this.#opened(link),
      refused: (reason) => {
        if (this.#state !== "connecting") return;
        this.#state = "closed";
        events.closed(reason);
      },
      received: (chunk) => {
        // What comes before the connection is known to be open would wait in the system.
        if (this.#state === "connecting") this.#early.push(chunk);
        else if (this.#state === "open") events.received(chunk);
      },
      drained: () => {
        this.#blocked = false;
        this.#flush();
      },
      closed: () => this.#gone(),
    });
  }

  readonly #early: Uint8Array[] = [];

  send(text: string): void {
    if (this.#state !== "open") return;
    this.#queue.push(Buffer.from(text));
    this.#flush();
  }

  close(gently: boolean): void {
    if (this.#state !== "open" || !gently) return this.#drop();
    this.#state = "closing";
    this.#world.clock.after(leaveTimeoutMs, () => this.#drop());
    this.#flush();
  }

  #opened(link: Link): void {
    if (this.#state !== "connecting") return;
    this.#link = link;
    this.#state = "open";
    this.#events.opened();
    for (const chunk of this.#early.splice(0)) if (this.#isOpen()) this.#events.received(chunk);
  }

  #isOpen(): boolean {
    return this.#state === "open";
  }

  #flush(): void {
    while (!this.#blocked && this.#link !== undefined) {
      const chunk = this.#queue[0];
      if (chunk === undefined) break;
      const taken = this.#link.send(chunk);
      this.#blocked = taken < chunk.length;
      if (this.#blocked) this.#queue[0] = chunk.subarray(taken);
      else this.#queue.shift();
    }
    if (this.#state === "closing" && this.#queue.length === 0) this.#link?.shutdown();
  }

  #drop(): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#queue = [];
    this.#giveUp();
    this.#link?.abandon();
  }

  #gone(): void {
    if (this.#state === "closed") return;
    const told = this.#state !== "closing";
    this.#state = "closed";
    this.#queue = [];
    if (told) this.#events.closed({ type: "lost" });
  }
}
