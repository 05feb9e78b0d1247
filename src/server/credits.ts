/**
 * What waits for the store, of each session and in all. A store that has committed by the time `propose` returns
 * costs nothing here: what one turn may hold is bounded apart.
 */
import type { Turn } from "./turn.ts";
import { bytesOf, proposerOf } from "./turn.ts";

/**
 * Above one of these, nothing more is read from a session, or from any. Of a session its proposals count; in all also
 * notices and records that nobody waits for. Bytes are those in memory, roughly.
 */
export interface CreditLimits {
  readonly sessionProposalsMax: number;
  readonly sessionBytesMax: number;
  readonly itemsMax: number;
  readonly bytesMax: number;
}

interface Share {
  items: number;
  bytes: number;
}

export class Credits {
  readonly #limits: CreditLimits;
  readonly #all: Share = { items: 0, bytes: 0 };
  readonly #ofSession = new Map<number, Share>();

  constructor(limits: CreditLimits) {
    this.#limits = limits;
  }

  take({ items, proposals, bytes }: Turn): void {
    this.#all.items += items.length;
    this.#all.bytes += bytes;
    for (const proposal of proposals) {
      const session = proposerOf(proposal);
      if (session === undefined) continue;
      const share = this.#ofSession.get(session) ?? { items: 0, bytes: 0 };
      share.items += 1;
      share.bytes += bytesOf(proposal);
      this.#ofSession.set(session, share);
    }
  }

  /** Of a turn that took credit, once. */
  release({ items, proposals, bytes }: Turn): void {
    this.#all.items -= items.length;
    this.#all.bytes -= bytes;
    for (const proposal of proposals) {
      const session = proposerOf(proposal);
      const share = session === undefined ? undefined : this.#ofSession.get(session);
      if (session === undefined || share === undefined) continue;
      share.items -= 1;
      share.bytes -= bytesOf(proposal);
      if (share.items === 0) this.#ofSession.delete(session);
    }
  }

  /** The store has not yet said what became of something that this session proposed. */
  hasPending(session: number): boolean {
    return this.#ofSession.has(session);
  }

  isExhausted(session: number): boolean {
    const { sessionProposalsMax, sessionBytesMax, itemsMax, bytesMax } = this.#limits;
    if (this.#all.items > itemsMax || this.#all.bytes > bytesMax) return true;
    const share = this.#ofSession.get(session);
    return share !== undefined && (share.items > sessionProposalsMax || share.bytes > sessionBytesMax);
  }

  /** One turn alone holds so much that the rest is left to the next. */
  isFull({ items, bytes }: Turn): boolean {
    return items.length >= this.#limits.itemsMax || bytes >= this.#limits.bytesMax;
  }
}
