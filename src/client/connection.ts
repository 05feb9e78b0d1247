/** The port of a connection to a server: bytes in, texts out, and why it ended. */
import type { CloseReason } from "./session/event.ts";

export interface ServerConnection {
  /** Resolves when the connection is gone, whoever ended it. */
  readonly gone: Promise<void>;
  /** In one write, as far as the peer takes it; the rest follows in order. Nothing before `opened`. */
  send(text: string): void;
  /** Stops and restarts the reading, so that the server waits. */
  pause(): void;
  resume(): void;
  /** Hangs up. Gently: after everything is written and the server has hung up too, in bounded time. */
  close(gently: boolean): void;
}

export interface ServerConnectionEvents {
  readonly opened: () => void;
  /** The chunk is the listener's from then on. */
  readonly received: (chunk: Uint8Array) => void;
  /** The last event; not called after `close`. */
  readonly closed: (reason: CloseReason) => void;
}

/** Begins to connect; no event comes before it has returned. */
export type Connect = (events: ServerConnectionEvents) => ServerConnection;
