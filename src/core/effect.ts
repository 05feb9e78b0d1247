/**
 * What is to be done about an event, as data. The order is a contract: the shell carries out effects in order, and no
 * message is delivered before the log has committed it.
 */
import type { Answer, Gap, Notice } from "../protocol/answers.ts";
import type { Entry, NewMessage } from "../protocol/entry.ts";
import type { DurableRecord } from "../protocol/durable-record.ts";
import type { Request } from "../protocol/requests.ts";

export type Effect = TurnItem | SessionEffect;

/** One item of a turn, in order. */
export type TurnItem =
  /** For the store to decide; `apply` gets its receipt. */
  | { readonly type: "propose"; readonly proposal: Proposal }
  /** Delivered to every reader of the room's log, in order with the entries. */
  | { readonly type: "notice"; readonly notice: Notice };

/**
 * An effect on one session. An answer may also be for a request without a session, which has an id of the same kind.
 */
export type SessionEffect = { readonly session: number } & (
  | { readonly type: "answer"; readonly answer: Answer }
  /** Acknowledges the session's message with its entry, unless its cursor delivers that entry. */
  | {
      readonly type: "acknowledge";
      readonly outcome: "new" | "repeated";
      readonly entry: Entry;
      readonly key: string | undefined;
    }
  /** Subscribes the session to a log, after the entry `after` or from the head. */
  | {
      readonly type: "follow";
      readonly log: string;
      readonly after?: number | undefined;
      /** What lies beyond `after` and will not be sent. */
      readonly gap?: Gap | undefined;
    }
  | { readonly type: "unfollow"; readonly log: string }
  /** Whether the session receives the entries of a log, or its notices only. */
  | { readonly type: "ignore"; readonly log: string; readonly ignored: boolean }
  /** To be answered from a log. For a direct conversation, the request's `nickname` is that of the other person. */
  | { readonly type: "read"; readonly log: string; readonly request: Reading }
  /** The session's next request is not handled until `resume`: it waits for the store. */
  | { readonly type: "hold" }
  | { readonly type: "resume" }
  /** Closes the session at once and without an answer: whether its message is stored is unknown. */
  | { readonly type: "abandon" }
  /** Closes the session once everything pending is sent. */
  | { readonly type: "close" }
);

/** A request that is answered from a log. */
export type Reading = Extract<Request, { type: "history" | "search" }>;

/** A proposal for the store, and the session that waits for its receipt. */
export type Proposal =
  | ({ readonly type: "message"; readonly session: number } & NewMessage)
  /** A message that must not be sent any more, but may have been sent before with its key. */
  | {
      readonly type: "lookUp";
      readonly session: number;
      readonly log: string;
      readonly identity: string;
      readonly key: string;
      /** The answer if the key is unknown. */
      readonly refusal: Extract<Answer, { type: "error" }>;
    }
  | { readonly type: "record"; readonly record: DurableRecord; readonly change?: Change };

/** Who changes a record and waits for the answer. A record without it is retried until the store takes it. */
export interface Change {
  readonly session: number;
  readonly nickname: string;
  readonly key: string | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly time: number;
}
