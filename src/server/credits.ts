/**
 * Back-pressure from the store: how much is waiting for it, per session and in total. A store that commits before
 * `propose` returns takes no credit; what one turn may hold has a bound of its own.
 */
import type { Turn } from "./turn.ts";
import { bytesOf, proposerOf } from "./turn.ts";

/**
 * Above one of these limits, no more is read from that session, or from any. Per session, its proposals count; in
 * total, also notices and records without a waiting session. Bytes are estimates.
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

  /** Call it once for a turn that took credit. */
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

  /** Whether the store has not yet decided about a proposal of this session. */
  hasPending(session: number): boolean {
    return this.#ofSession.has(session);
  }

  isExhausted(session: number): boolean {
    const { sessionProposalsMax, sessionBytesMax, itemsMax, bytesMax } = this.#limits;
    if (this.#all.items > itemsMax || this.#all.bytes > bytesMax) return true;
    const share = this.#ofSession.get(session);
    return share !== undefined && (share.items > sessionProposalsMax || share.bytes > sessionBytesMax);
  }

  /** Whether one turn is so large that the rest has to wait for the next. */
  isFull({ items, bytes }: Turn): boolean {
    return items.length >= this.#limits.itemsMax || bytes >= this.#limits.bytesMax;
  }
}
