/** The port of a transport: bytes in, bytes out, back-pressure. */

import type { Peer } from "../core/who.ts";

/** One client's connection, as the hub uses it. */
export interface Connection {
  /** Where it comes from. */
  readonly peer: Peer;
  /**
   * Hands over bytes; gives the number that was taken. When it is less than all of them, `drained` is called once there
   * is room. The caller keeps the rest; the block itself is never changed.
   */
  write(bytes: Uint8Array): number;
  /** Stops and restarts the reading of what the client sends. */
  pause(): void;
  resume(): void;
  /** Says that nothing more will be written. What was taken still arrives. */
  finish(): void;
  /** Drops the connection at once. */
  terminate(): void;
}

/** What a transport tells the hub about one connection. After `closed` nothing comes. */
export interface ConnectionEvents {
  received(chunk: Uint8Array): void;
  drained(): void;
  /** The client will send nothing more, but may still read. */
  ended(): void;
  closed(): void;
}
