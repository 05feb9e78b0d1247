/**
 * What comes in from one session: bytes to checked requests. Must not know what a request does.
 */
import type { Decoded } from "../protocol/requests.ts";
import { decodeRequest } from "../protocol/requests.ts";
import { FrameReader } from "../protocol/framing.ts";
import { unread } from "../protocol/overlong.ts";
import { frameBytesMax, frameDepthMax } from "../protocol/limits.ts";
import type { OtherProtocol } from "./other-protocols.ts";
import { protocolOf } from "./other-protocols.ts";

export class Inlet {
  /** Since when a frame has been coming in that has not ended; milliseconds since 1970. */
  partialSince: number | undefined;
  /** There while there is something in it: idle sessions are many, and a reader is large beside them. */
  #reader: FrameReader | undefined;
  /** The first bytes, while they do not tell which protocol this is; undefined once they have. */
  #opening: Uint8Array | undefined = nothing;

  /** Takes a chunk over. Gives the protocol when the connection's first bytes are of another one than chat. */
  push(chunk: Uint8Array): OtherProtocol | undefined {
    const opening = this.#opening;
    if (opening === undefined) this.#read(chunk);
    else {
      const bytes = opening.length === 0 ? chunk : Buffer.concat([opening, chunk]);
      const protocol = protocolOf(bytes);
      // A copy: these bytes stay for as long as the client takes to send the next.
      this.#opening = protocol === "undecided" ? new Uint8Array(bytes) : undefined;
      if (protocol === "chat") this.#read(bytes);
      else if (protocol !== "undecided") return protocol;
    }
    return undefined;
  }

  #read(chunk: Uint8Array): void {
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

/** Never written to. */
const nothing = new Uint8Array(0);

/** A reader that has nothing in it, for the next chunk of whichever session. */
let spare: FrameReader | undefined;

const limits = { bytesMax: frameBytesMax, depthMax: frameDepthMax } as const;
