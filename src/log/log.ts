/**
 * The port of the log: what the hub asks of any store. Must not know sessions' sockets or how entries are shown.
 */
import type { Entry } from "../protocol/entry.ts";

/** An entry-to-be. `identity` and `key` say whose message it is: the same pair never makes a second entry in a log. */
export interface Unplaced {
  readonly log: string;
  readonly identity: string;
  readonly from: string;
  readonly to?: string | undefined;
  readonly text: string;
  readonly key?: string | undefined;
  readonly time: number;
}

/** What became of one draft: its entry, or the entry that the same key made before. */
export interface Receipt {
  readonly entry: Entry;
  readonly repeated: boolean;
}

/** Told of every batch, exactly once, in the order of the `append` calls; perhaps before `append` returns. */
export interface LogListener {
  /** The batch is on disk. One receipt for each draft, in their order. */
  committed(receipts: readonly Receipt[]): void;
  /** Nothing of the batch is in the log. */
  failed(cause: unknown): void;
}

export interface Log {
  /** Gives each draft the next place in its log and commits the whole batch in one transaction. */
  append(drafts: readonly Unplaced[]): void;
  /** The last place given in a log; 0 when it is empty. */
  head(log: string): number;
  /** Entries behind `after`, in order, at most `limit`. */
  read(log: string, after: number, limit: number): readonly Entry[];
  /** Ends the use of the store; what was committed stays. */
  close(): void;
}
