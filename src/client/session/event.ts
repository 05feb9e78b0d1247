/** The events that drive a session. Time and chance come in with the event. */
import type { HistoryRange } from "../../protocol/requests.ts";
import type { ServerMessage } from "../../protocol/server-message.ts";
import type { TimerName } from "./effects.ts";
import type { LeaveMode } from "./state.ts";

/**
 * What happens. `time` is milliseconds since 1970, UTC; `random` is from 0 to below 1. A `connection` is the number that
 * the `connect` effect gave; what comes from an earlier one is ignored.
 */
export type SessionEvent = { readonly time: number; readonly random: number } & (
  | { readonly type: "started" }
  /** The answer to `ask`; undefined from somebody who would rather leave. */
  | { readonly type: "named"; readonly nickname: string | undefined }
  | { readonly type: "opened"; readonly connection: number }
  /** Bytes came, with these whole messages in them, perhaps none. */
  | { readonly type: "received"; readonly connection: number; readonly messages: readonly ServerMessage[] }
  | { readonly type: "closed"; readonly connection: number; readonly reason: CloseReason }
  | { readonly type: "timer"; readonly timer: TimerName }
  /** What is to be submitted cannot be read on. `reason`: a sentence. */
  | { readonly type: "inputFailed"; readonly reason: string }
  /** `line`: of piped input, counted from 1. */
  | { readonly type: "submitted"; readonly text: string; readonly line?: number | undefined }
  /** The person switches to a conversation that is open. */
  | { readonly type: "switchTo"; readonly conversation: string }
  /** The person is typing in the current conversation. */
  | { readonly type: "typing" }
  /** What came of a conversation is shown from here on: there was too much of it. */
  | { readonly type: "shownFrom"; readonly conversation: string; readonly seq: number }
  /** A program's message for its room, checked. */
  | { readonly type: "programMessage"; readonly text: string; readonly line?: number | undefined }
  /** A program reads its room's history; answered by a `past`, one for each, in order. */
  | { readonly type: "programHistory"; readonly range: HistoryRange }
  | { readonly type: "leave"; readonly mode: LeaveMode }
);

/** Why there is no connection, or none any more. `detail` is the platform's own word. */
export type CloseReason =
  | { readonly type: "refused" | "hostUnknown" | "noRoute" | "lost" }
  | { readonly type: "failed"; readonly detail: string };
