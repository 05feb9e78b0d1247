/**
 * The durable log: SQLite in WAL mode with `synchronous=FULL`, so that what was committed survives a power cut. Must not
 * know who reads or writes.
 */
import type { Database, Statement } from "bun:sqlite";
import type { Entry, Unplaced } from "../protocol/entry.ts";
import { explained, openDatabase } from "./database.ts";
import type { OpenedDatabase } from "./database.ts";
import { StoreError } from "../base/store-error.ts";
import type { Fact } from "../protocol/fact.ts";
import type { Keyed, Log, LogListener, Proposal, Receipt, Retention, SearchStep } from "./log.ts";
import { placeOf, seqOf } from "./place.ts";
import type { Row } from "./row.ts";
import { columns, entryOf } from "./row.ts";
import type { StoreFiles } from "./store-files.ts";
import { StoredFacts } from "./stored-facts.ts";
import { TextSearch } from "./search.ts";
import { Upkeep } from "./upkeep.ts";
import { cachedIdsMax, logIdMax, seqMax } from "./limits.ts";

export interface SqliteOptions {
  readonly folder: string;
  readonly retention?: Retention;
}

/**
 * Opens the store in a data folder, which is made when it is missing.
 *
 * @throws StoreError when the folder cannot be used, which is never half-way: nothing in it was changed then
 */
export function sqliteLog({ folder, retention = {} }: SqliteOptions, listener: LogListener): Log {
  const opened = openDatabase(folder);
  return new SqliteLog({ folder, retention }, opened, listener);
}

/** The columns of an entry: place, time, identity, sender, target, text, key. */
type NewRow = [number, number, number, string, string | null, string, string | null];

/** What is known of one log without asking the disk. */
interface LogState {
  readonly id: number;
  head: number;
}

class SqliteLog implements Log {
  readonly #folder: string;
  readonly #database: Database;
  readonly #files: StoreFiles;
  readonly #release: () => void;
  readonly #listener: LogListener;
  readonly #upkeep: Upkeep;
  readonly #search: TextSearch;
  readonly #facts: StoredFacts;
  readonly #logs = new Map<string, LogState>();
  readonly #identities = new Map<string, number>();
  readonly #insert: Statement<unknown, NewRow>;
  readonly #ofKey: Statement<Row, [number, string, number]>;
  readonly #behind: Statement<Row, [number, number, number]>;
  readonly #before: Statement<Row, [number, number, number]>;

