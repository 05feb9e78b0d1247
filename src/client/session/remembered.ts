/** What a client knows from one run to the next of who somebody was in a place. Must not know where it is kept. */
import type { NotifyLevel } from "../../base/notify-level.ts";
import type { Keyed } from "./outbox.ts";

/** What makes somebody the same person at the next login, and what they find again there. */
export interface Remembered {
  /** Undefined of somebody who only met old servers. */
  readonly token: string | undefined;
  /** The last private message that was seen. */
  readonly mailboxSeq: number;
  /** The rooms one is in, in the order of coming in, with the last `seq` that was seen in each. */
  readonly rooms: ReadonlyMap<string, number>;
  /** Nicknames of those whose messages are not shown. */
  readonly ignored: readonly string[];
  /** By conversation, where it is not the default. */
  readonly notify: ReadonlyMap<string, NotifyLevel>;
}

/** `unsent`: messages that were never acknowledged, in order, under the keys they were sent with. */
export interface Recalled extends Remembered {
  readonly unsent?: readonly Keyed[] | undefined;
}

export const nothingRemembered: Remembered = {
  token: undefined,
  mailboxSeq: 0,
  rooms: new Map(),
  ignored: [],
  notify: new Map(),
};
