/** The events that drive a session. Time and chance come in with the event. */
import type { HistoryRange } from "../../protocol/requests.ts";
import type { ServerMessage } from "../../protocol/server-message.ts";
import type { TimerName } from "./effects.ts";
import type { LeaveMode } from "./state.ts";

/** `time` is milliseconds since 1970, UTC; `random` is from 0 to below 1. */
export type SessionEvent = { readonly time: number; readonly random: number } & UntimedEvent;

export type UntimedEvent =
  | { readonly type: "started" }
  | { readonly type: "timer"; readonly timer: TimerName }
  | ConnectionEvent
  | UserEvent;

/** What a person or a program does. A face hands these to the session. */
export type UserEvent =
  /** The answer to `ask`; undefined from somebody who would rather leave. */
  | { readonly type: "named"; readonly nickname: string | undefined }
  /** A command or a message, perhaps of several lines. `line`: of piped input, counted from 1. */
  | { readonly type: "submitted"; readonly text: string; readonly line?: number | undefined }
  /** What is to be submitted cannot be read on. `reason`: a sentence. */
  | { readonly type: "inputFailed"; readonly reason: string }
  /** The person switches to a conversation that is open. */
  | { readonly type: "switchTo"; readonly conversation: string }
  /** The person is typing in the current conversation. May come at every key. */
  | { readonly type: "typing" }
  /** The face left out what was said in a conversation before this `seq`: there was too much of it. */
  | { readonly type: "shownFrom"; readonly conversation: string; readonly seq: number }
  /** A program's message for its room, checked. `line` as above. */
  | { readonly type: "programMessage"; readonly text: string; readonly line?: number | undefined }
  /** A program reads its room's history; answered by a `past`, one for each, in order. */
  | { readonly type: "programHistory"; readonly range: HistoryRange }
  /** A program searches its room; answered by a `past`. */
  | ({ readonly type: "programSearch"; readonly query: string } & Pick<HistoryRange, "before" | "limit">)
  | { readonly type: "leave"; readonly mode: LeaveMode };

/** `connection` is the number that the `connect` effect gave; what comes from an earlier one is ignored. */
export type ConnectionEvent =
  | { readonly type: "opened"; readonly connection: number }
  /** Bytes came, with these whole messages in them, perhaps none. */
  | { readonly type: "received"; readonly connection: number; readonly messages: readonly ServerMessage[] }
  | { readonly type: "closed"; readonly connection: number; readonly reason: CloseReason };

/** Why there is no connection, or none any more. `detail` is the platform's own word. */
export type CloseReason =
  | { readonly type: "refused" | "hostUnknown" | "noRoute" | "lost" }
  | { readonly type: "failed"; readonly detail: string };
