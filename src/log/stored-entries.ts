/** The entries of the SQLite store and their keys: appending, looking up, reading. */
import type { Database, Statement } from "bun:sqlite";
import type { Entry, NewMessage } from "../protocol/entry.ts";
import { isMailbox, ownerOf } from "../protocol/entry.ts";
import { keyMemoryMs } from "../protocol/limits.ts";
import type { Receipt } from "../protocol/receipt.ts";
import { ordinalBits, seqMax } from "./limits.ts";
import type { MessageKey, Since } from "./log.ts";
import { endOf, place, seqIn, startOf } from "./place.ts";
import type { Row } from "./row.ts";
import { columns, entryOf } from "./row.ts";
import type { SpentKeys } from "./spent-keys.ts";
import type { LogState, StoredIds } from "./stored-ids.ts";
import type { StoredTimes } from "./stored-times.ts";

/** Log, seq, time, identity, sender, target, text, key, commit number, index in the batch, recipient. */
type NewRow = [
  number,
  number,
  number,
  number,
  string,
  string | null,
  string,
  string | null,
  number,
  number,
  number | null,
];

/** What the entries of one proposal have in common. */
interface Origin extends ProposalNumber {
  /** The number of the sender's identity. */
  readonly sender: number;
  /** That of the recipient of a direct message. */
  readonly recipient: number | undefined;
}

export interface StoredEntriesOptions {
  readonly ids: StoredIds;
  readonly spentKeys: SpentKeys;
  readonly times: StoredTimes;
  /** Called when a log has a new entry. */
  readonly appended: (logId: number) => void;
}

/** The place of a proposal in the order of the store. */
export interface ProposalNumber {
  /** The commit number of its batch. */
  readonly batch: number;
  /** Its index in the batch. */
  readonly ordinal: number;
}

export class StoredEntries {
  readonly #ids: StoredIds;
  readonly #options: StoredEntriesOptions;
  readonly #spentKeys: SpentKeys;
  readonly #times: StoredTimes;
  readonly #insert: Statement<unknown, NewRow>;
  readonly #ofKey: Statement<Row, [number, string, number]>;
  readonly #batchAfter: Statement<{ seq: number; batch: number | null }, [number, number]>;
  readonly #after: Statement<Row, [number, number, number]>;
  readonly #between: Statement<Row, [number, number, number, number, number]>;
  readonly #before: Statement<Row, [number, number, number]>;
  readonly #at: Statement<Row, [number, number]>;

