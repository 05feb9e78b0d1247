/**
 * What is to be done about an event, as data. The order is a contract: the shell carries effects out in the order in
 * which they come, and nobody is shown a message before the log has committed it.
 */
import type { Answer, Notice } from "../protocol/answers.ts";
import type { Entry, NewMessage } from "../protocol/entry.ts";
import type { DurableRecord } from "../protocol/durable-record.ts";
import type { Request } from "../protocol/requests.ts";

export type Effect = TurnItem | SessionEffect;

/** One thing that a turn brings, in order. */
export type TurnItem =
  /** For the store to decide; `apply` is told what it says. */
  | { readonly type: "propose"; readonly proposal: Proposal }
  /** Shown to everybody who reads the room's log, in its place among the entries. */
  | { readonly type: "notice"; readonly notice: Notice };

/** Concerns one session; answers may also be for somebody without one, who has an id of the same kind. */
export type SessionEffect = { readonly session: number } & (
  | { readonly type: "answer"; readonly answer: Answer }
  /** Tells where its message stands in the log, unless the session is shown that entry by its cursor. */
  | {
      readonly type: "acknowledge";
      readonly outcome: "new" | "repeated";
      readonly entry: Entry;
      readonly key: string | undefined;
    }
  /** The session reads a log: from behind an entry, or from its head on. */
  | { readonly type: "follow"; readonly log: string; readonly after?: number | undefined }
  | { readonly type: "unfollow"; readonly log: string }
  /** Whether the session is shown a log's entries, or its notices alone. */
  | { readonly type: "mute"; readonly log: string; readonly muted: boolean }
  /** The answer is read out of a log; for a direct conversation, `nickname` of the request is the other one's. */
  | { readonly type: "read"; readonly log: string; readonly request: Reading }
  /** No further request of the session is handled until `resume`: it waits for the store. */
  | { readonly type: "hold" }
  | { readonly type: "resume" }
  /** Closed at once, without a word: what became of its message is not known. */
  | { readonly type: "abandon" }
  /** Nothing more is sent but what waits already; then the session is closed. */
  | { readonly type: "close" }
);

/** A request that is answered out of a log. */
export type Reading = Extract<Request, { type: "history" | "search" }>;

/** Something for the store to decide, and the session that wants to know what becomes of it. */
export type Proposal =
  | ({ readonly type: "message"; readonly session: number } & NewMessage)
  /** A message that may not be sent any more, but may have been sent before under its key. */
  | {
      readonly type: "lookUp";
      readonly session: number;
      readonly log: string;
      readonly identity: string;
      readonly key: string;
      /** The answer when the key has made no entry. */
      readonly refusal: Extract<Answer, { type: "error" }>;
    }
  | { readonly type: "record"; readonly record: DurableRecord; readonly change?: Change };

/** Who changes a record and waits for the answer. A record without is kept until the store takes it. */
export interface Change {
  readonly session: number;
  readonly nickname: string;
  readonly key: string | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly time: number;
}
