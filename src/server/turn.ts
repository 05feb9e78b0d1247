/**
 * What happened in one turn of the event loop, in order, until the log has committed it. Must not know connections.
 */
import type { Proposal } from "../core/effect.ts";
import type { Fact } from "../protocol/fact.ts";
import type { Receipt } from "../log/log.ts";
import type { Notice } from "../protocol/answers.ts";
import type { Entry } from "../protocol/entry.ts";
import type { Item } from "./block.ts";

/** Something of a turn that will stand in a log's tail. */
type Happened = { readonly type: "proposal" } | { readonly type: "notice"; readonly notice: Notice };

export class Turn {
  readonly proposals: Proposal[] = [];
  /** To be remembered with the proposals. */
  readonly facts: Fact[] = [];
  /** Messages among the proposals. */
  messages = 0;
  /** The store did not answer at once: what it holds counts for what waits. */
  tookCredit = false;
  readonly #happened: Happened[] = [];
  #happenedBytes = 0;

  get empty(): boolean {
    return this.#happened.length === 0 && this.facts.length === 0;
  }

  /** Whether the log has anything to do with it. */
  get toBeStored(): boolean {
    return this.proposals.length > 0 || this.facts.length > 0;
  }

  /** Proposals, notices and facts. */
  get size(): number {
    return this.#happened.length + this.facts.length;
  }

  /** What they take in memory, roughly. */
  get bytes(): number {
    return this.#happenedBytes + this.facts.length * smallBytes;
  }

  propose(proposal: Proposal): void {
    this.proposals.push(proposal);
    if (proposal.type === "message") this.messages += 1;
    this.#happenedBytes += bytesOf(proposal);
    this.#happened.push(proposed);
  }

  notice(notice: Notice): void {
    this.#happenedBytes += smallBytes;
    this.#happened.push({ type: "notice", notice });
  }

  /**
   * The new items of each log, in the order in which they happened.
   *
   * @param receipts one for each proposal, in order; empty when there were none
   */
  itemsByLog(receipts: readonly Receipt[]): ReadonlyMap<string, readonly Item[]> {
    const items = new Map<string, Item[]>();
    let next = 0;
    for (const happened of this.#happened) {
      if (happened.type === "notice") put(items, happened.notice.room, happened);
      else {
        const receipt = receipts[next];
        next += 1;
        if (receipt !== undefined) putNew(items, receipt);
      }
    }
    return items;
  }
}

/** A notice or a fact, roughly, in memory. */
const smallBytes = 300;

/** A proposal, roughly, in memory. */
export function bytesOf(proposal: Proposal): number {
  return 200 + (proposal.type === "message" ? proposal.text.length * 2 : 0);
}

const proposed = { type: "proposal" } as const;

/** The new items of each log of a batch that came from elsewhere. */
export function itemsOf(receipts: readonly Receipt[]): ReadonlyMap<string, readonly Item[]> {
  const items = new Map<string, Item[]>();
  for (const receipt of receipts) putNew(items, receipt);
  return items;
}

function putNew(items: Map<string, Item[]>, receipt: Receipt): void {
  if (receipt.outcome !== "new") return;
  putEntry(items, receipt.entry);
  if (receipt.copy !== undefined) putEntry(items, receipt.copy);
}

function putEntry(items: Map<string, Item[]>, entry: Entry): void {
  put(items, entry.log, { type: "entry", entry });
}

function put(items: Map<string, Item[]>, log: string, item: Item): void {
  const known = items.get(log);
  if (known === undefined) items.set(log, [item]);
  else known.push(item);
}
