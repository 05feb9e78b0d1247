/** The numeric ids of logs and identities in the SQLite store, and the head of each log. */
import type { Database, Statement } from "bun:sqlite";
import { cachedIdsMax, freeIdTriesMax, logIdMax } from "./limits.ts";
import { endOf, seqIn, startOf } from "./place.ts";

/** What is cached of a log. */
export interface LogState {
  readonly id: number;
  head: number;
  /** The latest time of an entry since the clock was set back last; for an empty log, the earliest there is. */
  latestTime: number;
}

export class StoredIds {
  readonly #database: Database;
  readonly #newest: Statement<{ seq: number; time: number }, [number]>;
  readonly #logs = new Map<string, LogState>();
  readonly #identities = new Map<string, number>();
  #floorOfNew: number | undefined;

  constructor(database: Database) {
    this.#database = database;
    this.#newest = database.prepare(
      `SELECT ${seqIn("place")} AS seq, time FROM entries WHERE place > ${startOf("?1")} AND place < ${endOf("?1")}
       ORDER BY place DESC LIMIT 1`,
    );
  }

  findLog(log: string): LogState | undefined {
    const known = this.#logs.get(log);
    if (known !== undefined) return known;
    const row = this.#database
      .query<{ id: number; floor: number }, [string]>("SELECT id, floor FROM logs WHERE name = ?")
      .get(log);
    if (row === null) return undefined;
    const newest = this.#newest.get(row.id);
    const head = Math.max(row.floor, newest?.seq ?? 0);
    const state: LogState = { id: row.id, head, latestTime: newest?.time ?? -Infinity };
    this.#logs.set(log, state);
    return state;
  }

  /** The seq behind which a log began or will begin. */
  startOf(log: string): number {
    const row = this.#database
      .query<{ start: number }, [string]>("SELECT start FROM logs WHERE name = ?")
      .get(log);
    return row?.start ?? this.floorOfNew();
  }

  /** The highest seq of a log that was deleted. */
  floorOf(logId: number): number {
    const row = this.#database
      .query<{ floor: number }, [number]>("SELECT floor FROM logs WHERE id = ?")
      .get(logId);
    return row?.floor ?? 0;
  }

  /** Returns undefined if there are too many logs. */
  createLog(log: string): LogState | undefined {
    const id = this.#freeId();
    if (id === undefined) return undefined;
    const floor = this.floorOfNew();
    this.#database
      .query("INSERT INTO logs (id, name, floor, start) VALUES (?, ?, ?, ?)")
      .run(id, log, floor, floor);
    const state: LogState = { id, head: floor, latestTime: -Infinity };
    this.#logs.set(log, state);
    return state;
  }

  /**
   * The seq behind which a new log begins: the highest head of all logs that were forgotten, so that no reader of one
   * of them takes the entries of the new one for those that it has.
   */
  floorOfNew(): number {
    this.#floorOfNew ??=
      this.#database
        .query<{ value: number }, []>("SELECT value FROM counters WHERE name = 'forgotten_head'")
        .get()?.value ?? 0;
    return this.#floorOfNew;
  }

  /** An id that no log has had; once those are used up, one that no log has. */
  #freeId(): number | undefined {
    const { id } = this.#database
      .query<{ id: number }, [number]>(
        "UPDATE counters SET value = min(value + 1, ?) WHERE name = 'log' RETURNING value AS id",
      )
      .get(logIdMax + 1) ?? { id: logIdMax + 1 };
    if (id <= logIdMax) return id;
    const isTaken = this.#database.query("SELECT 1 FROM logs WHERE id = ?");
    for (let tries = 0; tries < freeIdTriesMax; tries += 1) {
      const any = 1 + Math.floor(Math.random() * logIdMax);
      if (isTaken.get(any) === null) return any;
    }
    return undefined;
  }

  /** Returns undefined if the identity has never sent a message. */
  findIdentity(identity: string): number | undefined {
    const known = this.#identities.get(identity);
    if (known !== undefined) return known;
    const row = this.#database
      .query<{ id: number }, [string]>("SELECT id FROM identities WHERE name = ?")
      .get(identity);
    if (row !== null) this.#identities.set(identity, row.id);
    return row?.id;
  }

  identity(identity: string): number {
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

  /** Bounds the cache. */
  trim(): void {
    if (this.#logs.size > cachedIdsMax) this.#logs.clear();
    if (this.#identities.size > cachedIdsMax) this.#identities.clear();
  }

  /** Clears the cache: after a failed batch, and when logs were forgotten, it may be wrong. */
  clear(): void {
    this.#logs.clear();
    this.#identities.clear();
    this.#floorOfNew = undefined;
  }
}
