/** A stream that may be slow, or gone. Must not know what is written. */
import type { Writable } from "node:stream";
import { withGrace } from "../../base/grace.ts";
import { outputGraceMs } from "../../base/limits.ts";
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

  /**
   * Resolves when all that was written is taken, or never can be because the stream failed; or a while after `signal` is
   * aborted, when whoever reads has stopped reading. It waits for the callbacks of the writes themselves: Bun 1.4.5 calls
   * back for a further `write("")` before earlier writes have left a full socket's buffer.
   */
  async finished(signal: AbortSignal): Promise<void> {
    if (this.#isGone || this.#stream.destroyed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#stream.once("close", resolve);
    this.#stream.once("error", resolve);
    this.#receipts.whenIdle(resolve);
    await withGrace(promise, signal, outputGraceMs);
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
