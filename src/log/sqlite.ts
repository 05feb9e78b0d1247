/** The durable log: SQLite in WAL mode with `synchronous=FULL`, so that a commit survives a power failure. */
import type { Database } from "bun:sqlite";
import type { Epoch } from "../protocol/epochs.ts";
import type { Entry } from "../protocol/entry.ts";
import { withStoreErrors, fileName, openDatabase, rewriteSchema, walName } from "./database.ts";
import type { OpenedDatabase } from "./database.ts";
import { assertNever } from "../base/assert-never.ts";
import { errorCode } from "../base/error-code.ts";
import { StoreError } from "../base/store-error.ts";
import type { DurableRecord } from "../protocol/durable-record.ts";
import type { Receipt } from "../protocol/receipt.ts";
import type {
  Log,
  LogListener,
  Proposal,
  Retention,
  SearchResult,
  SearchSlice,
  Since,
  Upkeep,
} from "./log.ts";
import type { StoreFiles } from "./store-files.ts";
import { SpentKeys } from "./spent-keys.ts";
import { StoredEntries } from "./stored-entries.ts";
import { StoredBatches } from "./stored-batches.ts";
import { StoredRecords } from "./stored-records.ts";
import { StoredIds } from "./stored-ids.ts";
import { StoredTimes } from "./stored-times.ts";
import { LocalSearch, unindexedSearch } from "./local-search.ts";
import { LogTexts } from "./log-texts.ts";
import type { FoundSeqs } from "./search.ts";
import type { Searcher } from "./searcher.ts";
import { LogMaintenance } from "./log-maintenance.ts";
import type { UpgradeProgress } from "./upgrade.ts";
import { busyTimeoutMs, seqMax } from "./limits.ts";

export interface SqliteOptions {
  readonly folder: string;
  readonly retention?: Retention;
  /** Called while a folder of an earlier version is upgraded. */
  readonly upgrading?: (progress: UpgradeProgress) => void;
  /** Called when the search index cannot be used, which then is made anew or done without. */
  readonly searchFailed?: (cause: unknown) => void;
  /** Opens search elsewhere; undefined: it runs in this process. `unindexed` stands in for it. */
  readonly openSearcher?: ((unindexed: Pick<Searcher, "search">) => Searcher) | undefined;
}

/**
 * Opens the store in a data folder, which is created if it is missing, and upgraded if it is of an earlier version.
 *
 * @throws StoreError if the folder cannot be used; a store in it is not changed then
 */
export function sqliteLog(options: SqliteOptions, listener: LogListener): Log {
  const opened = openDatabase(options.folder, options.upgrading);
  return new SqliteLog(options, opened, listener);
}

/** Whether a proposal has changed the store. */
function isWritten({ outcome }: Receipt): boolean {
  return outcome === "new" || outcome === "recorded";
}

class SqliteLog implements Log {
  readonly #folder: string;
  readonly #database: Database;
  readonly #files: StoreFiles;
  readonly #release: () => void;
  readonly #listener: LogListener;
  readonly #maintenance: LogMaintenance;
  readonly #search: Searcher;
  readonly #records: StoredRecords;
  readonly #ids: StoredIds;
  readonly #batches: StoredBatches;
  readonly #entries: StoredEntries;

  constructor(
    { folder, retention = {}, searchFailed = () => undefined, openSearcher }: SqliteOptions,
    opened: OpenedDatabase,
    listener: LogListener,
  ) {
    const { database, files, release } = opened;
    this.#folder = folder;
    this.#database = database;
    this.#files = files;
    this.#release = release;
    this.#listener = listener;
    const spentKeys = new SpentKeys(database);
    const times = new StoredTimes(database);
    const log = new LogTexts(database, folder);
    this.#search =
      openSearcher?.(unindexedSearch(log)) ?? new LocalSearch({ folder, log, failed: searchFailed });
    this.#maintenance = new LogMaintenance(database, {
      retention,
      spentKeys,
      times,
      search: this.#search,
      forgotten: () => this.#ids.clear(),
    });
    this.#records = new StoredRecords(database);
    this.#ids = new StoredIds(database);
    this.#batches = new StoredBatches(database);
    this.#entries = new StoredEntries(database, {
      ids: this.#ids,
      spentKeys,
      times,
      appended: (logId) => this.#search.touched(logId),
    });
  }

  propose(proposals: readonly Proposal[]): void {
    let receipts: readonly Receipt[];
    let isCommitting = false;
    this.#ids.trim();
    try {
      this.#database.run("BEGIN IMMEDIATE");
      receipts = proposals.map((proposal, ordinal) => this.#execute(proposal, ordinal));
      if (receipts.some(isWritten)) this.#batches.store();
      // After this, a failed batch is no longer certain to be absent from the log.
      this.#files.checkFolder();
      isCommitting = true;
      this.#database.run("COMMIT");
      this.#batches.committed();
    } catch (cause) {
      // Everything was written, but if the fsync fails it is unknown whether it is on disk. Any other failed write
      // leaves no complete commit.
      const isUncertain = isCommitting && /^SQLITE_IOERR_(?:DIR_)?FSYNC$/.test(errorCode(cause) ?? "");
      this.#rollBack();
      const fallback: Receipt = { outcome: isUncertain ? "uncertain" : "failed" };
      return this.#listener.failed(
        cause,
        proposals.map((proposal) => this.#receiptAfterFailure(proposal, fallback)),
      );
    }
    this.#listener.committed({ receipts }, "here");
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

  search({ log, query, before }: SearchSlice, answered: (result: SearchResult) => void): void {
    const logId = this.#ids.findLog(log)?.id;
    if (logId === undefined) return answered({ type: "searched", entries: [], reachedSeq: 1 });
    this.#search.search({ logId, query, before: Math.min(before, seqMax + 1) }, (result) => {
      answered(result.type === "failed" ? result : this.#searched(log, logId, result));
    });
  }

  #searched(log: string, logId: number, { seqs, reachedSeq }: FoundSeqs): SearchResult {
    try {
      return this.#reading(() => {
        const entries = this.#entries.named(log, logId, seqs);
        const [reached] = this.#entries.named(log, logId, [reachedSeq]);
        return { type: "searched", entries, reachedSeq, reachedTime: reached?.time };
      });
    } catch (cause) {
      return { type: "failed", cause };
    }
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
    return this.#maintenance.step(upkeep);
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
      // With a timeout, each try would block the server while another process holds a lock.
      this.#database.run("PRAGMA busy_timeout = 0");
      try {
        rewriteSchema(this.#database);
      } finally {
        this.#database.run(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
      }
    });
  }

  close(): Promise<void> {
    const close = (): void => {
      this.#database.close();
      this.#release();
    };
    // Whoever closes the database last, and may write to it, brings the write-ahead log into it.
    const closing = this.#search.close();
    if (closing !== undefined) return closing.then(close);
    close();
    return Promise.resolve();
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
