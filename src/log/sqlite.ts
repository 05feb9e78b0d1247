/** The durable log: SQLite in WAL mode with `synchronous=FULL`, so that a commit survives a power failure. */
import type { Database } from "bun:sqlite";
import type { Epoch } from "../protocol/epochs.ts";
import type { Entry } from "../protocol/entry.ts";
import { BatchCommit } from "./batch-commit.ts";
import type { Batch, LogClock } from "./batch-queue.ts";
import { BatchQueue } from "./batch-queue.ts";
import { withStoreErrors, fileName, openDatabase, rewriteSchema, walName } from "./database.ts";
import type { OpenedDatabase } from "./database.ts";
import { StoreError } from "../base/store-error.ts";
import type { DurableRecord } from "../protocol/durable-record.ts";
import type { Log, LogListener, Retention, SearchResult, SearchSlice, Since, Upkeep } from "./log.ts";
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
import { seqMax } from "./limits.ts";

export interface SqliteOptions {
  readonly folder: string;
  readonly retention?: Retention;
  /** The system's own unless it is given. */
  readonly clock?: LogClock;
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

const systemClock: LogClock = {
  monotonic: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

class SqliteLog implements Log {
  readonly #folder: string;
  readonly #database: Database;
  readonly #files: StoreFiles;
  readonly #release: () => void;
  readonly #queue: BatchQueue;
  readonly #maintenance: LogMaintenance;
  readonly #search: Searcher;
  readonly #records: StoredRecords;
  readonly #ids: StoredIds;
  readonly #batches: StoredBatches;
  readonly #entries: StoredEntries;

  constructor(
    {
      folder,
      retention = {},
      clock = systemClock,
      searchFailed = () => undefined,
      openSearcher,
    }: SqliteOptions,
    opened: OpenedDatabase,
    listener: LogListener,
  ) {
    const { database, files, release } = opened;
    this.#folder = folder;
    this.#database = database;
    this.#files = files;
    this.#release = release;
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
      appended: (logId) => this.#maintenance.appended(logId),
    });
    const commit = new BatchCommit({
      folder,
      database,
      files,
      ids: this.#ids,
      batches: this.#batches,
      entries: this.#entries,
      records: this.#records,
    });
    this.#queue = new BatchQueue({
      clock,
      commit: (batch) => commit.commit(batch),
      refuse: (batch, cause) => commit.fail(batch, cause, { outcome: "failed" }),
      report({ receipts, failure }) {
        if (failure === undefined) listener.committed({ receipts }, "here");
        else listener.failed(failure.cause, receipts);
      },
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

  forkOf(epochs: readonly Epoch[]): number | undefined {
    return this.#reading(() => this.#batches.forkOf(epochs));
  }

  startOf(log: string): number {
    return this.#reading(() => this.#ids.startOf(log));
  }

  seqBefore(log: string, batch: number): number {
    return this.#reading(() => this.#entries.seqBefore(log, batch));
  }

  search({ log, query, before }: SearchSlice, answered: (result: SearchResult) => void): void {
    let logId: number | undefined;
    try {
      logId = this.#reading(() => this.#ids.findLog(log)?.id);
    } catch (cause) {
      return answered({ type: "failed", cause });
    }
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
    const close = (): void => {
      this.#database.close();
      this.#release();
    };
    this.#queue.close();
    // Whoever closes the database last, and may write to it, brings the write-ahead log into it.
    const closing = this.#search.close();
    if (closing !== undefined) return closing.then(close);
    close();
    return Promise.resolve();
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
}
