/**
 * Brings what was said in a turn into the log, and what the log has committed to its readers: never the other way round.
 * Must not know how sessions are held.
 */
import type { Log, LogListener, Receipt } from "../log/log.ts";
import type { Draft, Keyed } from "../core/effect.ts";
import type { Answer } from "../protocol/answers.ts";
import type { Entry } from "../protocol/entry.ts";
import { isMailbox, mailboxOf } from "../protocol/entry.ts";
import { holdersMax } from "../core/limits.ts";
import type { Item } from "./block.ts";
import type { Outlet } from "./outlet.ts";
import type { Cursor } from "./cursor.ts";
import type { Tail } from "./tail.ts";
import { Tails } from "./tail.ts";
import { Turn } from "./turn.ts";

export interface PublisherOptions {
  readonly openLog: (listener: LogListener) => Log;
  /** Tells the sender of a draft that it made no new entry. */
  readonly tell: (session: number, answer: Answer) => void;
  /** Where a session's own copy comes out, if it is still there. */
  readonly outletOf: (session: number) => Outlet | undefined;
  /** For the operator: the store failed, or took a batch. */
  readonly failed: (cause: unknown) => void;
  readonly stored: () => void;
}

export class Publisher {
  readonly log: Log;
  /** What happens in this turn of the event loop. */
  turn = new Turn();
  /** Drafts handed to the log so far. */
  storedCount = 0;
  readonly #options: PublisherOptions;
  readonly #tails: Tails<Cursor>;
  /** Turns whose drafts the log has not yet committed, and those behind them. */
  readonly #inFlight: Turn[] = [];

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.log = options.openLog({
      committed: (receipts) => this.#committed(receipts),
      failed: (cause) => this.#failed(cause),
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

  /** The entry that a key made the first time; undefined without a key, or when it made none. */
  find(keyed: Keyed | undefined): Entry | undefined {
    return keyed === undefined ? undefined : this.log.find(keyed.log, keyed.identity, keyed.key);
  }

  /** Whether this is the other's copy of a private message that was sent before: perhaps to whom had the nickname then. */
  wasSent(draft: Draft): boolean {
    const { identity, key } = draft;
    if (isOwnCopy(draft) || key === undefined) return false;
    return this.find({ log: mailboxOf(identity), identity, key }) !== undefined;
  }

  /** Sends the turn on its way and begins a new one. */
  endTurn(): void {
    const { turn } = this;
    if (turn.empty) return;
    this.turn = new Turn();
    this.#inFlight.push(turn);
    this.storedCount += turn.drafts.length;
    if (turn.toBeStored) this.log.append(turn.drafts, turn.facts);
    else if (this.#inFlight.length === 1) this.#publish([]);
  }

  #committed(receipts: readonly (Receipt | undefined)[]): void {
    const drafts = this.#inFlight[0]?.drafts ?? [];
    const { tell, outletOf, stored } = this.#options;
    stored();
    receipts.forEach((receipt, index) => {
      const draft = drafts[index];
      if (draft === undefined || !isOwnCopy(draft)) return;
      if (receipt === undefined) return this.#refuse(draft);
      const { entry, repeated } = receipt;
      const outlet = outletOf(draft.session);
      if (!repeated && outlet?.reads(draft.log) === true) return;
      // Whoever sent it knows the text. With it, a few bytes sent again would each cost a whole message of memory.
      const known = repeated && outlet?.full === true;
      tell(draft.session, { type: "repeat", entry: known ? { ...entry, text: "" } : entry, key: draft.key });
    });
    this.#publish(receipts);
  }

  #failed(cause: unknown): void {
    this.#options.failed(cause);
    // The core takes a fact for remembered: it goes with the next turn that is stored.
    const facts = [...(this.#inFlight[0]?.facts ?? []), ...this.turn.facts].slice(-holdersMax);
    this.turn.facts.splice(0, this.turn.facts.length, ...facts);
    for (const draft of this.#inFlight[0]?.drafts ?? []) {
      if (!isOwnCopy(draft)) continue;
      const { session, key } = draft;
      const entry = key === undefined ? undefined : this.find({ ...draft, key });
      if (entry === undefined) this.#refuse(draft);
      else this.#options.tell(session, { type: "repeat", entry, key });
    }
    this.#publish([]);
  }

  #refuse({ session, to, key }: Draft): void {
    const regarding = to === undefined ? "broadcast" : "sendto";
    this.#options.tell(session, { type: "error", fault: { code: "storage" }, regarding, key });
  }

  /** Shows the oldest turn in flight to its readers, and those behind it that wait for no commit of their own. */
  #publish(receipts: readonly (Receipt | undefined)[]): void {
    const turn = this.#inFlight.shift();
    if (turn === undefined) throw new Error("the log reported a batch that it was not given");
    const [draft, ...others] = turn.drafts;
    const speaker =
      draft === undefined || others.length > 0 ? undefined : this.#options.outletOf(draft.session);
    for (const [log, items] of turn.itemsByLog(receipts)) {
      const tail = this.#tails.find(log);
      if (tail === undefined) continue;
      const shown = tail.readers.anyCrowdNotices ? items : items.filter(isForEverybody);
      if (shown.length === 0) continue;
      const block = this.#tails.append(tail, shown);
      tail.readers.forEach((cursor) => {
        if (cursor.outlet !== speaker) cursor.outlet.advance(cursor, block);
      });
      // Alone in its turn, a speaker hears itself last: what it says next is not handled before everybody has heard
      // this, which halves the latency in a room of a thousand. With more speakers it would cost half of the rate.
      speaker?.pump();
    }
    if (this.#inFlight[0]?.toBeStored === false) this.#publish([]);
  }
}

/**
 * Who comes into a crowd or leaves it is told to classic readers alone. Kept without one, the coming of ten thousand would
 * be 0.2 KiB of memory for each of them.
 */
function isForEverybody(item: Item): boolean {
  return item.type === "entry" || item.notice.crowded !== true;
}

/** Of the two copies of a private message, the one that acknowledges it. */
function isOwnCopy(draft: Draft): boolean {
  return !isMailbox(draft.log) || draft.log === mailboxOf(draft.identity);
}
