/** The records in the SQLite store: the newest about each subject, as JSON. */
import type { Database } from "bun:sqlite";
import * as v from "valibot";
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
      .query<Row, []>("SELECT subject, value, time FROM records WHERE kind = 'topic'")
      .all()
      .map(topicOf);
    const holders = this.#database
      .query<Row, [number]>(
        "SELECT subject, value, time FROM records WHERE kind = 'holder' ORDER BY time DESC LIMIT ?",
      )
      .all(holdersMax)
      .map(holderOf);
    return [...topics, ...holders.reverse()];
  }

  /** Runs within the caller's transaction, which has this commit number. A room without a topic has no record. */
  put(record: DurableRecord, batch: number): void {
    if (record.type === "topic" && record.topic === "") {
      this.#database.query("DELETE FROM records WHERE kind = 'topic' AND subject = ?").run(record.room);
      return;
    }
    const { kind, subject, value, time } = rowOf(record);
    this.#database
      .query(
        `INSERT INTO records VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value,
         time = excluded.time, batch = excluded.batch`,
      )
      .run(kind, subject, JSON.stringify(value), time, batch);
  }
}

interface Row {
  readonly subject: string;
  readonly value: string;
  readonly time: number;
}

const topicValue = v.object({ topic: v.string() });
const holderValue = v.object({ nickname: v.string(), identity: v.string() });

function topicOf({ subject, value }: Row): DurableRecord {
  return { type: "topic", room: subject, ...v.parse(topicValue, JSON.parse(value)) };
}

function holderOf({ subject, value, time }: Row): DurableRecord {
  return { type: "holder", folded: subject, ...v.parse(holderValue, JSON.parse(value)), time };
}

/** A topic has no time: all of them are loaded. */
function rowOf(record: DurableRecord): {
  readonly kind: DurableRecord["type"];
  readonly subject: string;
  readonly value: object;
  readonly time: number;
} {
  if (record.type === "topic")
    return { kind: record.type, subject: record.room, value: { topic: record.topic }, time: 0 };
  const { folded, nickname, identity, time } = record;
  return { kind: record.type, subject: folded, value: { nickname, identity }, time };
}
