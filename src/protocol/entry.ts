/** The nouns that travel from the core through the log to the codecs. */

/** The room everybody enters. */
export const lobby = "lobby";

/**
 * One thing in a log. A room's log bears the room's name; an identity's private messages are its mailbox, a log named
 * `@` and the identity, so that delivery, resume and history are the same act for both.
 */
export interface Entry {
  /** The log it stands in. */
  readonly log: string;
  /** Its place there: from 1, strictly increasing, never reused. */
  readonly seq: number;
  /** When the server took it: milliseconds since 1970, UTC. */
  readonly time: number;
  /** The sender's nickname, as it was then. */
  readonly from: string;
  /** A private message's target, as it was then. */
  readonly to?: string | undefined;
  /** The cleaned text. */
  readonly text: string;
  /** The sender's own id for it. */
  readonly key?: string | undefined;
}

/** An entry-to-be. `identity` and `key` say whose message it is: the same pair never makes a second entry in a log. */
export interface NewMessage {
  readonly log: string;
  /** A second log that gets the same, if the message is new to the first: a direct message has two mailboxes. */
  readonly copyTo?: string | undefined;
  readonly identity: string;
  readonly from: string;
  readonly to?: string | undefined;
  readonly text: string;
  readonly key?: string | undefined;
  readonly time: number;
}

/** The mailbox of an identity. Room names never start with `@`. */
export function mailboxOf(identity: string): string {
  return `@${identity}`;
}

export function isMailbox(log: string): boolean {
  return log.startsWith("@");
}
