/** The durable log: SQLite in WAL mode with `synchronous=FULL`, so that a commit survives a power failure. */
import type { Database, Statement } from "bun:sqlite";
import type { Entry, NewMessage } from "../protocol/entry.ts";
import { withStoreErrors, fileName, openDatabase, rewriteSchema, walName } from "./database.ts";
import type { OpenedDatabase } from "./database.ts";
import { assertNever } from "../base/assert-never.ts";
import { errorCode } from "../base/error-code.ts";
import { StoreError } from "../base/store-error.ts";
import type { DurableRecord } from "../protocol/durable-record.ts";
import type { Receipt } from "../protocol/receipt.ts";
import type { Log, LogListener, MessageKey, Proposal, Retention, SearchStep } from "./log.ts";
import { placeOf } from "./place.ts";
import type { Row } from "./row.ts";
import { columns, entryOf } from "./row.ts";
import type { StoreFiles } from "./store-files.ts";
import { StoredRecords } from "./stored-records.ts";
import type { LogState } from "./stored-ids.ts";
import { StoredIds } from "./stored-ids.ts";
import { TextSearch } from "./search.ts";
import { LogMaintenance } from "./log-maintenance.ts";
import { busyTimeoutMs, seqMax } from "./limits.ts";

export interface SqliteOptions {
  readonly folder: string;
  readonly retention?: Retention;
}

/**
 * Opens the store in a data folder, which is created if it is missing.
 *
 * @throws StoreError if the folder cannot be used; a store in it is not changed then
 */
export function sqliteLog({ folder, retention = {} }: SqliteOptions, listener: LogListener): Log {
  const opened = openDatabase(folder);
  return new SqliteLog({ folder, retention }, opened, listener);
}

/** The columns of an entry: place, time, identity, sender, target, text, key. */
type NewRow = [number, number, number, string, string | null, string, string | null];

class SqliteLog implements Log {
  readonly #folder: string;
  readonly #database: Database;
  readonly #files: StoreFiles;
  readonly #release: () => void;
  readonly #listener: LogListener;
  readonly #maintenance: LogMaintenance;
  readonly #search: TextSearch;
  readonly #records: StoredRecords;
  readonly #ids: StoredIds;
  readonly #insert: Statement<unknown, NewRow>;
  readonly #ofKey: Statement<Row, [number, string, number]>;
  readonly #after: Statement<Row, [number, number, number]>;
  readonly #before: Statement<Row, [number, number, number]>;

