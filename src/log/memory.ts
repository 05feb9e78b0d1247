/**
 * The log in memory: keeps nothing beyond the process, and of long logs only the newest entries. Must not know files.
 */
import type { Entry } from "../protocol/entry.ts";
import { memoryLogBytesMax } from "../protocol/limits.ts";
import type { Fact, Log, LogListener, Receipt, Unplaced } from "./log.ts";

/** @param bytesMax what the texts of all logs may take; beyond it the oldest entries are forgotten */
export function memoryLog(listener: LogListener, bytesMax = memoryLogBytesMax): Log {
  const pages = new Map<string, Page>();
  const ages = new Queue<Page>();
  const facts = new Map<string, Fact>();
  const secret = crypto.getRandomValues(new Uint8Array(32));
  let bytes = 0;

  function place(draft: Unplaced): Receipt {
    const page = pageOf(draft.log);
    const mark = draft.key === undefined ? undefined : markOf(draft.identity, draft.key);
    const first = mark === undefined ? undefined : page.keys.get(mark);
    if (first !== undefined) return { entry: first, repeated: true };
    page.head += 1;
    const { log, time, from, to, text, key } = draft;
    const entry: Entry = { log, seq: page.head, time, from, to, text, key };
    page.entries.push({ entry, mark });
    if (mark !== undefined) page.keys.set(mark, entry);
    ages.push(page);
    bytes += sizeOf(entry);
    return { entry, repeated: false };
  }

  function pageOf(log: string): Page {
    const known = pages.get(log);
    if (known !== undefined) return known;
    const page: Page = { head: 0, entries: new Queue(), keys: new Map() };
    pages.set(log, page);
    return page;
  }

  function forgetOldest(): void {
    const page = ages.shift();
    const oldest = page?.entries.shift();
    if (page === undefined || oldest === undefined) return;
    if (oldest.mark !== undefined) page.keys.delete(oldest.mark);
    bytes -= sizeOf(oldest.entry);
  }

  function slice(log: string, from: number, limit: number): readonly Entry[] {
    const page = pages.get(log);
    if (page === undefined) return [];
    const oldestSeq = page.head - page.entries.length + 1;
    const skipped = Math.max(0, oldestSeq - from);
    return page.entries.slice(from + skipped - oldestSeq, limit).map(({ entry }) => entry);
  }

  return {
    append(drafts, remembered = []) {
      const receipts = drafts.map(place);
      for (const fact of remembered) facts.set(subjectOf(fact), fact);
      while (bytes > bytesMax) forgetOldest();
      listener.committed(receipts);
    },
    head: (log) => pages.get(log)?.head ?? 0,
    read: (log, after, limit) => slice(log, after + 1, limit),
    readBack(log, before, limit) {
      const end = Math.min(before, (pages.get(log)?.head ?? 0) + 1);
      const from = Math.max(1, end - limit);
      return slice(log, from, end - from).filter(({ seq }) => seq < end);
    },
    search(log, query, limit) {
      const words = query.toLowerCase().split(/\s+/).filter(Boolean);
      if (words.length === 0) return [];
      const found = slice(log, 1, Number.POSITIVE_INFINITY).filter(({ text }) =>
        words.every((word) => text.toLowerCase().includes(word)),
      );
      return found.slice(-limit);
    },
    logs: () => Array.from(pages.keys()),
    facts: () => Array.from(facts.values()),
    secret: () => secret,
    tend: () => false,
    close: () => pages.clear(),
  };
}

interface Page {
  head: number;
  readonly entries: Queue<{ readonly entry: Entry; readonly mark: string | undefined }>;
  readonly keys: Map<string, Entry>;
}

function subjectOf(fact: Fact): string {
  return fact.type === "topic" ? `topic ${fact.room}` : `holder ${fact.folded}`;
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
    if (this.#start > 1024 && this.#start * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#start);
      this.#start = 0;
    }
    return item;
  }

  slice(from: number, limit: number): readonly Item[] {
    return this.#items.slice(this.#start + from, this.#start + from + limit);
  }
}
