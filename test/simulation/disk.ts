/** What somebody's client keeps on disk from run to run, as `src/client/identity` does it, but in memory. */
import type { Keyed } from "../../src/client/session/outbox.ts";
import type { Recalled, Remembered } from "../../src/client/session/remembered.ts";
import { nothingRemembered } from "../../src/client/session/remembered.ts";

/** Where planted faults come in. */
export interface DiskTampering {
  readonly kept?: (remembered: Remembered) => Remembered;
  readonly journaled?: (put: readonly Keyed[]) => readonly Keyed[];
}

export class Disk {
  /** Under which it came in last. */
  nickname: string;
  readonly #tampering: DiskTampering;
  #remembered: Remembered | undefined;
  readonly #unsent = new Map<string, Keyed>();

  constructor(nickname: string, tampering: DiskTampering) {
    this.nickname = nickname;
    this.#tampering = tampering;
  }

  /** The messages in the journal, in order. */
  get unsent(): readonly Keyed[] {
    return Array.from(this.#unsent.values());
  }

  recall(): Recalled | undefined {
    if (this.#remembered === undefined && this.#unsent.size === 0) return undefined;
    return { ...nothingRemembered, ...this.#remembered, unsent: this.unsent };
  }

  remember(nickname: string, remembered: Remembered): void {
    this.nickname = nickname;
    this.#remembered = this.#tampering.kept?.(remembered) ?? remembered;
  }

  journal(put: readonly Keyed[], struck: readonly string[]): void {
    for (const request of this.#tampering.journaled?.(put) ?? put) this.#unsent.set(request.key, request);
    for (const key of struck) this.#unsent.delete(key);
  }
}