  constructor(database: Database, options: StoredEntriesOptions) {
    this.#ids = options.ids;
    this.#options = options;
    this.#spentKeys = options.spentKeys;
    this.#times = options.times;
    this.#insert = database.prepare(
      `INSERT INTO entries (place, time, identity, sender, target, text, key, commit_id, recipient)
       VALUES (${place("?1", "?2")}, ?3, ?4, ?5, ?6, ?7, ?8, (?9 << ${ordinalBits}) + ?10, ?11)
       ON CONFLICT DO NOTHING`,
    );
    this.#ofKey = database.prepare(
      `SELECT ${columns} FROM entries WHERE identity = ? AND key = ? AND place >> 33 = ?`,
    );
    this.#batchAfter = database.prepare(
      `SELECT ${seqIn("place")} AS seq, commit_id >> ${ordinalBits} AS batch FROM entries
       WHERE place > ${place("?1", "?2")} AND place < ${endOf("?1")} ORDER BY place LIMIT 1`,
    );
    this.#after = database.prepare(
      `SELECT ${columns} FROM entries WHERE place > ${place("?1", "?2")} AND place < ${endOf("?1")}
       ORDER BY place LIMIT ?3`,
    );
    this.#between = database.prepare(
      `SELECT ${columns} FROM entries WHERE place > ${place("?1", "?2")} AND place <= ${place("?1", "?3")}
       AND time >= ?4 ORDER BY place LIMIT ?5`,
    );
    this.#before = database.prepare(
      `SELECT ${columns} FROM entries WHERE place > ${startOf("?1")} AND place < ${place("?1", "?2")}
       ORDER BY place DESC LIMIT ?3`,
    );
    this.#at = database.prepare(`SELECT ${columns} FROM entries WHERE place = ${place("?1", "?2")}`);
  }

  /** At most `limit` entries after a seq, in order. */
  read(log: string, after: number, limit: number): readonly Entry[] {
    const id = this.#ids.findLog(log)?.id;
    return id === undefined ? [] : this.#after.all(id, after, limit).map((row) => entryOf(log, row));
  }

  /**
   * The seq of the last entry of a log before a commit number. Commit numbers ascend in each log, so it is found in
   * some thirty look-ups. Entries of version 1 have none: they come before all others.
   */
  seqBefore(log: string, batch: number): number {
    const state = this.#ids.findLog(log);
    if (state === undefined) return this.#ids.floorOfNew();
    // What was deleted may have been of either history: it is no reason to tell of a fork.
    let [low, high] = [this.#ids.floorOf(state.id), state.head];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const next = this.#batchAfter.get(state.id, middle);
      if (next === null || (next.batch ?? 0) >= batch) high = middle;
      else low = next.seq;
    }
    return low;
  }

  /** At most `limit` entries after a seq that are from a time on, in order. */
  readSince(log: string, after: number, { time, limit }: Since): readonly Entry[] {
    const state = this.#ids.findLog(log);
    if (state === undefined) return [];
    const rows: Row[] = [];
    for (const stretch of this.#times.since(state, after, time)) {
      const left = limit - rows.length;
      if (left <= 0) break;
      rows.push(...this.#between.all(state.id, stretch.after, stretch.to, time, left));
    }
    return rows.map((row) => entryOf(log, row));
  }

  /** The last entries before a seq, at most `limit`, in order. */
  readBack(log: string, before: number, limit: number): readonly Entry[] {
    const state = this.#ids.findLog(log);
    if (state === undefined) return [];
    const rows = this.#before.all(state.id, Math.min(before, state.head + 1), limit);
    return rows.map((row) => entryOf(log, row)).reverse();
  }

  /** The entries with these seqs that are still there, in the given order. */
  named(log: string, logId: number, seqs: readonly number[]): readonly Entry[] {
    return seqs.flatMap((seq) => {
      const row = this.#at.get(logId, seq);
      return row === null ? [] : [entryOf(log, row)];
    });
  }

  /** Appends to both logs or to neither. Fails if one of them is full. */
  append(message: NewMessage, number: ProposalNumber): Receipt {
    const { log, copyTo, identity, key } = message;
    const decided = this.#decideByKey(message);
    if (decided !== undefined) return decided;
    const state = this.#writableLog(log);
    const copyState = copyTo === undefined ? undefined : this.#writableLog(copyTo);
    if (state === undefined || (copyTo !== undefined && copyState === undefined))
      return { outcome: "failed" };
    const sender = this.#ids.identity(identity);
    const recipient = isMailbox(log) ? this.#ids.identity(ownerOf(copyTo ?? log)) : undefined;
    const origin = { ...number, sender, recipient };
    const entry = this.#insertInto(state, message, origin);
    if (entry === undefined) return { outcome: "repeated", entry: this.#entryOfKey(state, log, sender, key) };
    if (copyTo === undefined || copyState === undefined) return { outcome: "new", entry };
    return { outcome: "new", entry, copy: this.#insertInto(copyState, { ...message, log: copyTo }, origin) };
  }

  /**
   * The receipt of a message whose key says that nothing is to be added. Whether an entry of a room has the key, the
   * unique index tells when it is inserted: a look-up first would cost a third of the insert.
   */
  #decideByKey({ log, copyTo, identity, key, age = 0, time }: NewMessage): Receipt | undefined {
    if (key === undefined) return undefined;
    const id = this.#ids.findLog(log)?.id;
    const sender = this.#ids.findIdentity(identity);
    if (id !== undefined && sender !== undefined) {
      const row = copyTo === undefined && age === 0 ? null : this.#ofKey.get(sender, key, id);
      const entry = row === null ? this.#spentKeys.find({ log, id }, sender, key) : entryOf(log, row);
      if (entry !== undefined) return { outcome: "repeated", entry };
    }
    // The key of a message that was just written cannot have been forgotten yet.
    if (age <= 0) return undefined;
    const horizon = sender === undefined ? 0 : this.#spentKeys.horizonOf(sender);
    return time - age < Math.max(time - keyMemoryMs, horizon) ? { outcome: "tooOld" } : undefined;
  }

  /** Returns undefined if the key already has an entry in this log. */
  #insertInto(
    state: LogState,
    { log, from, to, text, key, time }: NewMessage,
    { sender, batch, ordinal, recipient }: Origin,
  ): Entry | undefined {
    const seq = state.head + 1;
    const { changes } = this.#insert.run(
      state.id,
      seq,
      time,
      sender,
      from,
      to ?? null,
      text,
      key ?? null,
      batch,
      ordinal,
      recipient ?? null,
    );
    if (changes === 0) return undefined;
    state.head = seq;
    this.#times.appended(state, seq, time);
    this.#options.appended(state.id);
    return { log, seq, time, from, to, text, key };
  }

  #entryOfKey({ id }: LogState, log: string, sender: number, key: string | undefined): Entry {
    const row = this.#ofKey.get(sender, key ?? "", id);
    if (row === null) throw new Error(`an entry of ${log} was neither stored nor found`);
    return entryOf(log, row);
  }

  lookUp({ log, identity, key }: MessageKey): Receipt {
    const state = this.#ids.findLog(log);
    const sender = this.#ids.findIdentity(identity);
    if (state === undefined || sender === undefined) return { outcome: "unknown" };
    const row = this.#ofKey.get(sender, key, state.id);
    const entry = row === null ? this.#spentKeys.find({ log, id: state.id }, sender, key) : entryOf(log, row);
    return entry === undefined ? { outcome: "unknown" } : { outcome: "repeated", entry };
  }

  /** Returns undefined if there are too many logs or this one is full. */
  #writableLog(log: string): LogState | undefined {
    const state = this.#ids.findLog(log) ?? this.#ids.createLog(log);
    return state === undefined || state.head >= seqMax ? undefined : state;
  }
}