  constructor({ folder, retention }: Required<SqliteOptions>, opened: OpenedDatabase, listener: LogListener) {
    const { database, files, release } = opened;
    this.#folder = folder;
    this.#database = database;
    this.#files = files;
    this.#release = release;
    this.#listener = listener;
    this.#upkeep = new Upkeep(database, retention);
    this.#search = new TextSearch(database);
    this.#facts = new StoredFacts(database);
    this.#insert = database.prepare(
      "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    );
    this.#ofKey = database.prepare(
      `SELECT ${columns} FROM entries WHERE identity = ? AND key = ? AND place >> 33 = ?`,
    );
    this.#behind = database.prepare(
      `SELECT ${columns} FROM entries WHERE place > ? AND place < ? ORDER BY place LIMIT ?`,
    );
    this.#before = database.prepare(
      `SELECT ${columns} FROM entries WHERE place > ? AND place < ? ORDER BY place DESC LIMIT ?`,
    );
  }

  propose(proposals: readonly Proposal[], facts: readonly Fact[] = []): void {
    let receipts: readonly Receipt[];
    this.#forgetIdle();
    try {
      this.#database.run("BEGIN IMMEDIATE");
      receipts = proposals.map((proposal) =>
        proposal.type === "message" ? this.#take(proposal) : this.#lookUp(proposal),
      );
      for (const fact of facts) this.#facts.put(fact);
      // The last moment in which it is still certain that nothing of the batch is in the log.
      this.#files.checkFolder();
      this.#database.run("COMMIT");
    } catch (cause) {
      this.#forgetUncommitted();
      return this.#listener.failed(
        cause,
        proposals.map((proposal) => this.#knownBefore(proposal)),
      );
    }
    this.#listener.committed(receipts);
  }

  head(log: string): number {
    return this.#reading(() => this.#find(log)?.head ?? 0);
  }

  read(log: string, after: number, limit: number): readonly Entry[] {
    return this.#reading(() => {
      const id = this.#find(log)?.id;
      if (id === undefined) return [];
      const rows = this.#behind.all(placeOf(id, after), placeOf(id + 1, 0), limit);
      return rows.map((row) => entryOf(log, row));
    });
  }

  readBack(log: string, before: number, limit: number): readonly Entry[] {
    return this.#reading(() => {
      const state = this.#find(log);
      if (state === undefined) return [];
      const end = Math.min(before, state.head + 1);
      const rows = this.#before.all(placeOf(state.id, 0), placeOf(state.id, end), limit);
      return rows.map((row) => entryOf(log, row)).reverse();
    });
  }

  search(log: string, query: string): Iterable<SearchStep> {
    const id = this.#find(log)?.id;
    const indexed = id === undefined ? undefined : this.#upkeep.indexedUpTo(id);
    return id === undefined || indexed === undefined ? [] : this.#search.search({ log, id, indexed }, query);
  }

  logs(): readonly string[] {
    return this.#database
      .query<{ name: string }, []>("SELECT name FROM logs ORDER BY id")
      .all()
      .map(({ name }) => name);
  }

  facts(): readonly Fact[] {
    return this.#reading(() => this.#facts.all());
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

  tend(now: number, steadyMs = Number.POSITIVE_INFINITY): boolean {
    return this.#upkeep.step(now, steadyMs);
  }

  check(): void {
    try {
      this.#files.check();
    } catch (error) {
      // Without its write-ahead log alone, the database can still take in what was committed there.
      if (this.#files.hasFirst()) this.#database.run("PRAGMA wal_checkpoint(FULL)");
      throw error;
    }
  }

  close(): Promise<void> {
    this.#search.close();
    this.#database.close();
    this.#release();
    return Promise.resolve();
  }

  /** Into both logs or none: a message of which a log has no place left has failed. */
  #take(message: Unplaced): Receipt {
    const { log, copyTo, identity, key } = message;
    if (copyTo !== undefined && key !== undefined) {
      const before = this.#lookUp({ log, identity, key });
      if (before.outcome === "repeated") return before;
    }
    const state = this.#openForMore(log);
    const copyState = copyTo === undefined ? undefined : this.#openForMore(copyTo);
    if (state === undefined || (copyTo !== undefined && copyState === undefined))
      return { outcome: "failed" };
    const sender = this.#identityId(identity);
    const entry = this.#insertInto(state, { ...message, log }, sender);
    if (entry === undefined) return { outcome: "repeated", entry: this.#entryOfKey(state, log, sender, key) };
    if (copyTo === undefined || copyState === undefined) return { outcome: "new", entry };
    return { outcome: "new", entry, copy: this.#insertInto(copyState, { ...message, log: copyTo }, sender) };
  }

  /** Undefined when the key has made an entry in this log before. */
  #insertInto(state: LogState, message: Unplaced, sender: number): Entry | undefined {
    const { log, from, to, text, key, time } = message;
    const seq = state.head + 1;
    const place = placeOf(state.id, seq);
    // The index of keys decides: asking it first would cost a third of the insert.
    const { changes } = this.#insert.run(place, time, sender, from, to ?? null, text, key ?? null);
    if (changes === 0) return undefined;
    state.head = seq;
    this.#upkeep.appended(state.id);
    return { log, seq, time, from, to, text, key };
  }

  #entryOfKey({ id }: LogState, log: string, sender: number, key: string | undefined): Entry {
    const row = this.#ofKey.get(sender, key ?? "", id);
    if (row === null) throw new Error(`an entry of ${log} was neither stored nor found`);
    return entryOf(log, row);
  }

  #lookUp({ log, identity, key }: Keyed): Receipt {
    const state = this.#find(log);
    const sender = this.#database
      .query<{ id: number }, [string]>("SELECT id FROM identities WHERE name = ?")
      .get(identity);
    const row = state === undefined || sender === null ? null : this.#ofKey.get(sender.id, key, state.id);
    return row === null ? { outcome: "unknown" } : { outcome: "repeated", entry: entryOf(log, row) };
  }

  /** What is certain of a proposal whose batch has failed. */
  #knownBefore(proposal: Proposal): Receipt {
    const { log, identity, key } = proposal;
    if (key === undefined) return { outcome: "failed" };
    try {
      const receipt = this.#lookUp({ log, identity, key });
      return receipt.outcome === "unknown" && proposal.type === "message" ? { outcome: "failed" } : receipt;
    } catch {
      return { outcome: "failed" };
    }
  }

  /** Undefined when there are too many logs, or this one is full. */
  #openForMore(log: string): LogState | undefined {
    const state = this.#find(log) ?? this.#create(log);
    return state === undefined || state.head >= seqMax ? undefined : state;
  }

  /** @throws StoreError when the database cannot be read */
  #reading<Result>(read: () => Result): Result {
    return explained(this.#folder, read);
  }

  #find(log: string): LogState | undefined {
    const known = this.#logs.get(log);
    if (known !== undefined) return known;
    const row = this.#database
      .query<{ id: number; floor: number }, [string]>("SELECT id, floor FROM logs WHERE name = ?")
      .get(log);
    if (row === null) return undefined;
    const newest = this.#before.get(placeOf(row.id, 0), placeOf(row.id + 1, 0), 1);
    const head = newest === null ? row.floor : Math.max(row.floor, seqOf(newest.place));
    const state: LogState = { id: row.id, head };
    this.#logs.set(log, state);
    return state;
  }

  /** Undefined when there are too many logs. */
  #create(log: string): LogState | undefined {
    const { changes, lastInsertRowid } = this.#database
      .query("INSERT INTO logs (name) SELECT ? WHERE (SELECT coalesce(max(id), 0) FROM logs) < ?")
      .run(log, logIdMax);
    if (changes === 0) return undefined;
    const id = Number(lastInsertRowid);
    const state: LogState = { id, head: 0 };
    this.#logs.set(log, state);
    return state;
  }

  #identityId(identity: string): number {
    const known = this.#identities.get(identity);
    if (known !== undefined) return known;
    const row = this.#database
      .query<{ id: number }, [string]>(
        "INSERT INTO identities (name) VALUES (?) ON CONFLICT DO UPDATE SET name = name RETURNING id",
      )
      .get(identity);
    if (row === null) throw new Error("an identity could not be stored");
    this.#identities.set(identity, row.id);
    return row.id;
  }

  /** What is known without asking the disk, of logs and identities that come and go, is bounded. */
  #forgetIdle(): void {
    if (this.#logs.size > cachedIdsMax) this.#logs.clear();
    if (this.#identities.size > cachedIdsMax) this.#identities.clear();
  }

  /** After a batch that failed, what is known without asking the disk may be wrong. */
  #forgetUncommitted(): void {
    this.#logs.clear();
    this.#identities.clear();
    // Some errors (a full disk) have rolled back already.
    if (this.#database.inTransaction) this.#database.run("ROLLBACK");
  }
}
