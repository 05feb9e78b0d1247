/**
 * The log in memory: nothing survives the process, and the oldest entries are evicted with their keys when memory runs
 * short.
 */
import { memoryBytesOf } from "../base/memory-bytes.ts";
import { forkOf } from "../protocol/epochs.ts";
import { keyMemoryMs } from "../protocol/limits.ts";
import type { Entry, NewMessage } from "../protocol/entry.ts";
import {
  epochIdBytes,
  memoryLogBytesMax,
  queueStartMax,
  searchStepBytesMax,
  searchStepEntriesMax,
} from "./limits.ts";
import type { DurableRecord } from "../protocol/durable-record.ts";
import { subjectOf } from "../protocol/durable-record.ts";
import type { Receipt } from "../protocol/receipt.ts";
import type { Log, LogListener, MessageKey, SearchResult, SearchSlice, Since } from "./log.ts";
import { textQuery } from "./text-query.ts";

/** @param bytesMax the approximate size of all entries; beyond it the oldest are evicted */
export function memoryLog(listener: LogListener, bytesMax = memoryLogBytesMax): Log {
  const logs = new Logs();
  const records = new Map<string, DurableRecord>();
  const secret = crypto.getRandomValues(new Uint8Array(32));
  const epoch = {
    id: Buffer.from(crypto.getRandomValues(new Uint8Array(epochIdBytes))).toString("base64url"),
    first: 1,
  };
  return {
    propose(proposals) {
      logs.batch += 1;
      const receipts = proposals.map((proposal): Receipt => {
        if (proposal.type === "message") return logs.append(proposal);
        if (proposal.type === "lookUp") return logs.lookUp(proposal);
        const { record } = proposal;
        records.set(subjectOf(record), record);
        return { outcome: "recorded", record };
      });
      while (logs.bytes > bytesMax) logs.forgetOldest();
      listener.committed({ receipts }, "here");
    },
    head: (log) => logs.head(log),
    read: (log, after, limit) => logs.slice(log, after + 1, limit),
    readSince: (log, after, since) => logs.since(log, after, since),
    readBack: (log, before, limit) => logs.lastBefore(log, before, limit),
    search: (slice, answered) => answered(searchLog(logs, slice)),
    epochs: () => [epoch],
    forkOf: (epochs) => forkOf(epochs, [epoch]),
    startOf: () => 0,
    seqBefore: (log, batch) => logs.seqBefore(log, batch),
    logs: () => logs.names(),
    records: () => Array.from(records.values()),
    secret: () => secret,
    check: () => undefined,
    tryWrite: () => undefined,
    maintain: () => false,
    close: () => Promise.resolve(logs.clear()),
  };
}

function searchLog(logs: Logs, { log, query, before }: SearchSlice): SearchResult {
  const wanted = textQuery(query);
  if (wanted === undefined) return { type: "searched", entries: [], reachedSeq: 1 };
  const scanned = stepOf(logs.lastBefore(log, before, searchStepEntriesMax));
  const last = scanned.at(-1);
  const reachedSeq = last === undefined || last.seq <= logs.oldestSeq(log) ? 1 : last.seq;
  const entries = scanned.filter(({ text }) => wanted.matches(text));
  return { type: "searched", entries, reachedSeq, reachedTime: last?.time };
}

/** As many of the entries as one step may scan, newest first, but at least one. */
function stepOf(entries: readonly Entry[]): readonly Entry[] {
  let bytes = 0;
  const newestFirst = entries.toReversed();
  const full = newestFirst.findIndex(({ text }) => (bytes += text.length) >= searchStepBytesMax);
  return full === -1 ? newestFirst : newestFirst.slice(0, full + 1);
}

/** The entries of all logs, and the order in which they came. */
class Logs {
  /** The approximate size of all entries. */
  bytes = 0;
  /** The number of the present batch. */
  batch = 0;
  /** What was sent before this time may have had a key that is forgotten: milliseconds since 1970. */
  #horizon = Number.MIN_SAFE_INTEGER;
  readonly #logs = new Map<string, StoredLog>();
  readonly #ages = new Queue<StoredLog>();

