/** One direction of a simulated TCP stream: bytes arrive in order, late, in pieces cut anywhere, or never. */
import type { World } from "./world.ts";

export interface Weather {
  /** What is taken before it pushes back. */
  readonly capacityBytes: number;
  readonly latencyMs: number;
  /** How likely a delivery is cut into pieces. */
  readonly cutting: number;
}

export interface Receiver {
  readonly received: (chunk: Uint8Array) => void;
  readonly ended: () => void;
}

const nothing = Buffer.alloc(0);

export class Pipe {
  receiver: Receiver | undefined;
  /** Called once after `write` took less than all, when there is room again. */
  drained: (() => void) | undefined;
  readonly #world: World;
  readonly #weather: Weather;
  readonly #name: string;
  #bytes: Buffer = nothing;
  #pushedBack = false;
  #held = false;
  #stalledUntil = 0;
  #onItsWay = false;
  #state: "open" | "finishing" | "finished" | "severed" = "open";
  /** Written into a line that is dead without knowing it. */
  #lostBytes = 0;

  constructor(world: World, weather: Weather, name: string) {
    this.#world = world;
    this.#weather = weather;
    this.#name = name;
  }

  /** Gives how many bytes were taken. */
  write(bytes: Uint8Array): number {
    if (this.#pushedBack) throw new Error(`${this.#name}: written before it was drained`);
    if (this.#state === "finishing" || this.#state === "finished")
      throw new Error(`${this.#name}: written after the end`);
    const capacity = this.#world.calm ? Number.POSITIVE_INFINITY : this.#weather.capacityBytes;
    const used = this.#state === "severed" ? this.#lostBytes : this.#bytes.length;
    const taken = Math.min(bytes.length, Math.max(0, capacity - used));
    if (this.#state === "severed") this.#lostBytes += taken;
    else this.#bytes = Buffer.concat([this.#bytes, bytes.subarray(0, taken)]);
    this.#pushedBack = taken < bytes.length;
    this.#send();
    return taken;
  }

  /** Ends behind what was written. */
  finish(): void {
    if (this.#state !== "open") return;
    this.#state = "finishing";
    this.#send();
  }

  /**
   * The line is dead: of what is on its way all arrives still, perhaps very late, or a part, cut at any byte; nothing
   * that is written from now on.
   */
  sever(): void {
    if (this.#state === "severed") return;
    this.#state = "severed";
    const { random } = this.#world;
    const { length } = this.#bytes;
    if (random.chance(0.6)) this.#bytes = this.#bytes.subarray(0, random.integer(0, length));
  }

  /** The receiver stops or goes on taking. */
  hold(held: boolean): void {
    this.#held = held;
    this.#send();
  }

  /** Nothing arrives for a while. */
  stall(milliseconds: number): void {
    this.#stalledUntil = Math.max(this.#stalledUntil, this.#world.clock.now() + milliseconds);
  }

  #send(): void {
    const due = this.#bytes.length > 0 || this.#state === "finishing";
    if (this.#onItsWay || !due || this.#held) return;
    this.#onItsWay = true;
    const { clock, random, calm } = this.#world;
    const wait = calm ? 0 : Math.max(0, this.#stalledUntil - clock.now());
    const latencyMs = calm ? 5 : this.#weather.latencyMs;
    clock.after(wait + random.between(0.2, 1.8) * latencyMs, () => this.#arrive());
  }

  #arrive(): void {
    this.#onItsWay = false;
    const { receiver } = this;
    if (this.#held || receiver === undefined) return;
    if (!this.#world.calm && this.#stalledUntil > this.#world.clock.now()) return this.#send();
    if (this.#bytes.length > 0) {
      const count = this.#pieceBytes();
      const chunk = Buffer.from(this.#bytes.subarray(0, count));
      this.#bytes = this.#bytes.subarray(count);
      this.#makeRoom();
      this.#world.trace(`${this.#name} ${count}`);
      receiver.received(chunk);
    } else if (this.#state === "finishing") {
      this.#state = "finished";
      this.#world.trace(`${this.#name} end`);
      receiver.ended();
    }
    this.#send();
  }

  #pieceBytes(): number {
    const { random } = this.#world;
    const { length } = this.#bytes;
    return random.chance(this.#weather.cutting) ? random.integer(1, length) : length;
  }

  #makeRoom(): void {
    if (!this.#pushedBack || this.#state === "severed") return;
    const { clock, random } = this.#world;
    clock.after(random.between(0, this.#weather.latencyMs), () => {
      if (!this.#pushedBack) return;
      this.#pushedBack = false;
      this.drained?.();
    });
  }
}
