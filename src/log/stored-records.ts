/** The records in the SQLite store: the newest about each subject. */
import type { Database } from "bun:sqlite";
import { holdersMax } from "../base/limits.ts";
import type { DurableRecord } from "../protocol/durable-record.ts";

export class StoredRecords {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Every topic, and the most recent holders, oldest first. */
  all(): readonly DurableRecord[] {
    const topics = this.#database
      .query<{ room: string; topic: string }, []>("SELECT room, topic FROM topics")
      .all()
      .map(({ room, topic }): DurableRecord => ({ type: "topic", room, topic }));
    const holders = this.#database
      .query<{ folded: string; nickname: string; identity: string; time: number }, [number]>(
        "SELECT folded, nickname, identity, time FROM holders ORDER BY time DESC LIMIT ?",
      )
      .all(holdersMax)
      .map((holder): DurableRecord => ({ type: "holder", ...holder }));
    return [...topics, ...holders.reverse()];
  }

  /** Runs within the caller's transaction. */
  put(record: DurableRecord): void {
    if (record.type === "topic")
      this.#database
        .query("INSERT INTO topics VALUES (?, ?) ON CONFLICT DO UPDATE SET topic = excluded.topic")
        .run(record.room, record.topic);
    else
      this.#database
        .query(
          `INSERT INTO holders VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET nickname = excluded.nickname,
           identity = excluded.identity, time = excluded.time`,
        )
        .run(record.folded, record.nickname, record.identity, record.time);
  }
}
