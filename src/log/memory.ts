/** The log in memory: keeps nothing beyond the process, and of long logs only the newest entries. */
import type { Entry, NewMessage } from "../protocol/entry.ts";
import {
  memoryLogBytesMax,
  queueStartMax,
  searchEntriesMax,
  searchStepBytesMax,
  searchStepEntriesMax,
} from "./limits.ts";
import type { DurableRecord } from "../protocol/durable-record.ts";
import { subjectOf } from "../protocol/durable-record.ts";
import type { Receipt } from "../protocol/receipt.ts";
import type { Keyed, Log, LogListener, SearchStep } from "./log.ts";

/** @param bytesMax what the texts of all logs may take; beyond it the oldest entries are forgotten */
export function memoryLog(listener: LogListener, bytesMax = memoryLogBytesMax): Log {
  const pages = new Pages();
  const records = new Map<string, DurableRecord>();
  const secret = crypto.getRandomValues(new Uint8Array(32));
  return {
    propose(proposals) {
      const receipts = proposals.map((proposal): Receipt => {
        if (proposal.type === "message") return pages.take(proposal);
        if (proposal.type === "lookUp") return pages.lookUp(proposal);
        const { record } = proposal;
        records.set(subjectOf(record), record);
        return { outcome: "recorded", record };
      });
      while (pages.bytes > bytesMax) pages.forgetOldest();
      listener.committed({ receipts }, "here");
    },
    head: (log) => pages.head(log),
    read: (log, after, limit) => pages.slice(log, after + 1, limit),
    readBack: (log, before, limit) => pages.lastBefore(log, before, limit),
    search: (log, query) => searchPages(pages, log, query),
    logs: () => pages.names(),
    records: () => Array.from(records.values()),
    secret: () => secret,
    check: () => undefined,
    tryWrite: () => undefined,
    tend: () => false,
    close: () => Promise.resolve(pages.clear()),
  };
}

/** From the newest entry to the oldest that is kept, which moves while the search is pulled. */
function* searchPages(pages: Pages, log: string, query: string): Generator<SearchStep, void> {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return;
  let left = searchEntriesMax;
  for (let before = pages.head(log) + 1; before > 1 && left > 0;) {
    const looked = stepOf(pages.lastBefore(log, before, Math.min(searchStepEntriesMax, left)));
    const last = looked.at(-1);
    const reachedSeq = last === undefined || last.seq <= pages.oldestSeq(log) ? 1 : last.seq;
    yield { entries: looked.filter(({ text }) => holdsAll(text.toLowerCase(), words)), reachedSeq };
    before = reachedSeq;
    left -= looked.length;
  }
}

/** As many of some entries, the newest first, as one step may take, but one at least. */
function stepOf(entries: readonly Entry[]): readonly Entry[] {
  let bytes = 0;
  const newestFirst = entries.toReversed();
  const full = newestFirst.findIndex(({ text }) => (bytes += text.length) >= searchStepBytesMax);
  return full === -1 ? newestFirst : newestFirst.slice(0, full + 1);
}

function holdsAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}

/** The entries of all logs, and in which order they came. */
class Pages {
  /** What the entries take. */
  bytes = 0;
  readonly #pages = new Map<string, Page>();
  readonly #ages = new Queue<Page>();

  take(message: NewMessage): Receipt {
    const { log, copyTo } = message;
    const { entry, isNew } = this.#place(message, log);
    if (!isNew) return { outcome: "repeated", entry };
    const copy = copyTo === undefined ? undefined : this.#place(message, copyTo);
    return { outcome: "new", entry, copy: copy?.isNew === true ? copy.entry : undefined };
  }

  lookUp({ log, identity, key }: Keyed): Receipt {
    const entry = this.#pages.get(log)?.keys.get(markOf(identity, key));
    return entry === undefined ? { outcome: "unknown" } : { outcome: "repeated", entry };
  }

  #place(message: NewMessage, log: string): { readonly entry: Entry; readonly isNew: boolean } {
    const { identity, time, from, to, text, key } = message;
    const page = this.#pageOf(log);
    const mark = key === undefined ? undefined : markOf(identity, key);
    const first = mark === undefined ? undefined : page.keys.get(mark);
    if (first !== undefined) return { entry: first, isNew: false };
    page.head += 1;
    const entry: Entry = { log, seq: page.head, time, from, to, text, key };
    page.entries.push({ entry, mark });
    if (mark !== undefined) page.keys.set(mark, entry);
    this.#ages.push(page);
    this.bytes += sizeOf(entry);
    return { entry, isNew: true };
  }

  head(log: string): number {
    return this.#pages.get(log)?.head ?? 0;
  }

  names(): readonly string[] {
    return Array.from(this.#pages.keys());
  }

  /** The first entry that was not forgotten; the next one, when all were. */
  oldestSeq(log: string): number {
    const page = this.#pages.get(log);
    return page === undefined ? 1 : page.head - page.entries.length + 1;
  }

  /** The last entries before a seq, in order, at most `limit`. */
  lastBefore(log: string, before: number, limit: number): readonly Entry[] {
    const end = Math.min(before, this.head(log) + 1);
    const from = Math.max(1, end - limit);
    return this.slice(log, from, end - from).filter(({ seq }) => seq < end);
  }

  /** Entries from a seq on, at most `limit`. */
  slice(log: string, from: number, limit: number): readonly Entry[] {
    const page = this.#pages.get(log);
    if (page === undefined) return [];
    const oldestSeq = this.oldestSeq(log);
    const skipped = Math.max(0, oldestSeq - from);
    return page.entries.slice(from + skipped - oldestSeq, limit).map(({ entry }) => entry);
  }

  forgetOldest(): void {
    const page = this.#ages.shift();
    const oldest = page?.entries.shift();
    if (page === undefined || oldest === undefined) return;
    if (oldest.mark !== undefined) page.keys.delete(oldest.mark);
    this.bytes -= sizeOf(oldest.entry);
  }

  clear(): void {
    this.#pages.clear();
  }

  #pageOf(log: string): Page {
    const known = this.#pages.get(log);
    if (known !== undefined) return known;
    const page: Page = { head: 0, entries: new Queue(), keys: new Map() };
    this.#pages.set(log, page);
    return page;
  }
}

interface Page {
  head: number;
  readonly entries: Queue<{ readonly entry: Entry; readonly mark: string | undefined }>;
  readonly keys: Map<string, Entry>;
}

/** One text for both; the length keeps apart what a separator alone could not. */
function markOf(identity: string, key: string): string {
  return `${identity.length} ${identity}${key}`;
}

/** An entry's share of memory, roughly: its text twice (text and key map) and the objects around it. */
function sizeOf(entry: Entry): number {
  return entry.text.length * 2 + 200;
}

/** First in, first out, with a cheap `shift` at any length. */
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
