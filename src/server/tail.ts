/**
 * The recent end of each log, kept encoded: live readers and readers a little behind write straight from it; who is
 * further behind reads the log itself.
 */
import type { Item } from "../protocol/item.ts";
import { tailBytesMax } from "./limits.ts";
import { Block, outsideTail } from "./block.ts";
import type { Linked } from "./readers.ts";
import { Readers } from "./readers.ts";

/**
 * The end of one log. Every item has a position, counted from when the tail began; a reader's place in the log is a
 * position as long as the tail reaches back to it, and a seq beyond that.
 */
export class Tail<Reader extends Linked<Reader>> {
  readonly log: string;
  /** The seq of the last entry before the first block: what is not behind it has to be read from the log. */
  seqBefore: number;
  /** The seq of the newest entry. */
  headSeq: number;
  /** The cursors of those who read it. */
  readonly readers = new Readers<Reader>();
  #blocks: Block[] = noBlocks;
  #end = 0;

  constructor(log: string, head: number) {
    this.log = log;
    this.seqBefore = head;
    this.headSeq = head;
  }

  /** The position behind the newest item. */
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

  /** The block that holds a position; undefined when it is gone or not there yet. */
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

  /** Where the entry behind a seq stands; outside, when the tail does not reach back to it. */
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

/** Most mailboxes never get a block. Never written to. */
const noBlocks: Block[] = [];

/** The tails of all logs, under one bound: the oldest blocks go first, whichever log they are of. */
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

  /** The tail of a log, begun at its head when there was none. */
  of(log: string): Tail<Reader> {
    const known = this.#tails.get(log);
    if (known !== undefined) return known;
    const tail = new Tail<Reader>(log, this.#headOf(log));
    this.#tails.set(log, tail);
    return tail;
  }

  append(tail: Tail<Reader>, items: readonly Item[]): Block {
    const block = tail.append(items);
    const bytes = items.reduce((sum, item) => sum + weightOf(item), 0);
    this.#ages.push({ tail, bytes });
    this.#bytes += bytes;
    while (this.#bytes > this.#bytesMax && this.#ages.length > 1) {
      const oldest = this.#ages.shift();
      this.#bytes -= oldest?.bytes ?? 0;
      oldest?.tail.forgetOldest();
    }
    return block;
  }

  /** The tail of a log that somebody has read since it was last released. */
  find(log: string): Tail<Reader> | undefined {
    return this.#tails.get(log);
  }

  /** Lets go of a log that nobody reads any more. The tail may be an earlier one, which a ghost has held on to. */
  release(tail: Tail<Reader>): void {
    if (tail.readers.empty && this.#tails.get(tail.log) === tail) this.#tails.delete(tail.log);
  }
}

/** An item's share of memory, roughly: its text, its v2 frame, and the objects around them. */
function weightOf(item: Item): number {
  return item.type === "entry" ? item.entry.text.length * 2 + 300 : 300;
}
