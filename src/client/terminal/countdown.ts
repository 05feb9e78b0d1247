/** The seconds until the next try to connect: says when their number changes. */
import type { Link } from "../shown-event.ts";
import type { Clock } from "../clock.ts";

export class Countdown {
  readonly #clock: Clock;
  readonly #changed: () => void;
  #endsAtMs = 0;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** Counts while the link is offline. */
  follow(link: Link): void {
    this.stop();
    if (link.state !== "offline") return;
    this.#endsAtMs = this.#clock.now() + link.retryInMs;
    this.#wait();
  }

  /** What is left, rounded up. */
  get seconds(): number {
    return Math.ceil(Math.max(0, this.#endsAtMs - this.#clock.now()) / msPerSecond);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #wait(): void {
    const leftMs = this.#endsAtMs - this.#clock.now();
    if (leftMs <= 0) return;
    this.#cancel = this.#clock.after(leftMs % msPerSecond || msPerSecond, () => {
      this.#changed();
      this.#wait();
    });
  }
}

const msPerSecond = 1_000;
