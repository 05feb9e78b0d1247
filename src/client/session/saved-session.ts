/** What is saved of a session for the next run under the same nickname. */
import type { NotifyLevel } from "../../base/notify-level.ts";
import type { Epoch } from "../../protocol/epochs.ts";
import type { KeyedRequest } from "./outbox.ts";

/** What makes somebody the same person at the next login, and what they find again there. */
export interface SavedSession {
  /** Undefined of somebody who only met old servers. */
  readonly token: string | undefined;
  /** The last private message that was seen. */
  readonly mailboxSeq: number;
  /** The rooms one is in, in the order of coming in, with the last `seq` that was seen in each. */
  readonly rooms: ReadonlyMap<string, number>;
  /** Of the server's store, the newest, oldest first: what the cursors are worth. */
  readonly epochs: readonly Epoch[];
  /** Nicknames of those whose messages are not shown. */
  readonly hidden: readonly string[];
  /** By conversation, where it is not the default. */
  readonly notify: ReadonlyMap<string, NotifyLevel>;
}

/** `unsent`: messages that were never acknowledged, in order, under the keys they were sent with. */
export interface RestoredSession extends SavedSession {
  readonly unsent?: readonly KeyedRequest[] | undefined;
}

/** Keeps what is saved; the files of an identity do, for a person at this machine. */
export interface SessionStore {
  /** What an earlier run under this nickname saved; undefined for nothing, or while another client uses it. */
  restore(nickname: string): RestoredSession | undefined;
  /** For the next run, soon. */
  save(nickname: string, saved: SavedSession): void;
  /** Messages that come into the outbox, and keys of those that leave it: on disk when it returns. */
  journal(added: readonly KeyedRequest[], removed: readonly string[]): void;
}

export const emptySavedSession: SavedSession = {
  token: undefined,
  mailboxSeq: 0,
  rooms: new Map(),
  epochs: [],
  hidden: [],
  notify: new Map(),
};
