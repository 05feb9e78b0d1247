/** A stream that may be slow, or gone. Must not know what is written. */
import type { Writable } from "node:stream";
import { Receipts } from "../receipts.ts";

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
  readonly #receipts = new Receipts();
  #full = false;
  #isGone = false;

  constructor(stream: Writable, events: OutflowEvents) {
    this.#stream = stream;
    this.#events = events;
    stream.on("error", this.#onError);
  }

  write(text: string): void {
    if (this.#stream.write(text, this.#receipts.expect()) || this.#full) return;
    this.#full = true;
    this.#events.full(true);
    this.#stream.once("drain", () => {
      this.#full = false;
      this.#events.full(false);
    });
  }

  /** As `Receipts.whenTaken`. */
  whenTaken(call: () => void): void {
    this.#receipts.whenTaken(call);
  }

  /** Resolves when all that was written is taken, or never can be. */
  async finished(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#stream.once("close", resolve);
    this.#stream.once("error", resolve);
    // A write of its own, so that no call that waits for the last one is left out for this.
    if (!this.#isGone && !this.#stream.destroyed) {
      this.#stream.write("", this.#receipts.expect(resolve));
      await promise;
    }
    this.#stream.off("close", resolve);
    this.#stream.off("error", resolve);
  }

  stop(): void {
    this.#stream.off("error", this.#onError);
  }

  readonly #onError = (): void => {
    this.#isGone = true;
    this.#events.gone();
  };
}
