/**
 * The pipeline of turns: each is proposed to the store, and once that has decided, applied to the state, answered,
 * and delivered to the readers of each log; one turn after the other, in order.
 */
import type { Applied } from "../core/apply.ts";
import type { Proposal, TurnItem } from "../core/effect.ts";
import type { Committed, Log, LogListener, Origin } from "../log/log.ts";
import { holdersMax } from "../base/limits.ts";
import { subjectOf } from "../protocol/durable-record.ts";
import type { Item } from "../protocol/item.ts";
import type { Receipt } from "../protocol/receipt.ts";
import type { Credits } from "./credits.ts";
import type { Cursor } from "./cursor.ts";
import type { Outlet } from "./outlet.ts";
import type { StoreHealth } from "./store-health.ts";
import type { Tail } from "./tail.ts";
import { Tails } from "./tail.ts";
import { Turn, proposerOf } from "./turn.ts";

export interface PipelineOptions {
  readonly openLog: (listener: LogListener) => Log;
  /** Applies the store's decision: changes the state, answers, and returns the new items of each log. */
  readonly apply: (turn: readonly TurnItem[], receipts: readonly Receipt[]) => Applied["items"];
  /** The same for a batch of another server that shares the store. */
  readonly applyForeign: (receipts: readonly Receipt[]) => Applied["items"];
  /** The outlet of a session, if it is still open. */
  readonly outletOf: (session: number) => Outlet | undefined;
  readonly storeHealth: StoreHealth;
  readonly credits: Credits;
  readonly scheduleTurnEnd: () => void;
  /** So many messages were proposed. */
  readonly proposed: (messages: number) => void;
  /** Called when the store has decided about a turn that took credit, after everything was delivered. */
  readonly settled: () => void;
}

export class Pipeline {
  readonly log: Log;
  /** The present turn of the event loop. */
  turn = new Turn();
  /** Messages proposed to the log so far. */
  storedCount = 0;
  readonly #options: PipelineOptions;
  readonly #tails: Tails<Cursor>;
  /** Turns that the log has not committed yet, and those after them. */
  readonly #inFlight: Turn[] = [];
  /** Records without a waiting session that the store refused, by subject: they are retried with the next batch. */
  readonly #unstored = new Map<string, RecordProposal>();
  #whenSettled: (() => void) | undefined;

  constructor(options: PipelineOptions) {
    this.#options = options;
    this.log = options.openLog({
      committed: (batch, origin) => this.#committed(batch, origin),
      failed: (cause, receipts) => this.#failed(cause, receipts),
    });
    this.#tails = new Tails<Cursor>((log) => this.log.head(log));
  }

  tailOf(log: string): Tail<Cursor> {
    return this.#tails.of(log);
  }

  /** The seq of the last entry of a log that was delivered to its readers. */
  headOf(log: string): number {
    return this.#tails.find(log)?.headSeq ?? this.log.head(log);
  }

  /** Whether somebody reads a log. */
  isRead(log: string): boolean {
    return this.#tails.find(log) !== undefined;
  }

  /** Releases the tail if it has no more readers. */
  release(tail: Tail<Cursor>): void {
    this.#tails.release(tail);
  }

  /** Proposes the turn and begins a new one. */
  endTurn(): void {
    const { turn } = this;
    if (turn.empty) return;
    this.turn = new Turn();
    this.#inFlight.push(turn);
    this.storedCount += turn.messages;
    if (turn.hasProposals) {
      this.#retryIn(turn);
      this.log.propose(turn.proposals);
    } else if (this.#inFlight.length === 1) this.#finishOldest([]);
    if (turn.messages > 0) this.#options.proposed(turn.messages);
    if (this.#inFlight.at(-1) !== turn) return;
    turn.tookCredit = true;
    this.#options.credits.take(turn);
  }

  /** Adds to this turn. */
  add(item: TurnItem): void {
    this.turn.add(item);
    this.#options.scheduleTurnEnd();
  }

  /** Proposes in this turn the records that the store refused and nobody waits for. */
  retry(): void {
    this.#retryIn(this.turn);
    if (!this.turn.empty) this.#options.scheduleTurnEnd();
  }

  /** Whether anything is in flight. */
  get isSettling(): boolean {
    return this.#inFlight.length > 0;
  }

  /** Resolves when nothing is in flight any more. */
  settled(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#whenSettled = resolve;
    return promise;
  }

  #committed({ receipts }: Committed, origin: Origin): void {
    if (origin === "elsewhere") return this.#show(this.#options.applyForeign(receipts), undefined);
    // A batch of look-ups has written nothing.
    const hasWritten = receipts.some(({ outcome }) => outcome === "new" || outcome === "recorded");
    if (hasWritten) this.#options.storeHealth.works();
    this.#decided(receipts);
  }

  #failed(cause: unknown, receipts: readonly Receipt[]): void {
    this.#options.storeHealth.failed(cause);
    this.#keepRefused();
    this.#decided(receipts);
  }

