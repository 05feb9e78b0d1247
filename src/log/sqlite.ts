/** The durable log: SQLite in WAL mode with `synchronous=FULL`, so that a commit survives a power failure. */
import type { Database } from "bun:sqlite";
import type { Epoch } from "../protocol/epochs.ts";
import type { Entry } from "../protocol/entry.ts";
import type { Batch, LogClock, Outcome } from "./batch-queue.ts";
import { BatchQueue, isLocked } from "./batch-queue.ts";
import { storeErrorOf, withStoreErrors, fileName, openDatabase, rewriteSchema, walName } from "./database.ts";
import type { OpenedDatabase } from "./database.ts";
import { assertNever } from "../base/assert-never.ts";
import { errorCode } from "../base/error-code.ts";
import { StoreError } from "../base/store-error.ts";
import type { DurableRecord } from "../protocol/durable-record.ts";
import type { Receipt } from "../protocol/receipt.ts";
import type { Log, LogListener, Proposal, Retention, SearchStep, Since, Upkeep } from "./log.ts";
import type { StoreFiles } from "./store-files.ts";
import { SpentKeys } from "./spent-keys.ts";
import { StoredEntries } from "./stored-entries.ts";
import { StoredBatches } from "./stored-batches.ts";
import { StoredRecords } from "./stored-records.ts";
import { StoredIds } from "./stored-ids.ts";
import { StoredTimes } from "./stored-times.ts";
import { TextSearch } from "./search.ts";
import { LogMaintenance } from "./log-maintenance.ts";
import type { UpgradeProgress } from "./upgrade.ts";

export interface SqliteOptions {
  readonly folder: string;
  readonly retention?: Retention;
  /** The system's own unless it is given. */
  readonly clock?: LogClock;
  /** Called while a folder of an earlier version is upgraded. */
  readonly upgrading?: (progress: UpgradeProgress) => void;
}

/**
 * Opens the store in a data folder, which is created if it is missing, and upgraded if it is of an earlier version.
 *
 * @throws StoreError if the folder cannot be used; a store in it is not changed then
 */
export function sqliteLog(options: SqliteOptions, listener: LogListener): Log {
  const { folder, retention = {}, clock = systemClock, upgrading = () => undefined } = options;
  const opened = openDatabase(folder, upgrading);
  return new SqliteLog({ folder, retention, clock }, opened, listener);
}

