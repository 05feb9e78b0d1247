/** The types that pass from the core through the log to the codecs. */

/** The room that everybody enters at login. */
export const lobby = "lobby";

/**
 * One thing in a log. The log of a room has the room's name. The direct messages of an identity are its mailbox, a
 * log named `@` and the identity, so that delivery, resuming and history are the same read for both.
 */
export interface Entry {
  /** The log that it is in. */
  readonly log: string;
  /** Its number there: from 1, strictly increasing, never reused. */
  readonly seq: number;
  /** When the server received it: milliseconds since 1970, UTC. */
  readonly time: number;
  /** The sender's nickname at that time. */
  readonly from: string;
  /** The recipient's nickname at that time, for a direct message. */
  readonly to?: string | undefined;
  /** The cleaned text. */
  readonly text: string;
  /** The sender's own id for it. */
  readonly key?: string | undefined;
}

/** A message without a seq. `identity` and `key` identify it: the same pair never makes a second entry in a log. */
export interface NewMessage {
  readonly log: string;
  /** A second log that gets a copy, if the message is new to the first: a direct message is in two mailboxes. */
  readonly copyTo?: string | undefined;
  readonly identity: string;
  readonly from: string;
  readonly to?: string | undefined;
  readonly text: string;
  readonly key?: string | undefined;
  /** How long ago the sender first tried to send it, by their own clock, in milliseconds. */
  readonly age?: number | undefined;
  readonly time: number;
}

/** The name of one's own mailbox on the wire: in the cursors of a login. */
export const mailboxCursor = "@";

/** The mailbox of an identity. Room names never begin with `@`. */
export function mailboxOf(identity: string): string {
  return `@${identity}`;
}

export function isMailbox(log: string): boolean {
  return log.startsWith("@");
}

/** The identity whose mailbox it is. */
export function ownerOf(mailbox: string): string {
  return mailbox.slice(1);
}
