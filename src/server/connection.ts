/**
 * The port of a transport: bytes in, bytes out, back-pressure. Must not know frames, sessions or what the bytes mean.
 */

/** One client's connection, as the hub uses it. */
export interface Connection {
  /** Where it comes from, for the operator's log. */
  readonly peer: string;
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

/** Time and turns of the event loop, handed in so that a test can own them. */
export interface Scheduler {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Milliseconds since some moment, on a clock that nobody sets. */
  monotonic(): number;
  /** Calls back once everything that arrived in this turn of the event loop has been handed over. */
  atTurnEnd(callback: () => void): void;
  /** Calls back once, after so many milliseconds; the result cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}
