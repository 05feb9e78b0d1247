/** The port of a transport: bytes in, bytes out, back-pressure. */

import type { Peer } from "../core/who.ts";

/** A client's connection, as the hub uses it. */
export interface Connection {
  /** The other end. */
  readonly peer: Peer;
  /**
   * Writes bytes and returns how many were accepted. If not all were, `drained` is called once there is room, and the
   * caller keeps the rest. The buffer itself is never changed.
   */
  write(bytes: Uint8Array): number;
  /** Pauses and resumes reading. */
  pause(): void;
  resume(): void;
  /** Half-closes the connection: nothing more is written. Bytes that were accepted still arrive. */
  finish(): void;
  /** Closes the connection at once. */
  terminate(): void;
}

/** The events of one connection. None comes after `closed`. */
export interface ConnectionEvents {
  received(chunk: Uint8Array): void;
  drained(): void;
  /** The connection is half-closed: the client sends nothing more, but may still read. */
  ended(): void;
  closed(): void;
}
