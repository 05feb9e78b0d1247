/**
 * Forgets logs that hold nothing, so that rooms and mailboxes that come and go do not add up for ever. A new log begins
 * behind the highest head of all that were forgotten, so that no cursor of one of them hides anything in it.
 */
import type { Database } from "bun:sqlite";
import { maintenanceLogsMax, seqMax } from "./limits.ts";
import { endOf, startOf } from "./place.ts";
import type { SpentKeys } from "./spent-keys.ts";
import { Sweep } from "./sweep.ts";

export interface EmptyLogsOptions {
  readonly spentKeys: SpentKeys;
  /** Called when logs were forgotten: what is cached of them is void. */
  readonly forgotten: (logIds: readonly number[]) => void;
}

/** A log that ends beyond it would take too much of the seqs of all logs that come later. */
const floorMax = seqMax / 2;

interface Listed {
  readonly id: number;
  readonly name: string;
  readonly floor: number;
  /** 1 if it has neither an entry nor a topic. */
  readonly empty: number;
}

export class EmptyLogs {
  readonly #database: Database;
  readonly #options: EmptyLogsOptions;
  readonly #sweep: Sweep<Listed>;

  constructor(database: Database, options: EmptyLogsOptions) {
    this.#database = database;
    this.#options = options;
    this.#sweep = new Sweep(maintenanceLogsMax, (after, limit) =>
      database
        .query<Listed, [number, number]>(
          `SELECT id, name, floor, NOT EXISTS
             (SELECT 1 FROM entries WHERE place > ${startOf("id")} AND place < ${endOf("id")})
           AND NOT EXISTS
             (SELECT 1 FROM records WHERE kind = 'topic' AND subject = name) AS empty
         FROM logs WHERE id > ? ORDER BY id LIMIT ?`,
        )
        .all(after, limit),
    );
  }

  /** Begins to look at all logs. */
  beginSweep(): void {
    this.#sweep.begin();
  }

  /**
   * Forgets some of the logs without an entry, a remembered key or a topic, which nobody reads. Returns true if more
   * are to be checked.
   */
  forgetStep(isInUse: (log: string) => boolean): boolean {
    const { spentKeys, forgotten } = this.#options;
    const logs = this.#sweep.next();
    const empty = logs.filter(
      (log) => log.empty === 1 && log.floor <= floorMax && !spentKeys.has(log.id) && !isInUse(log.name),
    );
    if (empty.length > 0) {
      const highest = Math.max(...empty.map(({ floor }) => floor));
      this.#database.transaction(() => {
        for (const { id } of empty) this.#database.query("DELETE FROM logs WHERE id = ?").run(id);
        this.#database
          .query("UPDATE counters SET value = max(value, ?) WHERE name = 'forgotten_head'")
          .run(highest);
      })();
      forgotten(empty.map(({ id }) => id));
    }
    return this.#sweep.isOn;
  }
}
