/**
 * Somebody who types, one key at a time, whatever the screen does meanwhile: each key is another sign than those on
 * the screen, so that it is known which one is seen.
 */
import type { Output } from "./output.ts";

export class Typist {
  /** From a key to its sign on the screen, in the order in which they were seen. */
  readonly latencies: number[] = [];
  keys = 0;
  readonly #output: Output;
  readonly #press: (keys: string) => void;

  constructor(output: Output, press: (keys: string) => void) {
    this.#output = output;
    this.#press = press;
  }

  /** Types for so long, and gives up waiting for the last signs after a while. */
  async type(seconds: number): Promise<void> {
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
      this.#key();
      await Bun.sleep(pauseMsMin + Math.random() * (pauseMsMax - pauseMsMin));
    }
    const deadline = performance.now() + unseenSecondsMax * 1000;
    while (this.#output.unseen > 0 && performance.now() < deadline) await Bun.sleep(5);
    this.#press(clearLine);
  }

  #key(): void {
    if (this.keys > 0 && this.keys % lineKeys === 0) this.#press(clearLine);
    const sign = signs[this.keys % signs.length] ?? "";
    this.keys += 1;
    const pressedAt = performance.now();
    this.#output.await(sign, (seenAt) => void this.latencies.push(seenAt - pressedAt));
    this.#press(sign);
  }
}

/** Letters that no message of the flood and no interface in English has: two bytes and one column each. */
const signs = [
  ...lettersFrom("α", 25),
  ...lettersFrom("а", 32),
  ...lettersFrom("Б", 20),
  ...lettersFrom("Γ", 6),
];
/** A line of so many keys stays within one row, and none of its signs comes again in the next line. */
const lineKeys = 40;
const clearLine = "\x15";
const pauseMsMin = 50;
const pauseMsMax = 150;
const unseenSecondsMax = 10;

function lettersFrom(first: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) =>
    String.fromCodePoint((first.codePointAt(0) ?? 0) + index),
  );
}
