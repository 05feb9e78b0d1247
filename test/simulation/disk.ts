/**
 * What somebody's client keeps on disk from run to run, as `src/client/identity` does it, but in memory. Must not know
 * when a run ends, or how.
 */
import type { KeyedRequest } from "../../src/client/session/outbox.ts";
import type { RestoredSession, SavedSession } from "../../src/client/session/saved-session.ts";
import { emptySavedSession } from "../../src/client/session/saved-session.ts";

/** Where planted faults come in. */
export interface DiskTampering {
  readonly kept?: (remembered: SavedSession) => SavedSession;
  readonly journaled?: (put: readonly KeyedRequest[]) => readonly KeyedRequest[];
}

export class Disk {
  /** Under which it came in last. */
  nickname: string;
  readonly #tampering: DiskTampering;
  #remembered: SavedSession | undefined;
  readonly #unsent = new Map<string, KeyedRequest>();

  constructor(nickname: string, tampering: DiskTampering) {
    this.nickname = nickname;
    this.#tampering = tampering;
  }

  /** The messages in the journal, in order. */
  get unsent(): readonly KeyedRequest[] {
    return Array.from(this.#unsent.values());
  }

  restore(): RestoredSession | undefined {
    if (this.#remembered === undefined && this.#unsent.size === 0) return undefined;
    return { ...emptySavedSession, ...this.#remembered, unsent: this.unsent };
  }

  remember(nickname: string, remembered: SavedSession): void {
    this.nickname = nickname;
    this.#remembered = this.#tampering.kept?.(remembered) ?? remembered;
  }

  journal(put: readonly KeyedRequest[], struck: readonly string[]): void {
    for (const request of this.#tampering.journaled?.(put) ?? put) this.#unsent.set(request.key, request);
    for (const key of struck) this.#unsent.delete(key);
  }
}
