/**
 * Brings what was said in a turn into the log, and what the log has committed to its readers: never the other way round.
 * Must not know how sessions are held.
 */
import type { Committed, Log, LogListener, Origin, Receipt } from "../log/log.ts";
import type { Fact } from "../protocol/fact.ts";
import { subjectOf } from "../protocol/fact.ts";
import type { Proposal } from "../core/effect.ts";
import type { Answer } from "../protocol/answers.ts";
import { holdersMax } from "../base/limits.ts";
import type { Item } from "./block.ts";
import type { Credits } from "./credits.ts";
import type { Outlet } from "./outlet.ts";
import type { Cursor } from "./cursor.ts";
import type { Tail } from "./tail.ts";
import { Tails } from "./tail.ts";
import { itemsOf, Turn } from "./turn.ts";

export interface PublisherOptions {
  readonly openLog: (listener: LogListener) => Log;
  /** Tells whoever proposed something what became of it, if they are not shown it. */
  readonly tell: (session: number, answer: Answer) => void;
  /** Where a session's own copy comes out, if it is still there. */
  readonly outletOf: (session: number) => Outlet | undefined;
  /** For the operator: the store failed, or took a batch. */
  readonly failed: (cause: unknown) => void;
  readonly stored: () => void;
  /** Another server that shares the store has remembered something. */
  readonly recalled: (fact: Fact) => void;
  readonly credits: Credits;
  /** The store has said what became of a batch after it had taken its time, and everybody was told. */
  readonly settled: () => void;
}

export class Publisher {
  readonly log: Log;
  /** What happens in this turn of the event loop. */
  turn = new Turn();
  /** Messages handed to the log so far. */
  storedCount = 0;
  readonly #options: PublisherOptions;
  readonly #tails: Tails<Cursor>;
  /** Turns whose proposals the log has not yet committed, and those behind them. */
  readonly #inFlight: Turn[] = [];
  #whenSettled: (() => void) | undefined;
  /** Another server writes into the same store. */
  #isShared = false;

  constructor(options: PublisherOptions) {
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
    if (turn.toBeStored) this.log.propose(turn.proposals, turn.facts);
    else if (this.#inFlight.length === 1) this.#publish([]);
    if (this.#inFlight.at(-1) !== turn) return;
    turn.tookCredit = true;
    this.#options.credits.take(turn);
  }

  /** Something is in flight. */
  get isSettling(): boolean {
    return this.#inFlight.length > 0;
  }

  /** Resolves when the store has said what became of everything. */
  settled(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#whenSettled = resolve;
    return promise;
  }

  #committed({ receipts, facts }: Committed, origin: Origin): void {
    const { stored, recalled } = this.#options;
    if (origin === "elsewhere") {
      this.#isShared = true;
      for (const fact of facts) recalled(fact);
      return this.#show(itemsOf(receipts), undefined);
    }
    // A batch of look-ups has written nothing.
    if (facts.length > 0 || receipts.some(({ outcome }) => outcome === "new")) stored();
    // Another server's may have come between: what is committed last holds.
    if (this.#isShared) for (const fact of facts) recalled(fact);
    this.#answer(receipts);
    this.#publish(receipts);
  }

  #failed(cause: unknown, receipts: readonly Receipt[]): void {
    this.#options.failed(cause);
    this.#retryFacts();
    this.#answer(receipts);
    this.#publish([]);
  }

  /** The core takes a fact for remembered: it goes with the next turn that is stored, unless a newer one is on its way. */
  #retryFacts(): void {
    const [failed, ...later] = this.#inFlight;
    const newer = new Set([...later, this.turn].flatMap(({ facts }) => facts.map(subjectOf)));
    const retried = (failed?.facts ?? []).filter((fact) => !newer.has(subjectOf(fact)));
    const facts = [...retried, ...this.turn.facts].slice(-holdersMax);
    this.turn.facts.splice(0, this.turn.facts.length, ...facts);
  }

  /** Tells whoever proposed something in the oldest turn in flight what became of it, unless they are shown it. */
  #answer(receipts: readonly Receipt[]): void {
    const proposals = this.#inFlight[0]?.proposals ?? [];
    const { tell, outletOf } = this.#options;
    receipts.forEach((receipt, index) => {
      const proposal = proposals[index];
      if (proposal === undefined) return;
      const { session, key } = proposal;
      const outlet = outletOf(session);
      if (receipt.outcome === "new" && outlet?.reads(receipt.entry.log) === true) return;
      // The key decides when it is sent again.
      if (receipt.outcome === "uncertain") return outlet?.abandon();
      if (receipt.outcome === "failed" || receipt.outcome === "unknown")
        return tell(session, refusalOf(proposal, receipt));
      const { entry, outcome } = receipt;
      // Whoever sent it knows the text. With it, a few bytes sent again would each cost a whole message of memory.
      const known = outcome === "repeated" && outlet?.full === true;
      tell(session, { type: "repeat", entry: known ? { ...entry, text: "" } : entry, key });
    });
  }

  /** Shows the oldest turn in flight to its readers, and those behind it that wait for no commit of their own. */
  #publish(receipts: readonly Receipt[]): void {
    if (this.#inFlight.length === 0) throw new Error("the log reported a batch that it was not given");
    this.#publishOldest(receipts);
    while (this.#inFlight[0]?.toBeStored === false) this.#publishOldest([]);
  }

  #publishOldest(receipts: readonly Receipt[]): void {
    const turn = this.#inFlight.shift();
    if (turn === undefined) return;
    const [only] = turn.proposals;
    const speaker =
      only === undefined || turn.proposals.length > 1 ? undefined : this.#options.outletOf(only.session);
    this.#show(turn.itemsByLog(receipts), speaker);
    this.#settle(turn);
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
    // Alone in its turn, a speaker hears itself last: what it says next is not handled before everybody has heard
    // this, which halves the latency in a room of a thousand. With more speakers it would cost half of the rate.
    speaker?.pump();
  }

  #settle(turn: Turn): void {
    const { credits, settled } = this.#options;
    if (turn.tookCredit) {
      credits.giveBack(turn);
      settled();
    }
    if (this.#inFlight.length === 0) this.#whenSettled?.();
  }
}

/**
 * Who comes into a crowd or leaves it is told to classic readers alone. Kept without one, the coming of ten thousand would
 * be 0.2 KiB of memory for each of them.
 */
function isForEverybody(item: Item): boolean {
  return item.type === "entry" || item.notice.crowded !== true;
}

function refusalOf(proposal: Proposal, { outcome }: Receipt): Answer {
  const fault = { code: "storage" } as const;
  if (proposal.type === "lookUp")
    return outcome === "unknown" ? proposal.refusal : { ...proposal.refusal, fault };
  const regarding = proposal.to === undefined ? "broadcast" : "sendto";
  return { type: "error", fault, regarding, key: proposal.key };
}
