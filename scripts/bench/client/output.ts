/**
 * Reads what a client writes to its terminal, as it comes and without drawing it: which signs are seen for the first
 * time, which numbered messages, how many frames.
 */
import { numberDigits, numberMark } from "./flood.ts";

export class Output {
  /** When the last piece came, by `performance.now()`. */
  lastAt = 0;
  frames = 0;
  /** Numbered messages that were seen, each counted once, and the highest number with the time it was seen, since 1970. */
  shown = 0;
  highest = 0;
  highestAtMs = 0;
  #rest: Uint8Array = new Uint8Array(0);
  readonly #awaited = new Map<string, (at: number) => void>();

  /** Calls once, with the time, when the sign is written. It must not be on the screen, nor on its way there. */
  await(sign: string, seen: (at: number) => void): void {
    this.#awaited.set(sign, seen);
  }

  /** Signs that have not been seen. */
  get unseen(): number {
    return this.#awaited.size;
  }

  received(chunk: Uint8Array): void {
    const now = performance.now();
    this.lastAt = now;
    const before = this.#rest.length;
    const bytes = Buffer.concat([this.#rest, chunk]);
    for (const [sign, seen] of this.#awaited) {
      if (!bytes.includes(sign)) continue;
      this.#awaited.delete(sign);
      seen(now);
    }
    for (const at of placesOf(bytes, frameBegins)) if (at + frameBegins.length > before) this.frames += 1;
    for (const at of placesOf(bytes, numberMark)) this.#number(bytes, at, before);
    this.#rest = bytes.subarray(-restBytes);
  }

  #number(bytes: Buffer, at: number, before: number): void {
    const end = at + numberMark.length + numberDigits;
    if (end <= before || end > bytes.length) return;
    const digits = bytes.toString("latin1", at + numberMark.length, end);
    const number = /^\d+$/.test(digits) ? Number(digits) : 0;
    if (number <= this.highest) return;
    this.shown += 1;
    this.highest = number;
    this.highestAtMs = Date.now();
  }
}

function* placesOf(bytes: Buffer, mark: string): Generator<number> {
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) yield at;
}

/** @source "Synchronized Output": a client that does not use it has no frames that could be counted */
const frameBegins = "\x1b[?2026h";
/** Longer than anything that is looked for. */
const restBytes = 16;
