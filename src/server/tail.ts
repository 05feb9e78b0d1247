/**
 * The tail of each log: its recent end, kept encoded in memory. Readers at the head or a little behind write straight
 * from it; those further behind read from the store.
 */
import { memoryBytesOf } from "../base/memory-bytes.ts";
import type { Item } from "../protocol/item.ts";
import { tailBytesMax } from "./limits.ts";
import { Block, outsideTail } from "./block.ts";
import type { Linked } from "./readers.ts";
import { Readers } from "./readers.ts";

/**
 * The tail of one log. Each item has a position, counted from the beginning of the tail. A cursor is a position as
 * far as the tail reaches back, and a seq beyond that.
 */
export class Tail<Reader extends Linked<Reader>> {
  readonly log: string;
  /** The seq of the last entry before the first block. Entries up to it can only be read from the store. */
  seqBefore: number;
  /** The seq of the newest entry. */
  headSeq: number;
  /** The cursors that read it. */
  readonly readers = new Readers<Reader>();
  #blocks: Block[] = noBlocks;
  #end = 0;

  constructor(log: string, head: number) {
    this.log = log;
    this.seqBefore = head;
    this.headSeq = head;
  }

  /** The position after the newest item. */
  get end(): number {
    return this.#end;
  }

  /** The position of the oldest item. */
  get start(): number {
    return this.#blocks[0]?.start ?? this.#end;
  }

  append(items: readonly Item[]): Block {
    const block = new Block(this.#end, items, this.headSeq);
    if (this.#blocks === noBlocks) this.#blocks = [block];
    else this.#blocks.push(block);
    this.#end = block.end;
    this.headSeq = block.lastSeq;
    return block;
  }

  /** The block with a position; undefined if it was evicted or is not there yet. */
  blockAt(position: number): Block | undefined {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const block = this.#blocks[middle];
      if (block === undefined) return undefined;
      if (position < block.start) high = middle - 1;
      else if (position >= block.end) low = middle + 1;
      else return block;
    }
    return undefined;
  }

  /** The position of the first entry after a seq, or the end; `outsideTail` if the tail does not reach back to it. */
  positionBehind(seq: number): number {
    if (seq < this.seqBefore) return outsideTail;
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#blocks[middle]?.lastSeq ?? seq) > seq) high = middle;
      else low = middle + 1;
    }
    const block = this.#blocks[low];
    const index = block?.items.findIndex((item) => item.type === "entry" && item.entry.seq > seq) ?? -1;
    return block === undefined || index < 0 ? this.#end : block.start + index;
  }

  forgetOldest(): void {
    const block = this.#blocks.shift();
    if (block !== undefined) this.seqBefore = block.lastSeq;
  }
}

/** The blocks of a tail without any, as of most mailboxes. Never written to. */
const noBlocks: Block[] = [];

/** The tails of all logs, under one bound: the oldest blocks are evicted first, whichever log they belong to. */
export class Tails<Reader extends Linked<Reader>> {
  readonly #tails = new Map<string, Tail<Reader>>();
  readonly #ages: { readonly tail: Tail<Reader>; readonly bytes: number }[] = [];
  readonly #headOf: (log: string) => number;
  readonly #bytesMax: number;
  #bytes = 0;

  constructor(headOf: (log: string) => number, bytesMax = tailBytesMax) {
    this.#headOf = headOf;
    this.#bytesMax = bytesMax;
  }

  /** The tail of a log, created at its head if necessary. */
  of(log: string): Tail<Reader> {
    const known = this.#tails.get(log);
    if (known !== undefined) return known;
    const tail = new Tail<Reader>(log, this.#headOf(log));
    this.#tails.set(log, tail);
    return tail;
  }

  append(tail: Tail<Reader>, items: readonly Item[]): Block {
    const block = tail.append(items);
    const bytes = items.reduce((sum, item) => sum + bytesOf(item), 0);
    this.#ages.push({ tail, bytes });
    this.#bytes += bytes;
    while (this.#bytes > this.#bytesMax && this.#ages.length > 1) {
      const oldest = this.#ages.shift();
      this.#bytes -= oldest?.bytes ?? 0;
      oldest?.tail.forgetOldest();
    }
    return block;
  }

  /** The tail of a log, if it has been read since it was last released. */
  find(log: string): Tail<Reader> | undefined {
    return this.#tails.get(log);
  }

  /** Deletes a tail without readers. It may be an earlier tail of the log, which a closed session still held. */
  release(tail: Tail<Reader>): void {
    if (tail.readers.empty && this.#tails.get(tail.log) === tail) this.#tails.delete(tail.log);
  }
}

function bytesOf(item: Item): number {
  return memoryBytesOf(item.type === "entry" ? item.entry.text : "");
}
