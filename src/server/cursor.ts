/**
 * A session's position in one log. It reads on from there: from the tail as far as that reaches back, from the store
 * beyond.
 */
import type { Log } from "../log/log.ts";
import type { Gap } from "../protocol/answers.ts";
import type { Codec } from "../protocol/codec.ts";
import type { Item } from "../protocol/item.ts";
import { readEntriesMax } from "../log/limits.ts";
import { Block, outsideTail } from "./block.ts";
import type { Linked } from "./readers.ts";
import type { Tail } from "./tail.ts";

/** What comes next for a cursor: the items of a block from an index on. */
export interface Page {
  readonly block: Block;
  readonly from: number;
}

/** The session that reads through the cursor. */
export interface CursorOwner {
  readonly codec: Pick<Codec, "capabilities">;
  /** A block was appended to the cursor's tail. */
  advance(cursor: Cursor, block: Block): void;
}

/** Where a cursor begins. */
export interface CursorStart {
  /** The last entry that the reader has; if undefined or beyond the head, it begins at the head. */
  readonly after?: number | undefined;
  /** What the reader is to be told before anything else: entries that it will not be sent. */
  readonly gap?: Gap | undefined;
}

export class Cursor implements Linked<Cursor> {
  readonly outlet: CursorOwner;
  readonly tail: Tail<Cursor>;
  /** The links of the tail's list of readers, which alone sets them. */
  nextReader: Cursor | undefined;
  previousReader: Cursor | undefined;
  /** Skips entries and delivers notices only: the session ignores the room. */
  ignored = false;
  #stopAt = Number.POSITIVE_INFINITY;
  #position: number;
  #seq: number;
  #gap: Gap | undefined;

  constructor(outlet: CursorOwner, tail: Tail<Cursor>, { after, gap }: CursorStart = {}) {
    this.outlet = outlet;
    this.tail = tail;
    const behind = after !== undefined && after < tail.headSeq;
    this.#position = behind ? tail.positionBehind(after) : tail.end;
    this.#seq = behind ? after : tail.headSeq;
    this.#gap = gap;
  }

  get crowdNotices(): boolean {
    return this.outlet.codec.capabilities.crowdNotices;
  }

  /** The last entry that was read. */
  get seq(): number {
    return this.#seq;
  }

  /** The position in the tail of the next item. */
  get position(): number {
    return this.#position;
  }

  /** Whether everything has been read. */
  get atHead(): boolean {
    return this.#gap === undefined && this.#position >= Math.min(this.tail.end, this.#stopAt);
  }

  /** Whether a block is the next to be read. */
  isAt(block: Block): boolean {
    return this.#position === block.start && this.#gap === undefined;
  }

  /** What the reader is to be told before the page that `next` returned. */
  takeGap(): Gap | undefined {
    const gap = this.#gap;
    this.#gap = undefined;
    return gap;
  }

  /** Unsubscribes: reads only up to the present head, and at most `itemsMax` items. */
  stop(itemsMax = Number.POSITIVE_INFINITY): void {
    const { end } = this.tail;
    this.#stopAt = end - this.#position > itemsMax ? this.#position + itemsMax : end;
    this.tail.readers.delete(this);
  }

  /** The next items; undefined at the head, and if a gap is to be told first. */
  next(log: Log): Page | undefined {
    for (;;) {
      if (this.#gap !== undefined || this.atHead) return undefined;
      const block = this.tail.blockAt(this.#position);
      if (block !== undefined) return { block, from: this.#position - block.start };
      const page = this.ignored ? undefined : this.#readLog(log);
      if (page !== undefined || this.#gap !== undefined) return page;
      this.#skipTo(log, this.tail.seqBefore);
      this.#position = this.tail.start;
    }
  }

  /** Advances past `count` items of a page that `next` returned. */
  pass({ block, from }: Page, count: number): void {
    this.#position = block.start + from + count;
    this.#seq = block.seqAt(from + count - 1);
  }

  /** Entries between the cursor and the oldest block of the tail, from the store. */
  #readLog(log: Log): Page | undefined {
    if (this.#seq >= this.tail.seqBefore) return undefined;
    const limit = Math.min(readEntriesMax, this.tail.seqBefore - this.#seq);
    const items = log
      .read(this.tail.log, this.#seq, limit)
      .filter(({ seq }) => seq <= this.tail.seqBefore)
      .map((entry): Item => ({ type: "entry", entry }));
    const [first] = items;
    if (first?.type !== "entry") return undefined;
    this.#skipTo(log, first.entry.seq - 1);
    return this.#gap === undefined ? { block: new Block(outsideTail, items, this.#seq), from: 0 } : undefined;
  }

  /**
   * Goes on after a seq. What lies before it was deleted, unless the session ignores it, or the log only began behind
   * where the cursor was.
   */
  #skipTo(log: Log, seq: number): void {
    if (seq > this.#seq && !this.ignored) {
      const from = Math.max(this.#seq, log.startOf(this.tail.log)) + 1;
      if (from <= seq) this.#gap = { log: this.tail.log, from, to: seq, why: "deleted" };
    }
    this.#seq = Math.max(this.#seq, seq);
  }
}
