/** The beginning and the end of a frame that is not kept as a whole. */
import { edgeBytesMax } from "./limits.ts";

export class Edges {
  readonly #head: Uint8Array;
  #tail: Uint8Array;

  /** The edges of a frame that came in two parts. */
  constructor(first: Uint8Array, second: Uint8Array) {
    const left = first.subarray(0, edgeBytesMax);
    this.#head = joined(left, second.subarray(0, edgeBytesMax - left.length));
    this.#tail = lastOf(first.subarray(-edgeBytesMax), second);
  }

  /** Adds the next part of the frame. */
  add(part: Uint8Array): void {
    this.#tail = lastOf(this.#tail, part);
  }

  /** At most `edgeBytesMax` bytes each; characters that were split are replaced. */
  get texts(): readonly [head: string, tail: string] {
    return [decoder.decode(this.#head), decoder.decode(this.#tail)];
  }
}

/** A copy of the last `edgeBytesMax` bytes of two parts. */
function lastOf(left: Uint8Array, right: Uint8Array): Uint8Array {
  return joined(left, right.subarray(-edgeBytesMax)).slice(-edgeBytesMax);
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}

const decoder = new TextDecoder();
