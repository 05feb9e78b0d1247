/** The port of the log: what the server requires of any store. */
import type { Epoch } from "../protocol/epochs.ts";
import type { Entry, NewMessage } from "../protocol/entry.ts";
import type { DurableRecord } from "../protocol/durable-record.ts";
import type { Receipt } from "../protocol/receipt.ts";

/** An entry or a record on its way into the store, or the look-up of a key. */
export type Proposal =
  | ({ readonly type: "message" } & NewMessage)
  | ({ readonly type: "lookUp" } & MessageKey)
  /** Replaces the older record about the same subject. */
  | { readonly type: "record"; readonly record: DurableRecord };

/** Identifies a message by its sender and key, in one log. */
export interface MessageKey {
  readonly log: string;
  readonly identity: string;
  readonly key: string;
}

/** A batch that is on disk. */
export interface Committed {
  /** One for each proposal, in order. */
  readonly receipts: readonly Receipt[];
}

/** Who proposed a batch: this server, or another one that shares the store. */
export type Origin = "here" | "elsewhere";

/**
 * Called for every batch, exactly once, in commit order. For this server's batches that is the order of the `propose`
 * calls, and a call may come before `propose` returns. Nothing of a batch can be read before its call.
 */
export interface LogListener {
  committed(batch: Committed, origin: Origin): void;
  /**
   * A batch of this server failed. The receipts say which keys already have an entry, and for the others what is
   * certain.
   */
  failed(cause: unknown, receipts: readonly Receipt[]): void;
}

/** A part of a search, which goes from the newest entries to the oldest. */
export interface SearchSlice {
  readonly log: string;
  /** Words, as somebody has typed them. */
  readonly query: string;
  /** Only entries before this seq. */
  readonly before: number;
}

/** What a slice has found, or why it failed. */
export type SearchResult =
  | {
      readonly type: "searched";
      /** The matches, newest first. */
      readonly entries: readonly Entry[];
      /** All entries from this seq up to `before` were scanned. 1: there are no older ones. */
      readonly reachedSeq: number;
      /** The time of the entry at `reachedSeq`, if it is still there. */
      readonly reachedTime?: number | undefined;
    }
  | { readonly type: "failed"; readonly cause: unknown };

/** Opens a store. Its location is already chosen. */
export type OpenLog = (listener: LogListener) => Log;

export interface Log {
  /**
   * Assigns each message the next seq of its log and commits the batch, records included, in one transaction. A
   * look-up sees what is committed when its turn comes, and the proposals before it.
   */
  propose(proposals: readonly Proposal[]): void;
  /**
   * The last seq assigned in a log; for one without entries, the seq behind which it begins: 0, or above the head of
   * every log that was forgotten.
   */
  head(log: string): number;
  /** At most `limit` entries after `after`, in order. */
  read(log: string, after: number, limit: number): readonly Entry[];
  /** At most `limit` entries after `after` that are from a time on, in order, whatever the clock did between them. */
  readSince(log: string, after: number, since: Since): readonly Entry[];
  /** The last entries before `before`, at most `limit`, in order. */
  readBack(log: string, before: number, limit: number): readonly Entry[];
  /**
   * Searches the newest entries before a seq for those that match a query (see `text-query.ts`), as many as take some
   * milliseconds, at least one. `answered` is called once, perhaps before this returns.
   */
  search(slice: SearchSlice, answered: (result: SearchResult) => void): void;
  /** The newest epochs, oldest first; the last one is the present one, which begins with the next batch or has begun. */
  epochs(): readonly Epoch[];
  /**
   * The first commit number at which this store's history and another may differ; see `forkOf` in `epochs.ts`. Looks at
   * all epochs that are stored, not just the newest.
   *
   * @param epochs of the other history, oldest first
   */
  forkOf(epochs: readonly Epoch[]): number | undefined;
  /** The seq behind which a log began or will begin: 0, or above the head of every log that was forgotten before. */
  startOf(log: string): number;
  /**
   * The seq of the last entry of a log that was committed before a batch; where all that are kept came later, of the last that was
   * deleted.
   */
  seqBefore(log: string, batch: number): number;
  /** The names of all logs that exist. */
  logs(): readonly string[];
  /** The records: every topic, and the most recent holders. */
  records(): readonly DurableRecord[];
  /** The store's secret of 32 bytes, created with it. Whoever knows it can forge tokens. */
  secret(): Uint8Array;
  /**
   * Checks that the store's files are in place; cheap enough to call every second. @throws StoreError if they were
   * deleted, moved or replaced
   */
  check(): void;
  /**
   * Commits a write that changes nothing, without waiting for a lock, to find out whether a batch would be stored
   * now.
   *
   * @throws StoreError if the store refuses it
   */
  tryWrite(): void;
  /** Runs one step of maintenance, some milliseconds. Returns false if there was nothing to do. @throws StoreError */
  maintain(upkeep: Upkeep): boolean;
  /** Closes the store. Resolves once every batch is committed or has failed, and the listener was called. */
  close(): Promise<void>;
}

export interface Since {
  /** Milliseconds since 1970, UTC. */
  readonly time: number;
  readonly limit: number;
}

/** What a step of maintenance goes by. */
export interface Upkeep {
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  /** How long ago that clock was last set: after a recent change nothing is deleted by age. Undefined: never. */
  readonly steadyMs?: number | undefined;
  /** Whether somebody reads a log, which is then not forgotten. Undefined: all logs are kept. */
  readonly isInUse?: ((log: string) => boolean) | undefined;
  /** Whether all logs are looked at, not just those that have grown. Undefined: they are. */
  readonly sweeps?: boolean | undefined;
  /** Many messages come in: only what has to keep up with them is done. */
  readonly isBusy?: boolean | undefined;
}

/** How long entries are kept; undefined: for ever. Expired ones are deleted in small steps, oldest first. */
export interface Retention {
  readonly ageMsMax?: number | undefined;
  /** Per log. */
  readonly entriesMax?: number | undefined;
}
