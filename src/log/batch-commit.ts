/** Commits a batch in one transaction, or says what is certain of its proposals when that fails. */
import type { Database } from "bun:sqlite";
import { assertNever } from "../base/assert-never.ts";
import { errorCode } from "../base/error-code.ts";
import type { Receipt } from "../protocol/receipt.ts";
import type { Batch, Outcome } from "./batch-queue.ts";
import { isLocked } from "./batch-queue.ts";
import { storeErrorOf } from "./database.ts";
import type { Proposal } from "./log.ts";
import type { StoreFiles } from "./store-files.ts";
import type { StoredBatches } from "./stored-batches.ts";
import type { StoredEntries } from "./stored-entries.ts";
import type { StoredIds } from "./stored-ids.ts";
import type { StoredRecords } from "./stored-records.ts";

export interface BatchCommitOptions {
  readonly folder: string;
  readonly database: Database;
  readonly files: StoreFiles;
  readonly ids: StoredIds;
  readonly batches: StoredBatches;
  readonly entries: StoredEntries;
  readonly records: StoredRecords;
}

export class BatchCommit {
  readonly #options: BatchCommitOptions;

  constructor(options: BatchCommitOptions) {
    this.#options = options;
  }

  /** @throws SQLITE_BUSY if the database is locked; nothing was done then */
  commit(batch: Batch): Outcome {
    const { database, ids, batches, files } = this.#options;
    let isCommitting = false;
    ids.trim();
    try {
      database.run("BEGIN IMMEDIATE");
      const receipts = batch.map((proposal, ordinal) => this.#execute(proposal, ordinal));
      if (receipts.some(isWritten)) batches.store();
      // After this, a failed batch is no longer certain to be absent from the log.
      files.checkFolder();
      isCommitting = true;
      database.run("COMMIT");
      batches.committed();
      return { receipts };
    } catch (cause) {
      this.#rollBack();
      if (isLocked(cause)) throw cause;
      // Everything was written, but if the fsync fails it is unknown whether it is on disk. Any other failed write
      // leaves no complete commit.
      const isUncertain = isCommitting && /^SQLITE_IOERR_(?:DIR_)?FSYNC$/.test(errorCode(cause) ?? "");
      return this.fail(batch, cause, { outcome: isUncertain ? "uncertain" : "failed" });
    }
  }

  /** The outcome of a batch that is not committed. */
  fail(batch: Batch, cause: unknown, fallback: Receipt): Outcome {
    const receipts = batch.map((proposal) => this.#receiptAfterFailure(proposal, fallback));
    return { receipts, failure: { cause: storeErrorOf(cause, this.#options.folder) } };
  }

  /** Runs within a transaction. */
  #execute(proposal: Proposal, ordinal: number): Receipt {
    const { batches, entries, records } = this.#options;
    switch (proposal.type) {
      case "message":
        return entries.append(proposal, { batch: batches.next, ordinal });
      case "lookUp":
        return entries.lookUp(proposal);
      case "record":
        records.put(proposal.record, batches.next);
        return { outcome: "recorded", record: proposal.record };
      default:
        return assertNever(proposal);
    }
  }

  /** The receipt of a proposal whose batch failed: a look-up's result, a message's earlier entry, or `fallback`. */
  #receiptAfterFailure(proposal: Proposal, fallback: Receipt): Receipt {
    if (proposal.type === "record") return fallback;
    const { type, log, identity, key } = proposal;
    if (key === undefined) return fallback;
    try {
      const receipt = this.#options.entries.lookUp({ log, identity, key });
      const isOpen = type === "message" || fallback.outcome === "uncertain";
      return receipt.outcome === "unknown" && isOpen ? fallback : receipt;
    } catch {
      // Whether the key has an entry is not known, and so whether the message is in the log.
      return { outcome: type === "message" ? "uncertain" : "failed" };
    }
  }

  /** Rolls back. After a failed batch, the cached ids and heads may be wrong. */
  #rollBack(): void {
    const { database, ids, batches } = this.#options;
    ids.clear();
    batches.failed();
    // Some errors (a full disk) have already rolled back.
    if (database.inTransaction) database.run("ROLLBACK");
  }
}

/** Whether a proposal has changed the store. */
function isWritten({ outcome }: Receipt): boolean {
  return outcome === "new" || outcome === "recorded";
}
