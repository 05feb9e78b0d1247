/**
 * Reads text from a stream on demand: what is not taken stays in the stream's buffer, which then reads no further
 * (back-pressure). It neither pauses nor resumes the stream: stdin in Bun 1.4.5 forgets its end when that comes between
 * the two (oven-sh/bun#43100).
 */
import type { Readable } from "node:stream";
import { errorCode } from "../../base/error-code.ts";

/** Owns the reading side of the stream until `stop`. Invalid UTF-8 is replaced. */
export class PullReader {
  readonly #input: Readable;
  readonly #ready: () => void;
  readonly #decoder = new TextDecoder();
  #ended = false;
  #failure: string | undefined;
  #stopped = false;

  /** @param ready called when there is something to take, and at the end; not before the constructor has returned */
  constructor(input: Readable, ready: () => void) {
    this.#input = input;
    this.#ready = ready;
    try {
      input.on("readable", ready);
    } catch (error) {
      // Bun 1.4.5 throws here when stdin is a folder.
      queueMicrotask(() => this.#onError(error));
    }
    input.on("error", this.#onError);
    for (const event of ends) input.on(event, this.#onEnd);
  }

  /** Why the stream ended before its end: the system's code. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** The stream gives nothing more: what `take` still has is the last. A stream that broke has ended, too. */
  get ended(): boolean {
    return this.#ended;
  }

  /** What has come since the last time. Undefined: nothing; `ready` is called when that has changed. */
  take(): string | undefined {
    const piece: unknown = this.#input.read();
    if (typeof piece === "string") return piece;
    if (piece instanceof Uint8Array) return this.#decoder.decode(piece, { stream: true });
    const rest = this.#ended ? this.#decoder.decode() : "";
    return rest === "" ? undefined : rest;
  }

  stop(): void {
    this.#input.off("readable", this.#ready);
    // An error nobody listens to would end the program.
    this.#input.on("error", () => undefined);
    this.#input.off("error", this.#onError);
    for (const event of ends) this.#input.off(event, this.#onEnd);
    this.#stopped = true;
  }

  readonly #onError = (error: unknown): void => {
    if (this.#stopped) return;
    this.#failure ??= errorCode(error) ?? String(error);
    this.#onEnd();
  };

  readonly #onEnd = (): void => {
    this.#ended = true;
    this.#ready();
  };
}

/** `close` comes alone when a stream is destroyed. */
const ends = ["end", "close"] as const;
