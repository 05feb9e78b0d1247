/** Messages on their way into a store, and the entries that receipts tell of. */
import type { Log, LogListener, MessageKey, Proposal } from "../../src/log/log.ts";
import type { Receipt } from "../../src/protocol/receipt.ts";
import type { DurableRecord } from "../../src/protocol/durable-record.ts";
import type { Entry, NewMessage } from "../../src/protocol/entry.ts";

export type MessageProposal = Extract<Proposal, { readonly type: "message" }>;

export function draft(text: string, fields: Partial<NewMessage> = {}): MessageProposal {
  return { type: "message", log: "lobby", identity: "1", from: "alice", text, time: 0, ...fields };
}

export function record(content: DurableRecord): Extract<Proposal, { readonly type: "record" }> {
  return { type: "record", record: content };
}

/** For a store of which nobody wants to hear. */
export const deaf: LogListener = { committed: () => undefined, failed: () => undefined };

/** The entry that a receipt tells of; undefined when it tells of none. */
export function entryIn(receipt: Receipt | undefined): Entry | undefined {
  return receipt !== undefined && "entry" in receipt ? receipt.entry : undefined;
}

/** What a batch has added, in order. */
export function newEntries(receipts: readonly Receipt[]): readonly Entry[] {
  return receipts.flatMap((receipt) =>
    receipt.outcome !== "new"
      ? []
      : receipt.copy === undefined
        ? [receipt.entry]
        : [receipt.entry, receipt.copy],
  );
}

/** Of a store that reports before `propose` returns: what a key has made. */
export function lookedUp({ log, reports }: Reporting, key: MessageKey): Receipt | undefined {
  log.propose([{ type: "lookUp", ...key }]);
  const last = reports.at(-1);
  return last === undefined || "failed" in last ? undefined : last[0];
}

interface Reporting {
  readonly log: Log;
  readonly reports: readonly (readonly Receipt[] | { readonly failed: unknown })[];
}

/**
 * What a store says of the proposals of a batch that failed: which of their keys had made an entry before.
 *
 * @param lookUp answers look-ups, in their order
 */
export function receiptsOfFailed(
  proposals: readonly Proposal[],
  lookUp: (lookUps: readonly Proposal[]) => readonly Receipt[],
): readonly Receipt[] {
  return proposals.map((proposal): Receipt => {
    if (proposal.type === "record" || proposal.key === undefined) return { outcome: "failed" };
    const { type, log, identity, key } = proposal;
    const [found = { outcome: "failed" }] = lookUp([{ type: "lookUp", log, identity, key }]);
    return found.outcome === "unknown" && type === "message" ? { outcome: "failed" } : found;
  });
}
