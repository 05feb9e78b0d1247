/**
 * Takes lines out of a stream, only as many as are wanted: the stream is stopped while nobody asks. Must not know what a
 * line means.
 */
import type { Readable } from "node:stream";
import { inputLineCharactersMax } from "../../protocol/limits.ts";

export interface LineEvents {
  /** Whether a line is wanted now; asked before each. */
  readonly wanted: () => boolean;
  readonly line: (line: string) => void;
  /** The last event: there are no more lines. */
  readonly end: () => void;
}

/** Owns the reading side of the stream until `stop`. What is longer than a line may be is cut; invalid UTF-8 replaced. */
export class LineReader {
  readonly #input: Readable;
  readonly #events: LineEvents;
  readonly #decoder = new TextDecoder();
  /** What was read and not given on; from `#at`. */
  #text = "";
  #at = 0;
  #begun = "";
  #atEnd = false;
  #stopped = false;
  #giving = false;

  constructor(input: Readable, events: LineEvents) {
    this.#input = input;
    this.#events = events;
    input.on("data", this.#onData);
    input.on("end", this.#onEnd);
    input.on("error", this.#onEnd);
  }

  /** Gives lines as long as they are wanted, then lets the stream go on or stops it. To be called when one is wanted. */
  pull(): void {
    // A line may make another one wanted, at once: the loop below sees it.
    if (this.#giving || this.#stopped) return;
    this.#giving = true;
    this.#give();
    this.#giving = false;
    if (this.#stopped || this.#atEnd) return;
    if (this.#at < this.#text.length) this.#input.pause();
    else this.#input.resume();
  }

  stop(): void {
    this.#stopped = true;
    this.#input.off("data", this.#onData);
    this.#input.off("end", this.#onEnd);
    this.#input.pause();
  }

  readonly #onData = (chunk: Uint8Array | string): void => {
    const text = typeof chunk === "string" ? chunk : this.#decoder.decode(chunk, { stream: true });
    this.#text = this.#text.slice(this.#at) + text;
    this.#at = 0;
    this.pull();
  };

  readonly #onEnd = (): void => {
    this.#atEnd = true;
    this.pull();
  };

  #give(): void {
    while (!this.#stopped && this.#events.wanted()) {
      const end = this.#text.indexOf("\n", this.#at);
      if (end >= 0) {
        const line = this.#begun + this.#text.slice(this.#at, end);
        this.#at = end + 1;
        this.#begun = "";
        this.#events.line(cut(line));
        continue;
      }
      this.#begun = cut(this.#begun + this.#text.slice(this.#at));
      this.#text = "";
      this.#at = 0;
      if (this.#atEnd) this.#finish();
      return;
    }
  }

  #finish(): void {
    const last = this.#begun;
    this.stop();
    if (last !== "") this.#events.line(cut(last));
    this.#events.end();
  }
}

function cut(line: string): string {
  const whole = line.endsWith("\r") ? line.slice(0, -1) : line;
  return whole.slice(0, inputLineCharactersMax);
}
