/**
 * Finds the JSON objects in a stream of bytes that has no framing: back to back or on lines of their own, cut
 * anywhere, also inside a character.
 *
 * One pass over the bytes and constant state, so a hostile stream costs no more than a good one: a frame cut into single
 * bytes is copied, never scanned again, and nothing beyond `bytesMax` is kept. After a broken frame it looks for the next
 * line or the next `{`; a frame that never ends gives way to the next `{` that cannot stand inside it.
 * (`Bun.JSONL.parseChunk` is no substitute: it has no cap, reads invalid UTF-8 silently and fails on a chunk that ends
 * inside an escape.)
 */
import type { Failure, Result } from "./faults.ts";
import { failure, success } from "./faults.ts";
import { Edges } from "./edges.ts";

export interface FrameLimits {
  readonly bytesMax: number;
  readonly depthMax: number;
}

/** A frame's text, or what was wrong with it. */
export type Frame = { readonly ok: true; readonly value: string } | BrokenFrame;

export interface BrokenFrame extends Failure {
  /**
   * Of a frame that is too long, or that a new line ended: its beginning and its end, as far as it came, at most
   * `edgeBytesMax` each. Enough for the type and the key of the request.
   */
  readonly edges?: readonly [head: string, tail: string];
}

/** Reads frames by pull: `push` a chunk, then call `next` until it has no more. */
export class FrameReader {
  readonly #limits: FrameLimits;
  /**
   * Whether a `{` that is the first byte of a line begins a new frame, whatever the one before it lacks: then a broken line
   * costs no other. Only for streams in which no inner object begins a line.
   */
  lineBeginsFrame = false;
  #chunk: Uint8Array = empty;
  #at = 0;
  /** The beginning of a frame whose end lies in a later chunk. */
  #kept: Uint8Array = empty;
  #keptBytes = 0;
  #mode: "between" | "inside" | "dropping" | "garbage" = "between";
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** The last byte of the frame that is outside of strings and no white space. */
  #before: number | undefined;
  #droppedBytes = 0;
  /** The last byte before the chunk. */
  #byteBefore: number | undefined;
  /** Of a frame that is too long, until that is reported: with its end, or when as much again has come. */
  #edges: Edges | undefined;

  constructor(limits: FrameLimits) {
    this.#limits = limits;
  }

  /** Takes a chunk over; call it only when `next` has returned undefined. */
  push(chunk: Uint8Array): void {
    this.#chunk = chunk;
    this.#at = 0;
  }

  /** Whether a frame has begun and not ended. */
  get partial(): boolean {
    return this.#mode !== "between";
  }

  /** Whether `next` has nothing more to give before another chunk. */
  get exhausted(): boolean {
    return this.#at >= this.#chunk.length;
  }

  /** The next frame's text, a fault in its place, or undefined when the chunk has no further whole frame. */
  next(): Frame | undefined {
    while (this.#at < this.#chunk.length) {
      const found =
        this.#mode === "between" ? this.#begin() : this.#mode === "garbage" ? this.#skip() : this.#scan();
      if (found !== undefined) return found;
    }
    this.#byteBefore = this.#chunk.at(-1) ?? this.#byteBefore;
    this.#chunk = empty;
    this.#at = 0;
    return undefined;
  }

