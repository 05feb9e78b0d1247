/**
 * The port of a wire format, in both directions: bytes to requests, and what is said to frames. Each session has a
 * codec of its own.
 */
import type { Answer, Notice } from "./answers.ts";
import type { Entry } from "./entry.ts";
import type { Decoded } from "./requests.ts";

export interface Codec {
  /** For the operator's log. */
  readonly name: string;
  /** What its client can take. A login that is decoded may change them, until one is accepted. */
  readonly capabilities: Capabilities;
  /**
   * Codecs of the same variant encode every entry and every notice to the same bytes, so that these are encoded once for
   * all their readers. It includes what the client has named at its login, and the language where it is one's own. Undefined when the bytes depend on the reader: then nothing is shared.
   */
  readonly variant: string | undefined;
  /** A frame has begun and not ended. */
  readonly partial: boolean;
  /** Takes a chunk over; only when `next` has returned undefined. */
  push(chunk: Uint8Array): void;
  /** The next request, or what is wrong in its place; undefined when more bytes are needed. */
  next(): Decoded | undefined;
  /** What a client is shown before it says anything. */
  greeting(serverName: string): string;
  /** These give whole frames, in order; a text that is too long for one may come as several. */
  answer(answer: Answer): readonly string[];
  entry(entry: Entry): readonly string[];
  notice(notice: Notice): readonly string[];
}

/** What the server does differently from one client to another. */
export interface Capabilities {
  /** Reads one frame at a time: each is written alone, and a pause follows it. */
  readonly oneFramePerWrite: boolean;
  /** Answers a `ping`, so that a lost connection is found. */
  readonly answersPings: boolean;
  /** Is shown who joins and leaves a room also when very many are in it. */
  readonly crowdNotices: boolean;
}
