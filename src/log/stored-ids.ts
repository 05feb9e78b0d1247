/** The numeric ids of logs and identities in the SQLite store, and the head of each log. */
import type { Database, Statement } from "bun:sqlite";
import { cachedIdsMax, logIdMax } from "./limits.ts";
import { placeOf, seqOf } from "./place.ts";

/** What is cached of a log. */
export interface LogState {
  readonly id: number;
  head: number;
}

export class StoredIds {
  readonly #database: Database;
  readonly #newest: Statement<{ place: number }, [number, number]>;
  readonly #logs = new Map<string, LogState>();
  readonly #identities = new Map<string, number>();

  constructor(database: Database) {
    this.#database = database;
    this.#newest = database.prepare(
      "SELECT place FROM entries WHERE place > ? AND place < ? ORDER BY place DESC LIMIT 1",
    );
  }

  findLog(log: string): LogState | undefined {
    const known = this.#logs.get(log);
    if (known !== undefined) return known;
    const row = this.#database
      .query<{ id: number; floor: number }, [string]>("SELECT id, floor FROM logs WHERE name = ?")
      .get(log);
    if (row === null) return undefined;
    const newest = this.#newest.get(placeOf(row.id, 0), placeOf(row.id + 1, 0));
    const head = newest === null ? row.floor : Math.max(row.floor, seqOf(newest.place));
    const state: LogState = { id: row.id, head };
    this.#logs.set(log, state);
    return state;
  }

  /** Returns undefined if there are too many logs. */
  createLog(log: string): LogState | undefined {
    const { changes, lastInsertRowid } = this.#database
      .query("INSERT INTO logs (name) SELECT ? WHERE (SELECT coalesce(max(id), 0) FROM logs) < ?")
      .run(log, logIdMax);
    if (changes === 0) return undefined;
    const id = Number(lastInsertRowid);
    const state: LogState = { id, head: 0 };
    this.#logs.set(log, state);
    return state;
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

  /** Clears the cache: after a failed batch it may be wrong. */
  forget(): void {
    this.#logs.clear();
    this.#identities.clear();
  }
}
