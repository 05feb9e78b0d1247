/** The port of the log: what the server asks of any store. */
import type { Entry, NewMessage } from "../protocol/entry.ts";
import type { DurableRecord } from "../protocol/durable-record.ts";
import type { Receipt } from "../protocol/receipt.ts";

/** Something on its way into the store. */
export type Proposal =
  | ({ readonly type: "message" } & NewMessage)
  | ({ readonly type: "lookUp" } & MessageKey)
  /** Takes the place of the older record about the same thing. */
  | { readonly type: "record"; readonly record: DurableRecord };

/** Where the entry of an identity's key stands, if there is one. */
export interface MessageKey {
  readonly log: string;
  readonly identity: string;
  readonly key: string;
}

/** A batch that is on disk. */
export interface Committed {
  /** One for each proposal, in their order. */
  readonly receipts: readonly Receipt[];
}

/** Who proposed a batch: this server, or another one that shares the store. */
export type Origin = "here" | "elsewhere";

/**
 * Is told about every batch, exactly once, in the order in which the store took them; about its own in the order of the
 * `propose` calls, perhaps before `propose` returns. Nothing of a batch can be read before it is told.
 */
export interface LogListener {
  committed(batch: Committed, origin: Origin): void;
  /** A batch of one's own. The receipts say which keys had made an entry before, and of the rest what is certain. */
  failed(cause: unknown, receipts: readonly Receipt[]): void;
}

/** A part of a search, the newest entries first. */
export interface SearchStep {
  /** What was found, the newest first; all of it older than what the steps before found. */
  readonly entries: readonly Entry[];
  /** Down to this seq all entries were looked at. 1 in the last step, unless the search ended at a limit of the store. */
  readonly reachedSeq: number;
}

/** A store's constructor, once it knows where to keep things. */
export type OpenLog = (listener: LogListener) => Log;

export interface Log {
  /**
   * Gives each message the next place in its log and commits the whole batch in one transaction, the records with it. A
   * look-up is answered from what is committed when its turn comes, all proposals before it included.
   */
  propose(proposals: readonly Proposal[]): void;
  /** The last place given in a log; 0 when it never held an entry. */
  head(log: string): number;
  /** Entries behind `after`, in order, at most `limit`. */
  read(log: string, after: number, limit: number): readonly Entry[];
  /** The last entries before `before`, in order, at most `limit`. */
  readBack(log: string, before: number, limit: number): readonly Entry[];
  /** Finds the entries that hold all words of a query. Pulling the next step does its work: some ten milliseconds. */
  search(log: string, query: string): Iterable<SearchStep>;
  /** The names of all logs that hold entries. */
  logs(): readonly string[];
  /** The records: every topic, and the most recent holders. */
  records(): readonly DurableRecord[];
  /** The store's own secret of 32 bytes, made with it: whoever knows it may say who somebody is. */
  secret(): Uint8Array;
  /** @throws StoreError when what the store writes to was deleted, moved or replaced; cheap, for every second */
  check(): void;
  /**
   * Writes something that changes nothing, waiting for nobody: whether a batch would be stored now.
   *
   * @throws StoreError when the store refuses it
   */
  tryWrite(): void;
  /**
   * A small step of upkeep, some milliseconds; true when more waits.
   *
   * @param now milliseconds since 1970, UTC
   * @param steadyMs for how long the clock that says so has not been set; a clock that was just set deletes nothing
   */
  maintain(now: number, steadyMs?: number): boolean;
  /** Ends the use of the store; resolves when every batch is committed or has failed, and the listener was told. */
  close(): Promise<void>;
}

/** Which entries may go; undefined keeps all. Deleted in small steps, oldest first. */
export interface Retention {
  readonly ageMsMax?: number | undefined;
  /** In each log. */
  readonly entriesMax?: number | undefined;
}
