/** What happens in one turn of the event loop, in order, until the store has decided about it. */
import type { Proposal, TurnItem } from "../core/effect.ts";

export class Turn {
  readonly items: TurnItem[] = [];
  /** Those of the items about which the store decides. */
  readonly proposals: Proposal[] = [];
  /** Messages among the proposals. */
  messages = 0;
  /** What the items take in memory, roughly. */
  bytes = 0;
  /** The store did not answer at once: what it holds counts for what waits. */
  tookCredit = false;

  get empty(): boolean {
    return this.items.length === 0;
  }

  /** Whether the store has anything to do with it. */
  get toBeStored(): boolean {
    return this.proposals.length > 0;
  }

  add(item: TurnItem): void {
    this.items.push(item);
    if (item.type === "notice") {
      this.bytes += smallBytes;
      return;
    }
    const { proposal } = item;
    this.proposals.push(proposal);
    if (proposal.type === "message") this.messages += 1;
    this.bytes += bytesOf(proposal);
  }
}

/** A notice or a record, roughly, in memory. */
const smallBytes = 300;

/** A proposal, roughly, in memory. */
export function bytesOf(proposal: Proposal): number {
  if (proposal.type === "record") return smallBytes;
  return 200 + (proposal.type === "message" ? proposal.text.length * 2 : 0);
}

/** The session that waits for what becomes of a proposal; undefined when nobody does. */
export function proposerOf(proposal: Proposal): number | undefined {
  return proposal.type === "record" ? proposal.change?.session : proposal.session;
}