  #begin(): Frame | undefined {
    const byte = this.#chunk[this.#at];
    if (byte === openBrace) {
      this.#mode = "inside";
      this.#depth = 0;
      this.#inString = false;
      this.#escaped = false;
      this.#before = undefined;
      this.#keptBytes = 0;
      return this.#scan();
    }
    this.#at += 1;
    if (byte === space || byte === newline || byte === carriageReturn || byte === tab) return undefined;
    this.#mode = "garbage";
    this.#droppedBytes = 0;
    return failure({ code: "bad_json" });
  }

  /** Leaves out what is not JSON, up to a line's end or the next object. Endless garbage is a fault again and again. */
  #skip(): Frame | undefined {
    const byte = this.#chunk[this.#at];
    if (byte === newline || byte === openBrace) {
      this.#mode = "between";
      if (byte === newline) this.#at += 1;
      return undefined;
    }
    this.#at += 1;
    this.#droppedBytes += 1;
    return this.#dropFault();
  }

  /** Runs to the end of the frame or of the chunk. */
  #scan(): Frame | undefined {
    const chunk = this.#chunk;
    const start = this.#at;
    let at = start;
    while (at < chunk.length) {
      const byte = chunk[at];
      at += 1;
      if (this.#inString) {
        if (byte === newline) return this.#breakAt(at);
        if (this.#escaped) this.#escaped = false;
        else if (byte === quote) this.#inString = false;
        else if (byte === backslash) this.#escaped = true;
        continue;
      }
      if (byte === space || byte === newline || byte === carriageReturn || byte === tab) continue;
      if (byte === openBrace && (!mayHoldObject(this.#before) || this.#beginsFrame(at - 1)))
        return this.#breakAt(at - 1);
      this.#before = byte;
      if (byte === quote) this.#inString = true;
      else if (byte === openBrace || byte === openBracket) {
        this.#depth += 1;
        if (this.#depth > this.#limits.depthMax && this.#mode === "inside") {
          this.#drop(at);
          return failure({ code: "too_deep", depthMax: this.#limits.depthMax });
        }
      } else if (byte === closeBrace || byte === closeBracket) {
        this.#depth -= 1;
        if (this.#depth === 0) return this.#finish(start, at);
      }
    }
    this.#at = at;
    if (this.#mode === "dropping") {
      this.#droppedBytes += at - start;
      this.#edges?.add(this.#chunk.subarray(start, at));
      return this.#dropFault();
    }
    if (!this.#keep(start, at)) this.#beginDropping(start, at);
    return undefined;
  }

  /** Whether a brace inside of a frame is the beginning of another one. */
  #beginsFrame(at: number): boolean {
    if (!this.lineBeginsFrame || this.#depth === 0) return false;
    return (at > 0 ? this.#chunk[at - 1] : this.#byteBefore) === newline;
  }

  /** A line break inside a string, or an object where none can be, is not JSON: whatever this was, it ends here. */
  #breakAt(at: number): Frame | undefined {
    const dropping = this.#mode === "dropping";
    const start = this.#at;
    this.#mode = "between";
    this.#at = at;
    if (dropping) return this.#endDropping(start, at);
    if (!this.#keep(start, at, false)) return this.#endTooLong(start, at);
    const fault = failure({ code: "bad_json" });
    const broken = this.lineBeginsFrame ? { ...fault, edges: this.#edgesOf(start, at).texts } : fault;
    this.#release();
    return broken;
  }

  #finish(start: number, at: number): Frame | undefined {
    const dropping = this.#mode === "dropping";
    this.#mode = "between";
    this.#at = at;
    if (dropping) return this.#endDropping(start, at);
    if (!this.#keep(start, at, this.#keptBytes > 0)) return this.#endTooLong(start, at);
    const bytes =
      this.#keptBytes > 0 ? this.#kept.subarray(0, this.#keptBytes) : this.#chunk.subarray(start, at);
    const frame = decode(bytes);
    this.#release();
    return frame;
  }

  /** The frame ends with the part of the chunk that makes it too long. */
  #endTooLong(start: number, at: number): Frame | undefined {
    this.#beginDropping(start, at);
    this.#mode = "between";
    return this.#tooLong();
  }

  /** Counts (and, unless the frame is whole in its chunk, copies) a part of a frame. False when it is too long. */
  #keep(start: number, end: number, copy = true): boolean {
    const bytes = this.#keptBytes + end - start;
    if (bytes > this.#limits.bytesMax) return false;
    if (!copy) return true;
    if (bytes > this.#kept.length) {
      const grown = new Uint8Array(Math.min(this.#limits.bytesMax, Math.max(256, bytes * 2)));
      grown.set(this.#kept.subarray(0, this.#keptBytes));
      this.#kept = grown;
    }
    this.#kept.set(this.#chunk.subarray(start, end), this.#keptBytes);
    this.#keptBytes = bytes;
    return true;
  }

  /** A frame is too long: from here on only its edges are kept. */
  #beginDropping(start: number, end: number): void {
    this.#edges = this.#edgesOf(start, end);
    this.#drop(end);
  }

  /** Of what is kept and a part of the chunk. */
  #edgesOf(start: number, end: number): Edges {
    return new Edges(this.#kept.subarray(0, this.#keptBytes), this.#chunk.subarray(start, end));
  }

  #endDropping(start: number, end: number): Frame | undefined {
    if (this.#edges === undefined) return undefined;
    this.#edges.add(this.#chunk.subarray(start, end));
    return this.#tooLong();
  }

  #tooLong(): BrokenFrame {
    const fault = failure({ code: "frame_too_long", bytesMax: this.#limits.bytesMax });
    const edges = this.#edges;
    this.#edges = undefined;
    if (edges === undefined) return fault;
    return { ...fault, edges: edges.texts };
  }

  #drop(at: number): void {
    this.#mode = "dropping";
    this.#droppedBytes = 0;
    this.#at = at;
    this.#release();
  }

  #release(): void {
    this.#kept = empty;
    this.#keptBytes = 0;
  }

  #dropFault(): Frame | undefined {
    if (this.#droppedBytes <= this.#limits.bytesMax) return undefined;
    this.#droppedBytes = 0;
    return this.#tooLong();
  }
}

const empty = new Uint8Array(0);
const [space, tab, newline, carriageReturn] = [0x20, 0x09, 0x0a, 0x0d];
const [quote, backslash, colon, comma] = [0x22, 0x5c, 0x3a, 0x2c];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/** Whether an object can begin behind this byte: as a value, or as the frame itself. */
function mayHoldObject(before: number | undefined): boolean {
  return before === undefined || before === colon || before === comma || before === openBracket;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array): Result<string> {
  try {
    return success(decoder.decode(bytes));
  } catch {
    return failure({ code: "bad_utf8" });
  }
}