  /** Finishes the oldest turn in flight, and those after it that have nothing to commit. */
  #decided(receipts: readonly Receipt[]): void {
    if (this.#inFlight.length === 0) throw new Error("the log reported a batch that it was not given");
    this.#finishOldest(receipts);
    while (this.#inFlight[0]?.hasProposals === false) this.#finishOldest([]);
  }

  #finishOldest(receipts: readonly Receipt[]): void {
    const turn = this.#inFlight.shift();
    if (turn === undefined) return;
    const items = this.#options.apply(turn.items, receipts);
    this.#show(items, this.#speakerOf(turn));
    this.#settle(turn);
  }

  /**
   * If a turn has a single message, its sender is written to last: its next message is then not handled before
   * everybody has received this one, which halves the latency in a room of a thousand. With more senders this would
   * cost half of the throughput.
   */
  #speakerOf({ messages, proposals }: Turn): Outlet | undefined {
    const only = messages === 1 ? proposals.find(({ type }) => type === "message") : undefined;
    const session = only === undefined ? undefined : proposerOf(only);
    return session === undefined ? undefined : this.#options.outletOf(session);
  }

  /** @param speaker is written to last */
  #show(itemsByLog: ReadonlyMap<string, readonly Item[]>, speaker: Outlet | undefined): void {
    for (const [log, items] of itemsByLog) {
      const tail = this.#tails.find(log);
      if (tail === undefined) continue;
      const shown = tail.readers.anyCrowdNotices ? items : items.filter(isForEverybody);
      if (shown.length === 0) continue;
      const block = this.#tails.append(tail, shown);
      tail.readers.forEach((cursor) => {
        if (cursor.outlet !== speaker) cursor.outlet.advance(cursor, block);
      });
    }
    speaker?.pump();
  }

  #settle(turn: Turn): void {
    const { credits, settled } = this.#options;
    if (turn.tookCredit) {
      credits.release(turn);
      settled();
    }
    if (this.#inFlight.length === 0) this.#whenSettled?.();
  }

  /** Keeps the refused records of the oldest turn in flight, except those with a newer record on its way. */
  #keepRefused(): void {
    const [failed, ...later] = this.#inFlight;
    const records = failed?.proposals.filter(isUnattended) ?? [];
    if (records.length === 0) return;
    const newer = new Set([...later, this.turn].flatMap(({ proposals }) => proposals.flatMap(subjectsOf)));
    for (const proposal of records) {
      const subject = subjectOf(proposal.record);
      this.#unstored.delete(subject);
      if (!newer.has(subject)) this.#unstored.set(subject, proposal);
    }
    for (const subject of this.#unstored.keys()) {
      if (this.#unstored.size <= holdersMax) break;
      this.#unstored.delete(subject);
    }
  }

  #retryIn(turn: Turn): void {
    if (this.#unstored.size === 0) return;
    const newer = new Set(turn.proposals.flatMap(subjectsOf));
    for (const [subject, proposal] of this.#unstored)
      if (!newer.has(subject)) turn.add({ type: "propose", proposal });
    this.#unstored.clear();
  }
}

type RecordProposal = Extract<Proposal, { type: "record" }>;

/** Whether it is a record that nobody waits for. */
function isUnattended(proposal: Proposal): proposal is RecordProposal {
  return proposal.type === "record" && proposal.change === undefined;
}

function subjectsOf(proposal: Proposal): readonly string[] {
  return proposal.type === "record" ? [subjectOf(proposal.record)] : [];
}

/**
 * In a large room, joins and leaves go to sessions with `crowdNotices` only. Kept in a tail without such a reader,
 * ten thousand joins would take 0.2 KiB of memory each.
 */
function isForEverybody(item: Item): boolean {
  return item.type === "entry" || item.notice.crowded !== true;
}
