/**
 * Keys as they are pressed: what the terminal sends, decoded, and an Escape or a paste without an end after a while. Must
 * not know what a key does.
 */
import type { Clock } from "../../clock.ts";
import type { Key } from "./key.ts";
import { KeyDecoder } from "./key-decoder.ts";

export class Keyboard {
  readonly #decoder = new KeyDecoder();
  readonly #clock: Clock;
  readonly #press: (keys: readonly Key[]) => void;
  #cancel: (() => void) | undefined;

  /** @param press called with the keys of one chunk, perhaps none */
  constructor(clock: Clock, press: (keys: readonly Key[]) => void) {
    this.#clock = clock;
    this.#press = press;
  }

  receive(chunk: Uint8Array | string): void {
    this.stop();
    const keys = this.#decoder.push(chunk, this.#clock.now());
    const { deadline } = this.#decoder;
    if (deadline !== undefined) {
      this.#cancel = this.#clock.after(deadline - this.#clock.now(), () => {
        this.#press(this.#decoder.flush(deadline));
      });
    }
    this.#press(keys);
  }

  /** Waits for nothing any more. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
