/** The beginning and the end of a frame that is not kept whole. */
import { edgeBytesMax } from "./limits.ts";

export class Edges {
  readonly #head: Uint8Array;
  #tail: Uint8Array;

  /** Of a frame that came in two parts. */
  constructor(first: Uint8Array, second: Uint8Array) {
    const left = first.subarray(0, edgeBytesMax);
    this.#head = joined(left, second.subarray(0, edgeBytesMax - left.length));
    this.#tail = lastOf(first.subarray(-edgeBytesMax), second);
  }

  /** The frame goes on. */
  add(part: Uint8Array): void {
    this.#tail = lastOf(this.#tail, part);
  }

  /** At most `edgeBytesMax` bytes each; characters that were cut are replaced. */
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