  append(message: NewMessage): Receipt {
    const { log, copyTo } = message;
    if (this.#isTooOld(message)) return { outcome: "tooOld" };
    const { entry, isNew } = this.#append(message, log);
    if (!isNew) return { outcome: "repeated", entry };
    const copy = copyTo === undefined ? undefined : this.#append(message, copyTo);
    return { outcome: "new", entry, copy: copy?.isNew === true ? copy.entry : undefined };
  }

  lookUp({ log, identity, key }: MessageKey): Receipt {
    const entry = this.#logs.get(log)?.keys.get(scopedKeyOf(identity, key));
    return entry === undefined ? { outcome: "unknown" } : { outcome: "repeated", entry };
  }

  #isTooOld({ log, identity, key, age, time }: NewMessage): boolean {
    if (key === undefined || age === undefined || age === 0) return false;
    const isKnown = this.lookUp({ log, identity, key }).outcome === "repeated";
    return !isKnown && time - age < Math.max(this.#horizon, time - keyMemoryMs);
  }

  #append(message: NewMessage, log: string): { readonly entry: Entry; readonly isNew: boolean } {
    const { identity, time, from, to, text, key } = message;
    const stored = this.#logOf(log);
    const scopedKey = key === undefined ? undefined : scopedKeyOf(identity, key);
    const first = scopedKey === undefined ? undefined : stored.keys.get(scopedKey);
    if (first !== undefined) return { entry: first, isNew: false };
    stored.head += 1;
    const entry: Entry = { log, seq: stored.head, time, from, to, text, key };
    stored.entries.push({ entry, scopedKey, batch: this.batch });
    if (scopedKey !== undefined) stored.keys.set(scopedKey, entry);
    this.#ages.push(stored);
    this.bytes += memoryBytesOf(text);
    return { entry, isNew: true };
  }

  head(log: string): number {
    return this.#logs.get(log)?.head ?? 0;
  }

  seqBefore(log: string, batch: number): number {
    const entries = this.#logs.get(log)?.entries;
    const last = entries?.slice(0, entries.length).findLast((stored) => stored.batch < batch)?.entry.seq;
    return last ?? this.oldestSeq(log) - 1;
  }

  names(): readonly string[] {
    return Array.from(this.#logs.keys());
  }

  /** The seq of the oldest entry that is kept; that of the next entry if none is. */
  oldestSeq(log: string): number {
    const stored = this.#logs.get(log);
    return stored === undefined ? 1 : stored.head - stored.entries.length + 1;
  }

  /** The last entries before a seq, at most `limit`, in order. */
  lastBefore(log: string, before: number, limit: number): readonly Entry[] {
    const end = Math.min(before, this.head(log) + 1);
    const from = Math.max(1, end - limit);
    return this.slice(log, from, end - from).filter(({ seq }) => seq < end);
  }

  since(log: string, after: number, { time, limit }: Since): readonly Entry[] {
    return this.slice(log, after + 1, Infinity)
      .filter((entry) => entry.time >= time)
      .slice(0, limit);
  }

  /** At most `limit` entries from a seq on. */
  slice(log: string, from: number, limit: number): readonly Entry[] {
    const stored = this.#logs.get(log);
    if (stored === undefined) return [];
    const oldestSeq = this.oldestSeq(log);
    const skipped = Math.max(0, oldestSeq - from);
    return stored.entries.slice(from + skipped - oldestSeq, limit).map(({ entry }) => entry);
  }

  forgetOldest(): void {
    const stored = this.#ages.shift();
    const oldest = stored?.entries.shift();
    if (stored === undefined || oldest === undefined) return;
    if (oldest.scopedKey !== undefined) {
      stored.keys.delete(oldest.scopedKey);
      this.#horizon = Math.max(this.#horizon, oldest.entry.time + 1);
    }
    this.bytes -= memoryBytesOf(oldest.entry.text);
  }

  clear(): void {
    this.#logs.clear();
  }

  #logOf(log: string): StoredLog {
    const known = this.#logs.get(log);
    if (known !== undefined) return known;
    const stored: StoredLog = { head: 0, entries: new Queue(), keys: new Map() };
    this.#logs.set(log, stored);
    return stored;
  }
}

interface Stored {
  readonly entry: Entry;
  readonly scopedKey: string | undefined;
  readonly batch: number;
}

interface StoredLog {
  head: number;
  readonly entries: Queue<Stored>;
  readonly keys: Map<string, Entry>;
}

/** The length prefix keeps pairs apart that would be the same text with a separator. */
function scopedKeyOf(identity: string, key: string): string {
  return `${identity.length} ${identity}${key}`;
}

/** A FIFO queue whose `shift` is cheap at any length. */
class Queue<Item> {
  #items: Item[] = [];
  #start = 0;

  get length(): number {
    return this.#items.length - this.#start;
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  shift(): Item | undefined {
    if (this.length === 0) return undefined;
    const item = this.#items[this.#start];
    this.#start += 1;
    if (this.#start > queueStartMax && this.#start * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#start);
      this.#start = 0;
    }
    return item;
  }

  slice(from: number, limit: number): readonly Item[] {
    return this.#items.slice(this.#start + from, this.#start + from + limit);
  }
}
