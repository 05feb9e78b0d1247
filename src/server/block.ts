/**
 * The items of one log that became readable together. They are encoded once per variant of a codec, however many
 * sessions read them.
 */
import type { Codec } from "../protocol/codec.ts";
import type { Item } from "../protocol/item.ts";
import { Variants } from "./variants.ts";

/** Frames in one buffer, which any number of connections write from. */
export interface Encoded {
  readonly bytes: Uint8Array;
  /** The offset at which each item's bytes end. */
  readonly ends: Uint32Array;
}

/** The `start` of a block that was read from the store: it has no position in a tail. */
export const outsideTail = Number.NEGATIVE_INFINITY;

export class Block {
  /** The position of the first item in the tail. */
  readonly start: number;
  readonly items: readonly Item[];
  /** The seq of the last entry of the block, or `seqBefore` if it has none. */
  readonly lastSeq: number;
  readonly #seqBefore: number;
  #encoded: Variants<Encoded> | undefined;
  #single: Variants<{ readonly index: number; readonly frames: readonly Uint8Array[] }> | undefined;

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

  /** The seq of the last entry up to and including the item at `index`. */
  seqAt(index: number): number {
    for (let at = index; at >= 0; at -= 1) {
      const item = this.items[at];
      if (item?.type === "entry") return item.entry.seq;
    }
    return this.#seqBefore;
  }

  /** All frames in one buffer. */
  encoded(codec: Codec): Encoded {
    const { variant } = codec;
    if (variant === undefined) return encode(this.items, codec);
    const known = this.#encoded?.get(variant);
    if (known !== undefined) return known;
    const encoded = encode(this.items, codec);
    this.#encoded ??= new Variants();
    this.#encoded.put(variant, encoded);
    return encoded;
  }

  /**
   * The frames of one item, for a codec that writes one frame at a time. Only those of the last requested item are
   * cached: readers go through a block at about the same pace, and the frames of all items, at 1,024 bytes each,
   * would take many times the memory of the rest of the tail.
   */
  framesAt(index: number, codec: Codec): readonly Uint8Array[] {
    const item = this.items[index];
    if (item === undefined) return [];
    const { variant } = codec;
    const known = variant === undefined ? undefined : this.#single?.get(variant);
    if (known?.index === index) return known.frames;
    const frames = framesOf(item, codec).map((frame) => Buffer.from(frame));
    if (variant === undefined) return frames;
    this.#single ??= new Variants();
    this.#single.put(variant, { index, frames });
    return frames;
  }
}

function framesOf(item: Item, codec: Codec): readonly string[] {
  return item.type === "entry" ? codec.entry(item.entry) : codec.notice(item.notice);
}

function encode(items: readonly Item[], codec: Codec): Encoded {
  const ends = new Uint32Array(items.length);
  const texts = items.map((item) => framesOf(item, codec).join(""));
  let end = 0;
  texts.forEach((text, index) => {
    end += Buffer.byteLength(text);
    ends[index] = end;
  });
  return { bytes: Buffer.from(texts.join("")), ends };
}
