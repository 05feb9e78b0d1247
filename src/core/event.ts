/**
 * What happens to the room. Time (milliseconds since 1970, UTC) and fresh ids come in with the event, so that the same
 * events always give the same room.
 */
import type { DurableRecord } from "../protocol/durable-record.ts";
import type { Fault } from "../protocol/faults.ts";
import type { Request, RequestType } from "../protocol/requests.ts";
import type { Peer, Who } from "./who.ts";

export type Event =
  /** A record of an earlier run, before all other events. */
  | { readonly type: "recalled"; readonly record: DurableRecord }
  | { readonly type: "opened"; readonly session: number; readonly peer: Peer }
  | { readonly type: "requested"; readonly session: number; readonly request: Request; readonly time: number }
  /** Somebody without a session asks for something, and is answered under an id that no session has. */
  | {
      readonly type: "asked";
      readonly who: Exclude<Who, { readonly session: unknown }>;
      readonly request: Request;
      readonly time: number;
    }
  /** A login, with who asks for it as the shell has found out. */
  | {
      readonly type: "arrived";
      readonly session: number;
      readonly request: Extract<Request, { type: "login" }>;
      readonly arrival: Arrival;
      readonly time: number;
    }
  /** A frame that is no request, or one whose fields break a rule. */
  | {
      readonly type: "garbled";
      readonly session: number;
      readonly fault: Fault;
      readonly regarding?: RequestType | undefined;
      readonly key?: string | undefined;
      readonly time: number;
    }
  /** A deadline passed, or the server has another reason to end a session. */
  | { readonly type: "expelled"; readonly session: number; readonly fault: Fault; readonly time: number }
  | { readonly type: "closed"; readonly session: number; readonly time: number }
  /** Time went by. */
  | { readonly type: "elapsed"; readonly time: number }
  | { readonly type: "shutdown"; readonly time: number };

/** Who logs in. */
export interface Arrival {
  /** The token's, or a fresh one: unguessable and never used before. */
  readonly identity: string;
  /** Proves this identity at the next login. */
  readonly token: string;
  /** The token was shown and is this server's. */
  readonly resumed: boolean;
  /** The client knows how to come back: a lost connection is not a leave at once. */
  readonly resumable: boolean;
  /** The client wants to be shown who is writing. */
  readonly wantsTyping: boolean;
}
