/**
 * What became readable in one log at one moment, encoded at most once per dialect, however many read it. Must not know
 * who reads.
 */
import type { Notice, Wording } from "../protocol/answers.ts";
import type { Dialect } from "../protocol/dialect.ts";
import type { Entry } from "../protocol/entry.ts";

/** One thing that a reader of a log is shown: an entry, or a notice in its place among them. */
export type Item =
  { readonly type: "entry"; readonly entry: Entry } | { readonly type: "notice"; readonly notice: Notice };

/** Frames in one piece of memory, which any number of connections write from. */
export interface Encoded {
  readonly bytes: Uint8Array;
  /** Where each item's bytes end. */
  readonly ends: Uint32Array;
}

/** The start of a block that was read from the log: it has no positions in a tail. */
export const outsideTail = Number.NEGATIVE_INFINITY;

export class Block {
  /** The position of the first item in its tail. */
  readonly start: number;
  readonly items: readonly Item[];
  /** The seq of the last entry up to and including its last item. */
  readonly lastSeq: number;
  readonly #seqBefore: number;
  #encoded: Encoded | undefined;
  #paced: { readonly index: number; readonly frames: readonly Uint8Array[] } | undefined;

  /** @param seqBefore the seq of the last entry before the block */
  constructor(start: number, items: readonly Item[], seqBefore: number) {
    this.start = start;
    this.items = items;
    this.#seqBefore = seqBefore;
    this.lastSeq = this.seqAt(items.length - 1);
  }

  get end(): number {
    return this.start + this.items.length;
  }

  /** The seq of the last entry up to and including an item. */
  seqAt(index: number): number {
    for (let at = index; at >= 0; at -= 1) {
      const item = this.items[at];
      if (item?.type === "entry") return item.entry.seq;
    }
    return this.#seqBefore;
  }

  /** All frames in one piece, for a dialect that is not paced. */
  encoded(dialect: Dialect, wording: Wording): Encoded {
    this.#encoded ??= encode(this.items, dialect, wording);
    return this.#encoded;
  }

  /**
   * The frames of one item. For a paced dialect those of the item that was asked for last are kept: its readers go through
   * a block in step, and all items' frames at 1,024 bytes each would be many times the rest of the tail.
   */
  framesAt(index: number, dialect: Dialect, wording: Wording): readonly Uint8Array[] {
    const item = this.items[index];
    if (item === undefined) return [];
    if (dialect.paced && this.#paced?.index === index) return this.#paced.frames;
    const frames = framesOf(item, dialect, wording).map((frame) => Buffer.from(frame));
    if (dialect.paced) this.#paced = { index, frames };
    return frames;
  }
}

function framesOf(item: Item, dialect: Dialect, wording: Wording): readonly string[] {
  return item.type === "entry" ? dialect.entry(item.entry) : dialect.notice(item.notice, wording);
}

function encode(items: readonly Item[], dialect: Dialect, wording: Wording): Encoded {
  const ends = new Uint32Array(items.length);
  const texts = items.map((item) => framesOf(item, dialect, wording).join(""));
  let end = 0;
  texts.forEach((text, index) => {
    end += Buffer.byteLength(text);
    ends[index] = end;
  });
  return { bytes: Buffer.from(texts.join("")), ends };
}
