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
import type { Log, LogListener, Receipt, Retention, SearchStep } from "./log.ts";
import { placeOf, seqOf } from "./place.ts";
import type { Row } from "./row.ts";
import { columns, entryOf } from "./row.ts";
import type { StoreFiles } from "./store-files.ts";
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

  append(drafts: readonly Unplaced[], facts: readonly Fact[] = []): void {
    let receipts: readonly (Receipt | undefined)[];
    this.#forgetIdle();
    try {
      this.#database.run("BEGIN IMMEDIATE");
      receipts = drafts.map((draft) => this.#place(draft));
      for (const fact of facts) this.#remember(fact);
      // The last moment in which it is still certain that nothing of the batch is in the log.
      this.#files.checkFolder();
      this.#database.run("COMMIT");
    } catch (cause) {
      this.#forgetUncommitted();
      return this.#listener.failed(cause);
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

  find(log: string, identity: string, key: string): Entry | undefined {
    return this.#reading(() => {
      const state = this.#find(log);
      const sender = this.#database
        .query<{ id: number }, [string]>("SELECT id FROM identities WHERE name = ?")
        .get(identity);
      if (state === undefined || sender === null) return undefined;
      const row = this.#ofKey.get(sender.id, key, state.id);
      return row === null ? undefined : entryOf(log, row);
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
    return this.#reading(() => this.#facts());
  }

  #facts(): readonly Fact[] {
    const topics = this.#database
      .query<{ room: string; topic: string }, []>("SELECT room, topic FROM topics")
      .all()
      .map(({ room, topic }): Fact => ({ type: "topic", room, topic }));
    const holders = this.#database
      .query<{ folded: string; nickname: string; identity: string; time: number }, []>(
        "SELECT folded, nickname, identity, time FROM holders ORDER BY time DESC LIMIT 10000",
      )
      .all()
      .map((holder): Fact => ({ type: "holder", ...holder }));
    return [...topics, ...holders.reverse()];
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

  close(): void {
    this.#search.close();
    this.#database.close();
    this.#release();
  }

  #place(draft: Unplaced): Receipt | undefined {
    const { log, identity, from, to, text, key, time } = draft;
    const state = this.#find(log) ?? this.#create(log);
    if (state === undefined || state.head >= seqMax) return undefined;
    const sender = this.#identityId(identity);
    const seq = state.head + 1;
    const place = placeOf(state.id, seq);
    // The index of keys decides: asking it first would cost a third of the insert.
    const { changes } = this.#insert.run(place, time, sender, from, to ?? null, text, key ?? null);
    if (changes === 0) return { entry: this.#entryOfKey(state, log, sender, key), repeated: true };
    state.head = seq;
    this.#upkeep.appended(state.id);
    return { entry: { log, seq, time, from, to, text, key }, repeated: false };
  }

  #entryOfKey({ id }: LogState, log: string, sender: number, key: string | undefined): Entry {
    const row = this.#ofKey.get(sender, key ?? "", id);
    if (row === null) throw new Error(`an entry of ${log} was neither stored nor found`);
    return entryOf(log, row);
  }

  #remember(fact: Fact): void {
    if (fact.type === "topic")
      this.#database
        .query("INSERT INTO topics VALUES (?, ?) ON CONFLICT DO UPDATE SET topic = excluded.topic")
        .run(fact.room, fact.topic);
    else
      this.#database
        .query(
          `INSERT INTO holders VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET nickname = excluded.nickname,
           identity = excluded.identity, time = excluded.time`,
        )
        .run(fact.folded, fact.nickname, fact.identity, fact.time);
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

  /** Undefined when there are too many: whose draft it was is told, and the rest of the batch is not harmed. */
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
