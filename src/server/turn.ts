/** What happens in one turn of the event loop, in order. */
import { memoryBytesOf } from "../base/memory-bytes.ts";
import type { Proposal, TurnItem } from "../core/effect.ts";

export class Turn {
  readonly items: TurnItem[] = [];
  /** The items that the store decides about. */
  readonly proposals: Proposal[] = [];
  /** The number of messages among the proposals. */
  messages = 0;
  /** An estimate of the memory of the items. */
  bytes = 0;
  /** The store did not decide at once, so the turn counts against the credits. */
  tookCredit = false;

  get empty(): boolean {
    return this.items.length === 0;
  }

  /** Whether the store has anything to do with it. */
  get hasProposals(): boolean {
    return this.proposals.length > 0;
  }

  add(item: TurnItem): void {
    this.items.push(item);
    if (item.type === "notice") {
      this.bytes += memoryBytesOf();
      return;
    }
    const { proposal } = item;
    this.proposals.push(proposal);
    if (proposal.type === "message") this.messages += 1;
    this.bytes += bytesOf(proposal);
  }
}

/** An estimate of the memory of a proposal. */
export function bytesOf(proposal: Proposal): number {
  return memoryBytesOf(proposal.type === "message" ? proposal.text : "");
}

/** The session that waits for the receipt; undefined if none does. */
export function proposerOf(proposal: Proposal): number | undefined {
  return proposal.type === "record" ? proposal.change?.session : proposal.session;
}
