/** Writes to a stream that may be slow or closed: reports back-pressure, and when all is flushed. */
import type { Writable } from "node:stream";
import { withGrace } from "../../base/grace.ts";
import { outputGraceMs } from "../../base/limits.ts";
import { FlushTracker } from "./flush-tracker.ts";

export interface StreamWriterEvents {
  /** The stream takes no more for now, or takes more again. */
  readonly full: (full: boolean) => void;
  /** Nobody reads on. */
  readonly closed: () => void;
}

/** Everything that is written goes out, in order; whoever writes waits while it is full. */
export class StreamWriter {
  readonly #stream: Writable;
  readonly #events: StreamWriterEvents;
  readonly #flushes = new FlushTracker();
  #full = false;
  #isGone = false;

  constructor(stream: Writable, events: StreamWriterEvents) {
    this.#stream = stream;
    this.#events = events;
    stream.on("error", this.#onError);
  }

  write(text: string): void {
    if (this.#stream.write(text, this.#flushes.callback()) || this.#full) return;
    this.#full = true;
    this.#events.full(true);
    this.#stream.once("drain", () => {
      this.#full = false;
      this.#events.full(false);
    });
  }

  /** As `FlushTracker.whenFlushed`. */
  whenFlushed(call: () => void): void {
    this.#flushes.whenFlushed(call);
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
    this.#flushes.whenIdle(resolve);
    await withGrace(promise, signal, outputGraceMs);
    this.#stream.off("close", resolve);
    this.#stream.off("error", resolve);
  }

  stop(): void {
    this.#stream.off("error", this.#onError);
  }

  readonly #onError = (): void => {
    this.#isGone = true;
    this.#events.closed();
  };
}
