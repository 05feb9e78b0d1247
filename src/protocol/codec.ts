/**
 * The port of a wire format, in both directions: bytes to requests, and answers and items to frames. Each session has
 * a codec of its own.
 */
import type { Answer, Notice } from "./answers.ts";
import type { Entry } from "./entry.ts";
import type { Decoded } from "./requests.ts";

export interface Codec {
  /** For the operator's log. */
  readonly name: string;
  /** What the client supports. Decoding a login may change them, until one is accepted. */
  readonly capabilities: Capabilities;
  /**
   * Codecs of the same variant encode every entry and every notice to the same bytes, so these are encoded once for
   * all readers. The variant includes what the client named at its login, and its language if sessions have different
   * ones. Undefined if the bytes depend on the reader: then nothing is shared.
   */
  readonly variant: string | undefined;
  /** A frame is incomplete. */
  readonly partial: boolean;
  /** Passes a chunk in. Call it only after `next` has returned undefined. */
  push(chunk: Uint8Array): void;
  /** The next request or fault; undefined if more bytes are needed. */
  next(): Decoded | undefined;
  /** What a client is sent before it sends anything. */
  greeting(serverName: string): string;
  /** The following return whole frames, in order; a text that is too long for one takes several. */
  answer(answer: Answer): readonly string[];
  entry(entry: Entry): readonly string[];
  notice(notice: Notice): readonly string[];
}

/** What the server does differently depending on the client. */
export interface Capabilities {
  /** The client reads one frame at a time: each is written on its own, followed by a pause. */
  readonly oneFramePerWrite: boolean;
  /** The client answers a `ping`, so a lost connection is detected. */
  readonly answersPings: boolean;
  /** The client gets notices of joins and leaves even in large rooms. */
  readonly crowdNotices: boolean;
  /** The client is told which entries it will never be sent. */
  readonly gaps: boolean;
}
