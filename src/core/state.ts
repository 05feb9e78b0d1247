/**
 * What the room's logic remembers: who is connected, under which nickname, ignoring or not. Owned and changed by `step`
 * alone; holds no message, since messages are in the log. Must not know time, sockets or dialects.
 */

/** One connected client, from accept to close. */
export interface Session {
  readonly id: number;
  /** Undefined before the login. */
  member: Member | undefined;
  /** Bad frames, less the good ones that followed them. */
  faults: number;
  /** Its goodbye was said: nothing it sends counts any more. */
  closing: boolean;
}

/** Somebody in the room. */
export interface Member {
  /** As it is shown. */
  readonly nickname: string;
  /** Whom the messages' keys and the mailbox belong to; never shown. */
  readonly identity: string;
  ignoring: boolean;
}

export interface State {
  readonly server: { readonly name: string; readonly version: string };
  readonly sessions: Map<number, Session>;
  /** The holder of each nickname, by its folded form. */
  readonly nicknames: Map<string, Session>;
}

export function emptyState(server: State["server"]): State {
  return { server, sessions: new Map(), nicknames: new Map() };
}
