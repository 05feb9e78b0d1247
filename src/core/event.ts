/**
 * What happens to the room. Time (milliseconds since 1970, UTC) and fresh ids come in with the event, so that the same
 * events always give the same room.
 */
import type { Fault } from "../protocol/faults.ts";
import type { Request, RequestType } from "../protocol/requests.ts";

export type Event =
  | { readonly type: "opened"; readonly session: number }
  | {
      readonly type: "requested";
      readonly session: number;
      readonly request: Request;
      readonly time: number;
      /** A fresh identity, unguessable and never used before, should the request need one. */
      readonly identity: string;
    }
  /** A frame that is no request. */
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
  | { readonly type: "shutdown"; readonly time: number };
