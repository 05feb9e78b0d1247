/**
 * The way of a turn: proposed to the store, and once that has decided, applied to the state, answered, and shown to the
 * readers of each log; one turn after the other, in order.
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
  /** Changes the state by what the store has decided, answers those concerned, and says what is new in each log. */
  readonly apply: (turn: readonly TurnItem[], receipts: readonly Receipt[]) => Applied["items"];
  /** The same for a batch of another server that shares the store. */
  readonly applyForeign: (receipts: readonly Receipt[]) => Applied["items"];
  /** Where a session's own copy comes out, if it is still there. */
  readonly outletOf: (session: number) => Outlet | undefined;
  readonly storeHealth: StoreHealth;
  readonly credits: Credits;
  /** The store has decided about a turn after it had taken its time, and everybody was told. */
  readonly settled: () => void;
}

export class Pipeline {
  readonly log: Log;
  /** What happens in this turn of the event loop. */
  turn = new Turn();
  /** Messages handed to the log so far. */
  storedCount = 0;
  readonly #options: PipelineOptions;
  readonly #tails: Tails<Cursor>;
  /** Turns whose proposals the log has not yet committed, and those behind them. */
  readonly #inFlight: Turn[] = [];
  /** Records that nobody waits for and that the store refused, by their subject: they go with the next that is stored. */
  readonly #refused = new Map<string, RecordProposal>();
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

  /** The seq of the last entry of a log that was shown to its readers. */
  headOf(log: string): number {
    return this.#tails.find(log)?.headSeq ?? this.log.head(log);
  }

  /** Lets go of what is kept for the readers of a log, if they were the last. */
  release(tail: Tail<Cursor>): void {
    this.#tails.release(tail);
  }

  /** Sends the turn on its way and begins a new one. */
  endTurn(): void {
    const { turn } = this;
    if (turn.empty) return;
    this.turn = new Turn();
    this.#inFlight.push(turn);
    this.storedCount += turn.messages;
    if (turn.toBeStored) {
      this.#retryIn(turn);
      this.log.propose(turn.proposals);
    } else if (this.#inFlight.length === 1) this.#finishOldest([]);
    if (this.#inFlight.at(-1) !== turn) return;
    turn.tookCredit = true;
    this.#options.credits.take(turn);
  }

  /** Proposes once more in this turn what the store has refused, though nobody waits for it. */
  retry(): void {
    this.#retryIn(this.turn);
  }

  /** Something is in flight. */
  get isSettling(): boolean {
    return this.#inFlight.length > 0;
  }

  /** Resolves when the store has decided about everything that is in flight. */
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

  /** The oldest turn in flight is done, and those behind it that wait for no commit of their own. */
  #decided(receipts: readonly Receipt[]): void {
    if (this.#inFlight.length === 0) throw new Error("the log reported a batch that it was not given");
    this.#finishOldest(receipts);
    while (this.#inFlight[0]?.toBeStored === false) this.#finishOldest([]);
  }

  #finishOldest(receipts: readonly Receipt[]): void {
    const turn = this.#inFlight.shift();
    if (turn === undefined) return;
    const items = this.#options.apply(turn.items, receipts);
    this.#show(items, this.#speakerOf(turn));
    this.#settle(turn);
  }

  /**
   * Alone in its turn, a speaker hears itself last: what it says next is not handled before everybody has heard this,
   * which halves the latency in a room of a thousand. With more speakers it would cost half of the rate.
   */
  #speakerOf({ proposals }: Turn): Outlet | undefined {
    const [only] = proposals;
    const session = only === undefined || proposals.length > 1 ? undefined : proposerOf(only);
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

  /** Of the oldest turn in flight, unless a newer record about the same is on its way. */
  #keepRefused(): void {
    const [refused, ...later] = this.#inFlight;
    const newer = new Set([...later, this.turn].flatMap(({ proposals }) => proposals.flatMap(subjectsOf)));
    for (const proposal of refused?.proposals ?? []) {
      if (proposal.type !== "record" || proposal.change !== undefined) continue;
      const subject = subjectOf(proposal.record);
      this.#refused.delete(subject);
      if (!newer.has(subject)) this.#refused.set(subject, proposal);
    }
    for (const subject of this.#refused.keys()) {
      if (this.#refused.size <= holdersMax) break;
      this.#refused.delete(subject);
    }
  }

  #retryIn(turn: Turn): void {
    if (this.#refused.size === 0) return;
    const newer = new Set(turn.proposals.flatMap(subjectsOf));
    for (const [subject, proposal] of this.#refused)
      if (!newer.has(subject)) turn.add({ type: "propose", proposal });
    this.#refused.clear();
  }
}

type RecordProposal = Extract<Proposal, { type: "record" }>;

function subjectsOf(proposal: Proposal): readonly string[] {
  return proposal.type === "record" ? [subjectOf(proposal.record)] : [];
}

/**
 * Who comes into a crowd or leaves it is told to classic readers alone. Kept without one, the coming of ten thousand would
 * be 0.2 KiB of memory for each of them.
 */
function isForEverybody(item: Item): boolean {
  return item.type === "entry" || item.notice.crowded !== true;
}
