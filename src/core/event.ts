/**
 * What happens to the server. Time (milliseconds since 1970, UTC) and fresh ids are part of the event, so the same
 * events always lead to the same state.
 */
import type { DurableRecord } from "../protocol/durable-record.ts";
import type { Fault } from "../protocol/faults.ts";
import type { Gap } from "../protocol/answers.ts";
import type { Epoch } from "../protocol/epochs.ts";
import type { Cursors, Request, RequestType } from "../protocol/requests.ts";
import type { Peer, Who } from "./who.ts";

export type Event =
  /** A record from the store, loaded at the start before any other event. */
  | { readonly type: "recordLoaded"; readonly record: DurableRecord }
  | { readonly type: "opened"; readonly session: number; readonly peer: Peer }
  | { readonly type: "requested"; readonly session: number; readonly request: Request; readonly time: number }
  /** A request without a session, answered with an id that no session has. */
  | {
      readonly type: "requestedWithoutSession";
      readonly who: Exclude<Who, { readonly session: unknown }>;
      readonly request: Request;
      readonly time: number;
    }
  /** A login, with the identity that the shell has determined. */
  | {
      readonly type: "loginRequested";
      readonly session: number;
      readonly request: Extract<Request, { type: "login" }>;
      readonly arrival: Arrival;
      readonly time: number;
    }
  /** A frame that is not a request, or a request with a field that breaks a rule. */
  | {
      readonly type: "malformed";
      readonly session: number;
      readonly fault: Fault;
      readonly regarding?: RequestType | undefined;
      readonly key?: string | undefined;
      readonly time: number;
    }
  /** The server ends a session, for example because a deadline has passed. */
  | { readonly type: "expelled"; readonly session: number; readonly fault: Fault; readonly time: number }
  | { readonly type: "closed"; readonly session: number; readonly time: number }
  /** Comes at intervals, for timeouts. */
  | { readonly type: "ticked"; readonly time: number }
  | { readonly type: "shutdown"; readonly time: number };

/** Who logs in, and what their client supports. */
export interface Arrival {
  /** The token's identity, or a fresh one: unguessable and never used before. */
  readonly identity: string;
  /** Proves this identity at the next login. */
  readonly token: string;
  /** A valid token of this server was presented. */
  readonly resumed: boolean;
  /** The client can resume: after a lost connection its membership is kept for a while. */
  readonly resumable: boolean;
  /** The client wants typing notices. */
  readonly wantsTyping: boolean;
  /** The newest epochs of the store, oldest first. */
  readonly epochs: readonly Epoch[];
  /** What the cursors of the login are worth, where they are to be believed at all. */
  readonly resumption?: Resumption | undefined;
}

/** Where the logs of a login go on, after its epochs were compared with the store's. */
export interface Resumption {
  /** In place of the cursors of the login. */
  readonly after: Cursors;
  /** What lies beyond the new cursors and will not be sent, by the names that the cursors have. */
  readonly gaps: ReadonlyMap<string, Omit<Gap, "log">>;
}
