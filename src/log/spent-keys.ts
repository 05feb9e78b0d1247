/**
 * The keys of deleted entries: a message that is sent again after its entry was deleted still makes no second one.
 * Each is kept for 180 days after the deletion, and at most a million of one person.
 */
import type { Database, Statement } from "bun:sqlite";
import type { Entry } from "../protocol/entry.ts";
import { keyMemoryMs } from "../protocol/limits.ts";
import { maintenanceEntriesMax, maintenanceIdentitiesMax, spentKeysPerPersonMax } from "./limits.ts";
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

export class SpentKeys {
  readonly #database: Database;
  readonly #perPersonMax: number;
  readonly #ofKey: Statement<Row, [number, number, string]>;
  /** Whether there are any; undefined: to be found out. Without retention there are none to look up. */
  #isEmpty: boolean | undefined;
  /** The last identity whose keys were checked; identities take turns. */
  #lastChecked = 0;

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

  /** Remembers the keys of a log's entries up to a seq, which the caller's transaction deletes. */
  keep(logId: number, lastSeq: number, now: number): void {
    const from = `FROM entries WHERE place > ${startOf("?1")} AND place <= ${place("?1", "?2")} AND key IS NOT NULL`;
    const { changes } = this.#database
      .query(
        `INSERT OR REPLACE INTO spent_keys
         SELECT ?1, identity, key, ${seqIn("place")}, time, sender, target, ?3 ${from}`,
      )
      .run(logId, lastSeq, now);
    if (changes === 0) return;
    this.#isEmpty = false;
    this.#database
      .query(
        `UPDATE identities SET spent = spent + added
         FROM (SELECT identity, count(*) AS added ${from} GROUP BY identity) WHERE id = identity`,
      )
      .run(logId, lastSeq);
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
    const identities = this.#database
      .query<{ id: number; spent: number }, [number, number]>(
        "SELECT id, spent FROM identities WHERE id > ? ORDER BY id LIMIT ?",
      )
      .all(this.#lastChecked, maintenanceIdentitiesMax);
    for (const { id, spent } of identities) {
      if (spent > 0 && this.#forgetOf(id, spent, byAge ? now - keyMemoryMs : undefined)) return true;
      this.#lastChecked = id;
    }
    if (identities.length < maintenanceIdentitiesMax) this.#lastChecked = 0;
    return identities.length === maintenanceIdentitiesMax;
  }

  /** @param expired those deleted before this time are too old */
  #forgetOf(identity: number, spent: number, expired = Number.MIN_SAFE_INTEGER): boolean {
    const surplus = Math.max(0, spent - this.#perPersonMax);
    const oldest = this.#database
      .query<{ log: number; key: string; time: number; deleted: number }, [number, number]>(
        "SELECT log, key, time, deleted FROM spent_keys WHERE identity = ? ORDER BY deleted LIMIT ?",
      )
      .all(identity, maintenanceEntriesMax);
    const forgotten = oldest.filter(({ deleted }, index) => index < surplus || deleted < expired);
    if (forgotten.length === 0) return false;
    // What was too old is behind everybody's horizon anyway.
    const horizon = Math.max(0, ...forgotten.slice(0, surplus).map(({ time }) => time + 1));
    const remove = this.#database.query("DELETE FROM spent_keys WHERE log = ? AND identity = ? AND key = ?");
    this.#database.transaction(() => {
      for (const { log, key } of forgotten) remove.run(log, identity, key);
      this.#database
        .query("UPDATE identities SET spent = spent - ?, horizon = max(horizon, ?) WHERE id = ?")
        .run(forgotten.length, horizon, identity);
    })();
    this.#isEmpty = undefined;
    return true;
  }
}
