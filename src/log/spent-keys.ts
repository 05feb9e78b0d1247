/**
 * The keys of deleted entries: a message that is sent again after its entry was deleted still makes no second one.
 * Each is kept for at least 180 days after the deletion, and at most a million of one person.
 */
import type { Database, Statement } from "bun:sqlite";
import type { Entry } from "../protocol/entry.ts";
import { keyMemoryMs } from "../protocol/limits.ts";
import { maintenanceEntriesMax, spentKeysPerPersonMax } from "./limits.ts";
import { place, seqIn, startOf } from "./place.ts";

/** A log by its name and its id. */
interface KnownLog {
  readonly log: string;
  readonly id: number;
}

interface Row {
  readonly seq: number;
  readonly time: number;
  readonly sender: string;
  readonly target: string | null;
}

interface KeyedRow extends Row {
  readonly identity: number;
  readonly key: string;
}

interface SpentRow {
  readonly number: number;
  readonly identity: number;
  readonly time: number;
  readonly deleted: number;
}

export class SpentKeys {
  readonly #database: Database;
  readonly #perPersonMax: number;
  readonly #ofKey: Statement<Row, [number, number, string]>;
  /** Whether there are any; undefined: to be found out. Without retention there are none to look up. */
  #isEmpty: boolean | undefined;
  /** Up to where the keys were searched for those of people who have too many. */
  #searchedUpTo = 0;
  /** Whether somebody may have too many: at the opening it is not known. */
  #mayBeTooMany = true;

  constructor(database: Database, perPersonMax = spentKeysPerPersonMax) {
    this.#database = database;
    this.#perPersonMax = perPersonMax;
    this.#ofKey = database.prepare(
      "SELECT seq, time, sender, target FROM spent_keys WHERE log = ? AND identity = ? AND key = ?",
    );
  }

  /** The deleted entry of a key, without its text. */
  find({ log, id }: KnownLog, identity: number, key: string): Entry | undefined {
    this.#isEmpty ??= this.#database.query("SELECT 1 FROM spent_keys LIMIT 1").get() === null;
    if (this.#isEmpty) return undefined;
    const row = this.#ofKey.get(id, identity, key);
    if (row === null) return undefined;
    const { seq, time, sender: from, target } = row;
    return { log, seq, time, from, to: target ?? undefined, text: "", key };
  }

  /** What a person sent before this time may have had a key that is forgotten: milliseconds since 1970. */
  horizonOf(identity: number): number {
    const row = this.#database
      .query<{ horizon: number }, [number]>("SELECT horizon FROM identities WHERE id = ?")
      .get(identity);
    return row?.horizon ?? 0;
  }

  /**
   * Remembers the keys of a log's entries up to a seq, which the caller's transaction deletes. A direct message is
   * found by the key in its sender's mailbox, never in the recipient's.
   */
  keep(logId: number, lastSeq: number, now: number): void {
    const rows = this.#database
      .query<KeyedRow, [number, number]>(
        `SELECT ${seqIn("place")} AS seq, identity, key, time, sender, target FROM entries
         WHERE place > ${startOf("?1")} AND place <= ${place("?1", "?2")} AND key IS NOT NULL AND (target IS NULL OR
           identity = (SELECT identities.id FROM logs JOIN identities ON identities.name = substr(logs.name, 2)
             WHERE logs.id = ?1))`,
      )
      .all(logId, lastSeq);
    const insert = this.#database.query(
      `INSERT INTO spent_keys (log, identity, key, seq, time, sender, target, deleted)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    );
    const added = new Map<number, number>();
    for (const { identity, key, seq, time, sender, target } of rows) {
      // A clock that is behind would make them old before their time.
      const { changes } = insert.run(logId, identity, key, seq, time, sender, target, Math.max(now, time));
      added.set(identity, (added.get(identity) ?? 0) + changes);
    }
    const count = this.#database.query<{ spent: number }, [number, number]>(
      "UPDATE identities SET spent = spent + ? WHERE id = ? RETURNING spent",
    );
    for (const [identity, number] of added) {
      const { spent = 0 } = count.get(number, identity) ?? {};
      if (spent > this.#perPersonMax) this.#mayBeTooMany = true;
    }
    if (rows.length > 0) this.#isEmpty = false;
  }

  /** Whether a key of a log is remembered. */
  has(logId: number): boolean {
    return this.#database.query("SELECT 1 FROM spent_keys WHERE log = ? LIMIT 1").get(logId) !== null;
  }

  /**
   * Forgets some of those that are too old or too many. Returns true if there is more to be done.
   *
   * @param byAge whether the clock can be trusted
   */
  forgetStep(now: number, byAge: boolean): boolean {
    return (byAge && this.#forgetOld(now)) || (this.#mayBeTooMany && this.#forgetSurplus());
  }

  #forgetOld(now: number): boolean {
    const oldest = this.#after(0);
    // Those behind one that is kept wait for it: a clock that was ahead when it was deleted only keeps them longer.
    const kept = oldest.findIndex(({ deleted }) => deleted >= now - keyMemoryMs);
    const old = kept < 0 ? oldest : oldest.slice(0, kept);
    if (old.length > 0) this.#forget(old);
    return old.length > 0;
  }

  /** Looks through some of the keys for the oldest of people who have too many. */
  #forgetSurplus(): boolean {
    const tooMany = this.#database
      .query<{ id: number; spent: number }, [number]>("SELECT id, spent FROM identities WHERE spent > ?")
      .all(this.#perPersonMax);
    const surplus = new Map(tooMany.map(({ id, spent }) => [id, spent - this.#perPersonMax]));
    const rows = surplus.size === 0 ? [] : this.#after(this.#searchedUpTo);
    const last = rows.at(-1);
    this.#searchedUpTo = last?.number ?? 0;
    this.#mayBeTooMany = last !== undefined;
    const forgotten = rows.filter(({ identity }) => {
      const left = surplus.get(identity) ?? 0;
      surplus.set(identity, left - 1);
      return left > 0;
    });
    if (forgotten.length > 0) this.#forget(forgotten);
    return this.#mayBeTooMany;
  }

  /** The oldest keys behind a number. */
  #after(number: number): readonly SpentRow[] {
    return this.#database
      .query<SpentRow, [number, number]>(
        "SELECT number, identity, time, deleted FROM spent_keys WHERE number > ? ORDER BY number LIMIT ?",
      )
      .all(number, maintenanceEntriesMax);
  }

  /** After a clock that was wrong, what is forgotten may be young: the horizon says so. */
  #forget(rows: readonly SpentRow[]): void {
    const remove = this.#database.query("DELETE FROM spent_keys WHERE number = ?");
    const count = this.#database.query(
      "UPDATE identities SET spent = spent - 1, horizon = max(horizon, ?) WHERE id = ?",
    );
    this.#database.transaction(() => {
      for (const { number, identity, time } of rows) {
        remove.run(number);
        count.run(time + 1, identity);
      }
    })();
    this.#isEmpty = undefined;
  }
}
