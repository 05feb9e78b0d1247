/**
 * Reads a server's bytes as messages, in time slices: when a slice is over, the rest waits for the next turn of the event
 * loop and nothing more is read from the server meanwhile, so that keys and signals are handled however much it sends.
 */
import { FrameReader } from "../protocol/framing.ts";
import { frameDepthMax, serverFrameBytesMax } from "../protocol/limits.ts";
import type { ServerMessage } from "../protocol/server-message.ts";
import { portionTurnMs, portionUnitsMax } from "./limits.ts";
import { decodeMessages } from "./decode-messages.ts";

export interface MessageReaderOptions {
  /** Called for every chunk at least once, also when no message is whole yet. */
  readonly take: (messages: readonly ServerMessage[]) => void;
  /** Whether more should be read from the server. */
  readonly wanted: (wanted: boolean) => void;
  /** Milliseconds that only go forward. */
  readonly now: () => number;
  /** Calls in the next turn of the event loop. */
  readonly soon: (call: () => void) => void;
}

/** For one connection. */
export class MessageReader {
  readonly #options: MessageReaderOptions;
  readonly #reader = new FrameReader({ bytesMax: serverFrameBytesMax, depthMax: frameDepthMax });
  #chunks: Uint8Array[] = [];
  /** The reader has the rest of a chunk. */
  #isReading = false;
  #state: "idle" | "working" | "waiting" | "stopped" = "idle";
  #paused = false;
  #wanted = true;
  #end: (() => void) | undefined;

  constructor(options: MessageReaderOptions) {
    this.#options = options;
  }

  /** The chunk is this object's from then on. */
  receive(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#work();
  }

  /** The connection is gone: calls when everything that was received has been taken. */
  end(call: () => void): void {
    this.#end = call;
    this.#work();
  }

  /** While it is paused nothing is taken. */
  setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#work();
  }

  /** Takes nothing any more. */
  stop(): void {
    this.#state = "stopped";
  }

  #work(): void {
    const { now, soon, take } = this.#options;
    if (this.#state !== "idle") return;
    this.#state = "working";
    const endsAtMs = now() + portionTurnMs;
    while (this.#state === "working" && !this.#paused && this.#hasMore && now() < endsAtMs)
      take(this.#next());
    if (this.#state !== "working") return;
    this.#state = "idle";
    this.#want(!this.#paused && !this.#hasMore);
    if (this.#paused) return;
    if (!this.#hasMore) return this.#end?.();
    this.#state = "waiting";
    soon(() => {
      if (this.#state !== "waiting") return;
      this.#state = "idle";
      this.#work();
    });
  }

  get #hasMore(): boolean {
    return this.#isReading || this.#chunks.length > 0;
  }

  #next(): readonly ServerMessage[] {
    if (!this.#isReading) {
      const chunk = this.#chunks.shift();
      if (chunk === undefined) return [];
      this.#reader.push(chunk);
      this.#isReading = true;
    }
    const messages = decodeMessages(this.#reader, portionUnitsMax);
    this.#isReading = !this.#reader.exhausted;
    return messages;
  }

  #want(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#options.wanted(wanted);
  }
}