const systemClock: LogClock = {
  monotonic: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Whether a proposal has changed the store. */
function isWritten({ outcome }: Receipt): boolean {
  return outcome === "new" || outcome === "recorded";
}

class SqliteLog implements Log {
  readonly #folder: string;
  readonly #database: Database;
  readonly #files: StoreFiles;
  readonly #release: () => void;
  readonly #queue: BatchQueue;
  readonly #maintenance: LogMaintenance;
  readonly #search: TextSearch;
  readonly #records: StoredRecords;
  readonly #ids: StoredIds;
  readonly #batches: StoredBatches;
  readonly #entries: StoredEntries;

  constructor(
    { folder, retention, clock }: Required<Omit<SqliteOptions, "upgrading">>,
    opened: OpenedDatabase,
    listener: LogListener,
  ) {
    const { database, files, release } = opened;
    this.#folder = folder;
    this.#database = database;
    this.#files = files;
    this.#release = release;
    this.#queue = new BatchQueue({
      clock,
      commit: (batch) => this.#commit(batch),
      refuse: (batch, cause) => this.#failed(batch, cause, { outcome: "failed" }),
      report({ receipts, failure }) {
        if (failure === undefined) listener.committed({ receipts }, "here");
        else listener.failed(failure.cause, receipts);
      },
    });
    const spentKeys = new SpentKeys(database);
    const times = new StoredTimes(database);
    this.#maintenance = new LogMaintenance(database, {
      retention,
      spentKeys,
      times,
      forgotten: () => this.#ids.clear(),
    });
    this.#search = new TextSearch(database);
    this.#records = new StoredRecords(database);
    this.#ids = new StoredIds(database);
    this.#batches = new StoredBatches(database);
    this.#entries = new StoredEntries(database, {
      ids: this.#ids,
      spentKeys,
      times,
      appended: (logId) => this.#maintenance.appended(logId),
    });
  }

  propose(proposals: Batch): void {
    this.#queue.add(proposals);
  }

  head(log: string): number {
    return this.#reading(() => this.#ids.findLog(log)?.head ?? this.#ids.floorOfNew());
  }

  read(log: string, after: number, limit: number): readonly Entry[] {
    return this.#reading(() => this.#entries.read(log, after, limit));
  }

  readSince(log: string, after: number, since: Since): readonly Entry[] {
    return this.#reading(() => this.#entries.readSince(log, after, since));
  }

  readBack(log: string, before: number, limit: number): readonly Entry[] {
    return this.#reading(() => this.#entries.readBack(log, before, limit));
  }

  epochs(): readonly Epoch[] {
    return this.#reading(() => this.#batches.epochs());
  }

  seqBefore(log: string, batch: number): number {
    return this.#reading(() => this.#entries.seqBefore(log, batch));
  }

  search(log: string, query: string): Iterable<SearchStep> {
    const id = this.#ids.findLog(log)?.id;
    const indexed = id === undefined ? undefined : this.#maintenance.words.indexedUpTo(id);
    return id === undefined || indexed === undefined ? [] : this.#search.search({ log, id, indexed }, query);
  }

  logs(): readonly string[] {
    return this.#database
      .query<{ name: string }, []>("SELECT name FROM logs ORDER BY id")
      .all()
      .map(({ name }) => name);
  }

  records(): readonly DurableRecord[] {
    return this.#reading(() => this.#records.all());
  }

  secret(): Uint8Array {
    return this.#reading(() => {
      const row = this.#database
        .query<{ value: Uint8Array }, []>("SELECT value FROM secrets WHERE name = 'tokens'")
        .get();
      if (row === null) throw new StoreError("damaged", this.#folder);
      return row.value;
    });
  }

  maintain(upkeep: Upkeep): boolean {
    return withStoreErrors(this.#folder, () => this.#maintenance.step(upkeep));
  }

  check(): void {
    try {
      this.#files.check();
    } catch (error) {
      if (this.#files.has(fileName) && !this.#files.has(walName)) this.#saveWal();
      throw error;
    }
  }

  tryWrite(): void {
    withStoreErrors(this.#folder, () => {
      this.#files.checkFolder();
      rewriteSchema(this.#database);
    });
  }

  close(): Promise<void> {
    this.#queue.close();
    this.#search.close();
    this.#database.close();
    this.#release();
    return Promise.resolve();
  }

  #commit(batch: Batch): Outcome {
    let isCommitting = false;
    this.#ids.trim();
    try {
      this.#database.run("BEGIN IMMEDIATE");
      const receipts = batch.map((proposal, ordinal) => this.#execute(proposal, ordinal));
      if (receipts.some(isWritten)) this.#batches.store();
      // After this, a failed batch is no longer certain to be absent from the log.
      this.#files.checkFolder();
      isCommitting = true;
      this.#database.run("COMMIT");
      this.#batches.committed();
      return { receipts };
    } catch (cause) {
      this.#rollBack();
      if (isLocked(cause)) throw cause;
      // Everything was written, but if the fsync fails it is unknown whether it is on disk. Any other failed write
      // leaves no complete commit.
      const isUncertain = isCommitting && /^SQLITE_IOERR_(?:DIR_)?FSYNC$/.test(errorCode(cause) ?? "");
      return this.#failed(batch, cause, { outcome: isUncertain ? "uncertain" : "failed" });
    }
  }

  /** The outcome of a batch that is not committed. */
  #failed(batch: Batch, cause: unknown, fallback: Receipt): Outcome {
    const receipts = batch.map((proposal) => this.#receiptAfterFailure(proposal, fallback));
    return { receipts, failure: { cause: storeErrorOf(cause, this.#folder) } };
  }

  /** Runs within a transaction. */
  #execute(proposal: Proposal, ordinal: number): Receipt {
    switch (proposal.type) {
      case "message":
        return this.#entries.append(proposal, { batch: this.#batches.next, ordinal });
      case "lookUp":
        return this.#entries.lookUp(proposal);
      case "record":
        this.#records.put(proposal.record, this.#batches.next);
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
      const receipt = this.#entries.lookUp({ log, identity, key });
      const isOpen = type === "message" || fallback.outcome === "uncertain";
      return receipt.outcome === "unknown" && isOpen ? fallback : receipt;
    } catch {
      return type === "message" ? fallback : { outcome: "failed" };
    }
  }

  /** @throws StoreError when the database cannot be read */
  #reading<Result>(read: () => Result): Result {
    return withStoreErrors(this.#folder, read);
  }

  /**
   * Checkpoints the write-ahead log after its file was deleted, so that committed entries reach the database. PASSIVE
   * waits for no reader. What a reader keeps from being copied is left to a later check; until then the copy may be
   * incomplete.
   */
  #saveWal(): void {
    try {
      this.#database.run("PRAGMA wal_checkpoint(PASSIVE)");
    } catch {
      // `check` reports what is gone. If the disk is full, for example, the next check may succeed.
    }
  }

  /** Rolls back. After a failed batch, the cached ids and heads may be wrong. */
  #rollBack(): void {
    this.#ids.clear();
    this.#batches.failed();
    // Some errors (a full disk) have already rolled back.
    if (this.#database.inTransaction) this.#database.run("ROLLBACK");
  }
}
