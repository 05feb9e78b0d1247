/**
 * What is to be done about an event, as data. The order is a contract: the shell carries effects out in the order in
 * which they come, and nobody is shown a message before the log has committed it.
 */
import type { Answer, Notice } from "../protocol/answers.ts";
import type { Unplaced } from "../protocol/entry.ts";
import type { Fact } from "../protocol/fact.ts";
import type { Request } from "../protocol/requests.ts";

export type Effect =
  | {
      readonly type: "answer";
      readonly session: number;
      readonly answer: Answer;
    }
  | { readonly type: "propose"; readonly proposal: Proposal }
  | { readonly type: "remember"; readonly fact: Fact }
  /** Shown to everybody who reads the room's log, in its place among the entries. */
  | { readonly type: "notice"; readonly notice: Notice }
  /** The session reads a log: from behind an entry, or from its head on. */
  | {
      readonly type: "follow";
      readonly session: number;
      readonly log: string;
      readonly after?: number | undefined;
      /** Where it begins is to be told by `followed`. */
      readonly joining?: boolean;
    }
  | { readonly type: "unfollow"; readonly session: number; readonly log: string }
  /** Whether the session is shown a log's entries, or its notices alone. */
  | { readonly type: "mute"; readonly session: number; readonly log: string; readonly muted: boolean }
  /** The session is answered out of a log; for a private conversation, `peer` is the other one's nickname. */
  | {
      readonly type: "look";
      readonly session: number;
      readonly log: string;
      readonly request: Extract<Request, { type: "history" | "search" }>;
    }
  /** Nothing more is sent but what waits already; then the session is closed. */
  | { readonly type: "close"; readonly session: number };

/** Something for the log to decide, and the session that wants to know what becomes of it. */
export type Proposal =
  | ({ readonly type: "message"; readonly session: number } & Unplaced)
  /** A message that may not be sent any more, but may have been sent before under its key. */
  | {
      readonly type: "lookUp";
      readonly session: number;
      readonly log: string;
      readonly identity: string;
      readonly key: string;
      /** The answer when the key has made no entry. */
      readonly refusal: Extract<Answer, { type: "error" }>;
    };
