/** Takes lines out of a stream, only as many as are wanted. */
import type { Readable } from "node:stream";
import { inputLineCharactersMax } from "../limits.ts";
import { PullReader } from "./pull-reader.ts";

export interface LineEvents {
  /** Whether a line is wanted now; asked before each. */
  readonly wanted: () => boolean;
  /** `number` counts from 1. */
  readonly line: (line: string, number: number) => void;
  /** The last event: there are no more lines. `failure`: the system's code, of a stream that cannot be read on. */
  readonly end: (failure: string | undefined) => void;
}

/** Owns the reading side of the stream until `stop`. What is longer than a line may be is cut; invalid UTF-8 replaced. */
export class LineReader {
  readonly #input: PullReader;
  readonly #events: LineEvents;
  /** What was read and not given on; from `#at`. */
  #text = "";
  #at = 0;
  #begun = "";
  #count = 0;
  #stopped = false;
  #giving = false;

  constructor(input: Readable, events: LineEvents) {
    this.#events = events;
    this.#input = new PullReader(input, () => this.pull());
  }

  /** Gives lines as long as they are wanted and there are any. To be called when one is wanted again. */
  pull(): void {
    // A line may make another one wanted, at once: the loop below sees it.
    if (this.#giving || this.#stopped) return;
    this.#giving = true;
    this.#give();
    this.#giving = false;
  }

  stop(): void {
    this.#stopped = true;
    this.#input.stop();
  }

  #give(): void {
    while (!this.#stopped && this.#events.wanted()) {
      const end = this.#text.indexOf("\n", this.#at);
      if (end >= 0) {
        const line = this.#begun + this.#text.slice(this.#at, end);
        this.#at = end + 1;
        this.#begun = "";
        this.#giveLine(line);
        continue;
      }
      // One more than a line may have: it may be the half of a line's end.
      this.#begun = (this.#begun + this.#text.slice(this.#at)).slice(0, inputLineCharactersMax + 1);
      this.#at = 0;
      const text = this.#input.take();
      this.#text = text ?? "";
      if (text !== undefined) continue;
      if (this.#input.ended) this.#finish();
      return;
    }
  }

  #finish(): void {
    const last = this.#begun;
    const { failure } = this.#input;
    this.stop();
    // Of a stream that broke, the last line is perhaps only half of one.
    if (last !== "" && failure === undefined) this.#giveLine(last);
    this.#events.end(failure);
  }

  #giveLine(line: string): void {
    this.#count += 1;
    this.#events.line(cut(line), this.#count);
  }
}

function cut(line: string): string {
  const whole = line.endsWith("\r") ? line.slice(0, -1) : line;
  return whole.slice(0, inputLineCharactersMax);
}
