/**
 * What waits for the store, of each session and in all: so much and no more, however slow the store is. A store that has
 * committed by the time `propose` returns costs nothing here. Must not know what is done about a session without credit.
 */
import type { Proposal } from "../core/effect.ts";

/** Above one of these, nothing more is read from a session, or from any. Bytes are those of texts, roughly, in memory. */
export interface CreditLimits {
  readonly sessionProposalsMax: number;
  readonly sessionBytesMax: number;
  readonly proposalsMax: number;
  readonly bytesMax: number;
}

interface Share {
  proposals: number;
  bytes: number;
}

export class Credits {
  readonly #limits: CreditLimits;
  readonly #all: Share = { proposals: 0, bytes: 0 };
  readonly #ofSession = new Map<number, Share>();

  constructor(limits: CreditLimits) {
    this.#limits = limits;
  }

  take(proposals: readonly Proposal[]): void {
    for (const proposal of proposals) {
      const bytes = bytesOf(proposal);
      const share = this.#ofSession.get(proposal.session) ?? { proposals: 0, bytes: 0 };
      this.#ofSession.set(proposal.session, share);
      for (const counted of [share, this.#all]) {
        counted.proposals += 1;
        counted.bytes += bytes;
      }
    }
  }

  giveBack(proposals: readonly Proposal[]): void {
    for (const proposal of proposals) {
      const bytes = bytesOf(proposal);
      const share = this.#ofSession.get(proposal.session);
      if (share === undefined) continue;
      for (const counted of [share, this.#all]) {
        counted.proposals -= 1;
        counted.bytes -= bytes;
      }
      if (share.proposals === 0) this.#ofSession.delete(proposal.session);
    }
  }

  /** The store has not yet said what became of something that this session proposed. */
  isOwed(session: number): boolean {
    return this.#ofSession.has(session);
  }

  isExhausted(session: number): boolean {
    const { sessionProposalsMax, sessionBytesMax, proposalsMax, bytesMax } = this.#limits;
    if (this.#all.proposals > proposalsMax || this.#all.bytes > bytesMax) return true;
    const share = this.#ofSession.get(session);
    return share !== undefined && (share.proposals > sessionProposalsMax || share.bytes > sessionBytesMax);
  }
}

function bytesOf(proposal: Proposal): number {
  return 200 + (proposal.type === "message" ? proposal.text.length * 2 : 0);
}