  constructor({ folder, retention }: Required<SqliteOptions>, opened: OpenedDatabase, listener: LogListener) {
    const { database, files, release } = opened;
    this.#folder = folder;
    this.#database = database;
    this.#files = files;
    this.#release = release;
    this.#listener = listener;
    this.#maintenance = new LogMaintenance(database, retention);
    this.#search = new TextSearch(database);
    this.#records = new StoredRecords(database);
    this.#ids = new StoredIds(database);
    this.#insert = database.prepare(
      "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    );
    this.#ofKey = database.prepare(
      `SELECT ${columns} FROM entries WHERE identity = ? AND key = ? AND place >> 33 = ?`,
    );
    this.#after = database.prepare(
      `SELECT ${columns} FROM entries WHERE place > ? AND place < ? ORDER BY place LIMIT ?`,
    );
    this.#before = database.prepare(
      `SELECT ${columns} FROM entries WHERE place > ? AND place < ? ORDER BY place DESC LIMIT ?`,
    );
  }

  propose(proposals: readonly Proposal[]): void {
    let receipts: readonly Receipt[];
    let isCommitting = false;
    this.#ids.trim();
    try {
      this.#database.run("BEGIN IMMEDIATE");
      receipts = proposals.map((proposal) => this.#execute(proposal));
      // After this, a failed batch is no longer certain to be absent from the log.
      this.#files.checkFolder();
      isCommitting = true;
      this.#database.run("COMMIT");
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
    return this.#reading(() => this.#ids.findLog(log)?.head ?? 0);
  }

  read(log: string, after: number, limit: number): readonly Entry[] {
    return this.#reading(() => {
      const id = this.#ids.findLog(log)?.id;
      if (id === undefined) return [];
      const rows = this.#after.all(placeOf(id, after), placeOf(id + 1, 0), limit);
      return rows.map((row) => entryOf(log, row));
    });
  }

  readBack(log: string, before: number, limit: number): readonly Entry[] {
    return this.#reading(() => {
      const state = this.#ids.findLog(log);
      if (state === undefined) return [];
      const end = Math.min(before, state.head + 1);
      const rows = this.#before.all(placeOf(state.id, 0), placeOf(state.id, end), limit);
      return rows.map((row) => entryOf(log, row)).reverse();
    });
  }

  search(log: string, query: string): Iterable<SearchStep> {
    const id = this.#ids.findLog(log)?.id;
    const indexed = id === undefined ? undefined : this.#maintenance.indexedUpTo(id);
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

  maintain(now: number, steadyMs = Number.POSITIVE_INFINITY): boolean {
    return this.#maintenance.step(now, steadyMs);
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
    this.#search.close();
    this.#database.close();
    this.#release();
    return Promise.resolve();
  }

  /** Runs within a transaction. */
  #execute(proposal: Proposal): Receipt {
    switch (proposal.type) {
      case "message":
        return this.#append(proposal);
      case "lookUp":
        return this.#lookUp(proposal);
      case "record":
        this.#records.put(proposal.record);
        return { outcome: "recorded", record: proposal.record };
      default:
        return assertNever(proposal);
    }
  }

  /** Appends to both logs or to neither. Fails if one of them is full. */
  #append(message: NewMessage): Receipt {
    const { log, copyTo, identity, key } = message;
    if (copyTo !== undefined && key !== undefined) {
      const before = this.#lookUp({ log, identity, key });
      if (before.outcome === "repeated") return before;
    }
    const state = this.#writableLog(log);
    const copyState = copyTo === undefined ? undefined : this.#writableLog(copyTo);
    if (state === undefined || (copyTo !== undefined && copyState === undefined))
      return { outcome: "failed" };
    const sender = this.#ids.identity(identity);
    const entry = this.#insertInto(state, { ...message, log }, sender);
    if (entry === undefined) return { outcome: "repeated", entry: this.#entryOfKey(state, log, sender, key) };
    if (copyTo === undefined || copyState === undefined) return { outcome: "new", entry };
    return { outcome: "new", entry, copy: this.#insertInto(copyState, { ...message, log: copyTo }, sender) };
  }

  /** Returns undefined if the key already has an entry in this log. */
  #insertInto(state: LogState, message: NewMessage, sender: number): Entry | undefined {
    const { log, from, to, text, key, time } = message;
    const seq = state.head + 1;
    const place = placeOf(state.id, seq);
    // The unique index on keys decides: a look-up first would cost a third of the insert.
    const { changes } = this.#insert.run(place, time, sender, from, to ?? null, text, key ?? null);
    if (changes === 0) return undefined;
    state.head = seq;
    this.#maintenance.appended(state.id);
    return { log, seq, time, from, to, text, key };
  }

  #entryOfKey({ id }: LogState, log: string, sender: number, key: string | undefined): Entry {
    const row = this.#ofKey.get(sender, key ?? "", id);
    if (row === null) throw new Error(`an entry of ${log} was neither stored nor found`);
    return entryOf(log, row);
  }

  #lookUp({ log, identity, key }: MessageKey): Receipt {
    const state = this.#ids.findLog(log);
    const sender = this.#ids.findIdentity(identity);
    const row = state === undefined || sender === undefined ? null : this.#ofKey.get(sender, key, state.id);
    return row === null ? { outcome: "unknown" } : { outcome: "repeated", entry: entryOf(log, row) };
  }

  /** The receipt of a proposal whose batch failed: a look-up's result, a message's earlier entry, or `fallback`. */
  #receiptAfterFailure(proposal: Proposal, fallback: Receipt): Receipt {
    if (proposal.type === "record") return fallback;
    const { type, log, identity, key } = proposal;
    if (key === undefined) return fallback;
    try {
      const receipt = this.#lookUp({ log, identity, key });
      const isOpen = type === "message" || fallback.outcome === "uncertain";
      return receipt.outcome === "unknown" && isOpen ? fallback : receipt;
    } catch {
      return type === "message" ? fallback : { outcome: "failed" };
    }
  }

  /** Returns undefined if there are too many logs or this one is full. */
  #writableLog(log: string): LogState | undefined {
    const state = this.#ids.findLog(log) ?? this.#ids.createLog(log);
    return state === undefined || state.head >= seqMax ? undefined : state;
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
    this.#ids.forget();
    // Some errors (a full disk) have already rolled back.
    if (this.#database.inTransaction) this.#database.run("ROLLBACK");
  }
}
