/**
 * What comes in from one session: bytes to checked requests, at a pace that is fair to others. Must not know what a
 * request does.
 */
import type { Decoded } from "../protocol/requests.ts";
import { decodeRequest } from "../protocol/requests.ts";
import { FrameReader } from "../protocol/framing.ts";
import { frameBytesMax, frameDepthMax } from "../protocol/limits.ts";

export class Inlet {
  /** Since when a frame has been coming in that has not ended; milliseconds since 1970. */
  partialSince: number | undefined;
  readonly #reader = new FrameReader({ bytesMax: frameBytesMax, depthMax: frameDepthMax });

  push(chunk: Uint8Array): void {
    this.#reader.push(chunk);
  }

  /** The next request or fault; undefined when more bytes are needed. */
  next(now: number): Decoded | undefined {
    const frame = this.#reader.next();
    if (frame === undefined) {
      this.partialSince = this.#reader.partial ? (this.partialSince ?? now) : undefined;
      return undefined;
    }
    this.partialSince = undefined;
    return frame.ok ? decodeRequest(frame.value) : frame;
  }
}
