/** A stream that may be slow, or gone. Must not know what is written. */
import type { Writable } from "node:stream";

export interface OutflowEvents {
  /** The stream takes no more for now, or takes more again. */
  readonly full: (full: boolean) => void;
  /** Nobody reads on. */
  readonly gone: () => void;
}

/** Everything that is written goes out, in order; whoever writes waits while it is full. */
export class Outflow {
  readonly #stream: Writable;
  readonly #events: OutflowEvents;
  #full = false;

  constructor(stream: Writable, events: OutflowEvents) {
    this.#stream = stream;
    this.#events = events;
    stream.on("error", events.gone);
  }

  write(text: string): void {
    if (this.#stream.write(text) || this.#full) return;
    this.#full = true;
    this.#events.full(true);
    this.#stream.once("drain", () => {
      this.#full = false;
      this.#events.full(false);
    });
  }

  stop(): void {
    this.#stream.off("error", this.#events.gone);
  }
}
