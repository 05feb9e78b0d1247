/** One simulated connection between a client and the server: two pipes and the many ways to end. */
import type { Connection, ConnectionEvents } from "../../src/server/connection.ts";
import { Pipe } from "./pipe.ts";
import type { Weather } from "./pipe.ts";
import type { World } from "./world.ts";

/** What the client's end is told. After `closed` nothing comes. */
export interface ClientEnd {
  readonly received: (chunk: Uint8Array) => void;
  readonly drained: () => void;
  readonly closed: () => void;
}

export class Link implements Connection {
  readonly peer: Connection["peer"];
  readonly #world: World;
  readonly #weather: Weather;
  readonly #up: Pipe;
  readonly #down: Pipe;
  #client: ClientEnd | undefined;
  #server: ConnectionEvents | undefined;
  #clientEnded = false;
  #serverFinished = false;
  /** Called before each write of the server: where a crash can strike. */
  readonly #beforeWrite: () => void;

  constructor(world: World, name: string, weather: Weather, beforeWrite: () => void) {
    this.#world = world;
    this.#weather = weather;
    this.#beforeWrite = beforeWrite;
    this.peer = { address: name, transport: "simulated", encrypted: false };
    this.#up = new Pipe(world, weather, `${name} up`);
    this.#down = new Pipe(world, weather, `${name} down`);
  }

  /** Both ends are there. */
  join(client: ClientEnd, accept: (connection: Connection) => ConnectionEvents): void {
    this.#client = client;
    this.#up.receiver = {
      received: (chunk) => this.#server?.received(chunk),
      ended: () => {
        this.#clientEnded = true;
        this.#server?.ended();
        this.#closeServerSoon();
      },
    };
    this.#down.receiver = {
      received: (chunk) => this.#client?.received(chunk),
      ended: () => this.#loseClient(),
    };
    this.#up.drained = () => this.#client?.drained();
    this.#down.drained = () => this.#server?.drained();
    this.#server = accept(this);
  }

  /** Neither end knows of the other any more. */
  get dead(): boolean {
    return this.#client === undefined && this.#server === undefined;
  }

  // The client's end.

  send(bytes: Uint8Array): number {
    return this.#up.write(bytes);
  }

  shutdown(): void {
    this.#up.finish();
  }

  /** The client drops the line; the server learns it late, or has to find out. */
  abandon(): void {
    if (this.#client === undefined) return;
    this.#client = undefined;
    this.#down.sever();
    this.#up.sever();
    this.#tellServer();
  }

  // The server's end.

  write(bytes: Uint8Array): number {
    this.#beforeWrite();
    return this.#server === undefined ? bytes.length : this.#down.write(bytes);
  }

  pause(): void {
    this.#up.hold(true);
  }

  resume(): void {
    this.#up.hold(false);
  }

  finish(): void {
    if (this.#serverFinished) throw new Error("finished twice");
    this.#serverFinished = true;
    this.#down.finish();
    this.#closeServerSoon();
  }

  terminate(): void {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    this.#sever();
    this.#tellClient();
    server.closed();
  }

  // What befalls it.

  /** The network fails: what is on its way arrives in part, and each end learns it late or has to find out. */
  cut(): void {
    this.#sever();
    this.#tellServer();
    this.#tellClient();
  }

  /** One end is not reached for a while, or both. */
  stall(milliseconds: number): void {
    const { random } = this.#world;
    if (random.chance(0.7)) this.#down.stall(milliseconds);
    if (random.chance(0.7)) this.#up.stall(milliseconds);
  }

  /** The server's process is gone, and with it all that it had not handed over. */
  serverDied(): void {
    this.#server = undefined;
    this.#up.sever();
    if (this.#world.random.chance(0.5)) this.#down.finish();
    else {
      this.#down.sever();
      this.#tellClient();
    }
  }

  #sever(): void {
    this.#up.sever();
    this.#down.sever();
  }

  #tellServer(): void {
    const { clock, random, calm } = this.#world;
    const unnoticed = !calm && random.chance(halfOpen);
    // In the end, the system's keep-alive finds what nobody was told.
    clock.after(unnoticed ? keepAliveEndMs : random.between(0, noticeMsMax), () => this.#loseServer());
  }

  #tellClient(): void {
    const { clock, random, calm } = this.#world;
    if (!calm && random.chance(halfOpen)) return;
    clock.after(random.between(0, noticeMsMax), () => this.#loseClient());
  }

  #loseServer(): void {
    const server = this.#server;
    this.#server = undefined;
    server?.closed();
  }

  #loseClient(): void {
    const client = this.#client;
    this.#client = undefined;
    this.#up.finish();
    client?.closed();
  }

  #closeServerSoon(): void {
    if (!this.#clientEnded || !this.#serverFinished) return;
    this.#world.clock.after(this.#weather.latencyMs, () => this.#loseServer());
  }
}

/** How often an end has to find out by itself that the other is gone. */
const halfOpen = 0.25;
const noticeMsMax = 3_000;
const keepAliveEndMs = 120_000;
