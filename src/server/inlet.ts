/**
 * What comes in from one session: bytes to checked requests. Must not know what a request does.
 */
import type { Decoded } from "../protocol/requests.ts";
import { decodeRequest } from "../protocol/requests.ts";
import { FrameReader } from "../protocol/framing.ts";
import { unread } from "../protocol/overlong.ts";
import { frameBytesMax, frameDepthMax } from "../protocol/limits.ts";

export class Inlet {
  /** Since when a frame has been coming in that has not ended; milliseconds since 1970. */
  partialSince: number | undefined;
  /** There while there is something in it: idle sessions are many, and a reader is large beside them. */
  #reader: FrameReader | undefined;

  push(chunk: Uint8Array): void {
    this.#reader ??= spare ?? new FrameReader(limits);
    spare = undefined;
    this.#reader.push(chunk);
  }

  /** The next request or fault; undefined when more bytes are needed. */
  next(now: number): Decoded | undefined {
    const reader = this.#reader;
    const frame = reader?.next();
    if (frame !== undefined) {
      this.partialSince = undefined;
      return frame.ok ? decodeRequest(frame.value) : unread(frame);
    }
    if (reader?.partial === true) this.partialSince ??= now;
    else {
      this.partialSince = undefined;
      this.#reader = undefined;
      spare = reader;
    }
    return undefined;
  }
}

/** A reader that has nothing in it, for the next chunk of whichever session. */
let spare: FrameReader | undefined;

const limits = { bytesMax: frameBytesMax, depthMax: frameDepthMax } as const;
