/**
 * A session's place in one log, and the reading on from there: out of the tail as long as it reaches back, out of the
 * log beyond.
 */
import type { Log } from "../log/log.ts";
import type { Codec } from "../protocol/codec.ts";
import type { Item } from "../protocol/item.ts";
import { readEntriesMax } from "../log/limits.ts";
import { Block, outsideTail } from "./block.ts";
import type { Linked } from "./readers.ts";
import type { Tail } from "./tail.ts";

/** What lies next behind a cursor: the items of a block from an index on. */
export interface Page {
  readonly block: Block;
  readonly from: number;
}

/** Who writes what a cursor reads. */
export interface CursorOwner {
  readonly codec: Pick<Codec, "capabilities">;
  /** A block was appended to the cursor's tail. */
  advance(cursor: Cursor, block: Block): void;
}

export class Cursor implements Linked<Cursor> {
  readonly outlet: CursorOwner;
  readonly tail: Tail<Cursor>;
  /** Its neighbours among the readers of the tail, which are theirs to set. */
  nextReader: Cursor | undefined;
  previousReader: Cursor | undefined;
  /** Passes over entries and stops at notices only: its session ignores the room. */
  muted = false;
  #stopAt = Number.POSITIVE_INFINITY;
  #position: number;
  #seq: number;

  /** @param after the last entry that the reader has; undefined, or beyond the head: it begins at the head */
  constructor(outlet: CursorOwner, tail: Tail<Cursor>, after?: number) {
    this.outlet = outlet;
    this.tail = tail;
    const behind = after !== undefined && after < tail.headSeq;
    this.#position = behind ? tail.positionBehind(after) : tail.end;
    this.#seq = behind ? after : tail.headSeq;
  }

  get crowdNotices(): boolean {
    return this.outlet.codec.capabilities.crowdNotices;
  }

  /** The last entry that it is behind. */
  get seq(): number {
    return this.#seq;
  }

  /** Where it stands in the tail: behind the item before this position. */
  get position(): number {
    return this.#position;
  }

  /** Has read all there is for it. */
  get atHead(): boolean {
    return this.#position >= Math.min(this.tail.end, this.#stopAt);
  }

  /** Reads up to what is there now, or the next `itemsMax` of it, and gets no news. */
  stop(itemsMax = Number.POSITIVE_INFINITY): void {
    const { end } = this.tail;
    this.#stopAt = end - this.#position > itemsMax ? this.#position + itemsMax : end;
    this.tail.readers.delete(this);
  }

  /** What comes next; undefined at the head. */
  next(log: Log): Page | undefined {
    for (;;) {
      if (this.atHead) return undefined;
      const block = this.tail.blockAt(this.#position);
      if (block !== undefined) return { block, from: this.#position - block.start };
      const page = this.muted ? undefined : this.#readLog(log);
      if (page !== undefined) return page;
      this.#position = this.tail.start;
      this.#seq = this.tail.seqBefore;
    }
  }

  /** Moves behind `count` items of a page that `next` gave. */
  pass({ block, from }: Page, count: number): void {
    if (count === 0) return;
    this.#position = block.start + from + count;
    this.#seq = block.seqAt(from + count - 1);
  }

  /** The entries between the cursor and the oldest block of the tail. */
  #readLog(log: Log): Page | undefined {
    if (this.#seq >= this.tail.seqBefore) return undefined;
    const limit = Math.min(readEntriesMax, this.tail.seqBefore - this.#seq);
    const items = log
      .read(this.tail.log, this.#seq, limit)
      .filter(({ seq }) => seq <= this.tail.seqBefore)
      .map((entry): Item => ({ type: "entry", entry }));
    return items.length === 0 ? undefined : { block: new Block(outsideTail, items, this.#seq), from: 0 };
  }
}
