/**
 * Splits a stream of bytes without framing into JSON objects: back to back or on separate lines, in chunks that may
 * end anywhere, even inside a character.
 *
 * One pass over the bytes with constant state, so a hostile stream costs no more than a good one: a frame that comes
 * byte by byte is copied but never scanned again, and nothing beyond `bytesMax` is kept. After a broken frame it
 * resynchronises at the next line or the next `{`; an endless frame ends at the next `{` that cannot be inside it.
 * (`Bun.JSONL.parseChunk` is no substitute: it has no limit, silently accepts invalid UTF-8 and fails on a chunk that
 * ends inside an escape.)
 */
import { frameBufferBytesMin } from "./limits.ts";
import type { Failure, Result } from "./faults.ts";
import { failure, success } from "./faults.ts";
import { Edges } from "./edges.ts";

export interface FrameLimits {
  readonly bytesMax: number;
  readonly depthMax: number;
}

/** The text of a frame, or what is wrong with it. */
export type Frame = { readonly ok: true; readonly value: string } | BrokenFrame;

export interface BrokenFrame extends Failure {
  /**
   * The first and the last bytes of a frame that is too long or was ended by a new line, as far as it came, at most
   * `edgeBytesMax` each. Enough for the type and the key of the request.
   */
  readonly edges?: readonly [head: string, tail: string];
}

/** A pull parser: `push` a chunk, then call `next` until it returns undefined. */
export class FrameReader {
  readonly #limits: FrameLimits;
  /**
   * Whether a `{` in column 0 always begins a new frame, even if the one before it is incomplete: then a broken line
   * costs no other. Only for streams in which no inner object begins a line.
   */
  lineBeginsFrame = false;
  #chunk: Uint8Array = empty;
  #at = 0;
  /** The beginning of a frame that continues in a later chunk. */
  #kept: Uint8Array = empty;
  #keptBytes = 0;
  #mode: "between" | "inside" | "dropping" | "garbage" = "between";
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** The last byte of the frame outside of strings and white space. */
  #before: number | undefined;
  #droppedBytes = 0;
  /** The last byte before the chunk. */
  #byteBefore: number | undefined;
  /** The edges of a frame that is too long, until it is reported: at its end, or once as much again has come. */
  #edges: Edges | undefined;

  constructor(limits: FrameLimits) {
    this.#limits = limits;
  }

  /** Passes a chunk in. Call it only after `next` has returned undefined. */
  push(chunk: Uint8Array): void {
    this.#chunk = chunk;
    this.#at = 0;
  }

  /** Whether a frame is incomplete. */
  get partial(): boolean {
    return this.#mode !== "between";
  }

  /** Whether the chunk is used up. */
  get exhausted(): boolean {
    return this.#at >= this.#chunk.length;
  }

  /** The next frame's text or fault; undefined if the chunk has no other complete frame. */
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

  /** Skips what is not JSON, up to the end of the line or the next object. Endless garbage is reported repeatedly. */
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

  /** Scans to the end of the frame or of the chunk. */
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
      if (byte === openBrace && (!mayPrecedeObject(this.#before) || this.#beginsFrame(at - 1)))
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

  /** Whether a brace inside a frame begins another one. */
  #beginsFrame(at: number): boolean {
    if (!this.lineBeginsFrame || this.#depth === 0) return false;
    return (at > 0 ? this.#chunk[at - 1] : this.#byteBefore) === newline;
  }

  /** Ends a broken frame. A line break in a string, or an object where none can be, is not JSON. */
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

  /** Reports a frame whose last part makes it too long. */
  #endTooLong(start: number, at: number): Frame | undefined {
    this.#beginDropping(start, at);
    this.#mode = "between";
    return this.#tooLong();
  }

  /**
   * Counts a part of a frame, and copies it unless the frame is complete in its chunk. Returns false if the frame is
   * too long.
   */
  #keep(start: number, end: number, copy = true): boolean {
    const bytes = this.#keptBytes + end - start;
    if (bytes > this.#limits.bytesMax) return false;
    if (!copy) return true;
    if (bytes > this.#kept.length) {
      const grown = new Uint8Array(Math.min(this.#limits.bytesMax, Math.max(frameBufferBytesMin, bytes * 2)));
      grown.set(this.#kept.subarray(0, this.#keptBytes));
      this.#kept = grown;
    }
    this.#kept.set(this.#chunk.subarray(start, end), this.#keptBytes);
    this.#keptBytes = bytes;
    return true;
  }

  /** Discards the rest of a frame that is too long, except its edges. */
  #beginDropping(start: number, end: number): void {
    this.#edges = this.#edgesOf(start, end);
    this.#drop(end);
  }

  /** The edges of what is kept and a part of the chunk. */
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

/** Whether an object can follow this byte: as a value, or as the frame itself. */
function mayPrecedeObject(before: number | undefined): boolean {
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
