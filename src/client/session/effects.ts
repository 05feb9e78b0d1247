/** What a session wants done, as data, and the effects that many parts of it have: show, refuse, put into the outbox. */
import type { Outcome, ShownEvent } from "../shown-event.ts";
import type { Fault } from "../../protocol/faults.ts";
import { sizeFault } from "../../protocol/message-size.ts";
import { asTyped } from "./as-typed.ts";
import { added, isMessage } from "./outbox.ts";
import type { KeyedRequest } from "./outbox.ts";
import type { SavedSession } from "./saved-session.ts";
import type { SessionState } from "./state.ts";

/** What is to be done, in order. */
export type SessionEffect =
  | { readonly type: "connect"; readonly connection: number }
  /** One write. */
  | { readonly type: "send"; readonly text: string }
  /** Hang up; gently: after everything is written. */
  | { readonly type: "close"; readonly gently: boolean }
  | { readonly type: "arm"; readonly timer: TimerName; readonly afterMs: number }
  | { readonly type: "show"; readonly event: ShownEvent }
  | { readonly type: "nicknames"; readonly nicknames: readonly string[] }
  /** Answered by `named`. */
  | { readonly type: "ask"; readonly reason?: string | undefined }
  /** For the next run. */
  | { readonly type: "save"; readonly nickname: string; readonly saved: SavedSession }
  /** To be on disk before what follows is done: messages for the outbox, and keys of those that have left it. */
  | { readonly type: "journal"; readonly added: readonly KeyedRequest[]; readonly removed: readonly string[] }
  | { readonly type: "end"; readonly ending: Ending };

/**
 * How it ended: `reason` when it was not the person's wish, and how many requests were refused, never sent, or sent
 * without an answer. The server may have done the last ones. `broken`: messages of the server that were dropped.
 */
export interface Ending {
  readonly reason?: string | undefined;
  readonly refused: number;
  readonly unsent: number;
  readonly unacknowledged: number;
  readonly broken?: number | undefined;
}

/** A timer that is armed again forgets its earlier time. */
export type TimerName = "answer" | "retry" | "resend" | "heartbeat" | "pace" | "backlog" | "leave";

export type Effects = readonly SessionEffect[];

export function show(event: ShownEvent): Effects {
  return [{ type: "show", event }];
}

/** Counts what was not done, and says why. */
export function refuse(state: SessionState, refusal: Refusal): Effects {
  state.refused += 1;
  const { line = state.inputLine } = refusal;
  return show({ type: "refused", ...refusal, line });
}

export interface RefusalOptions {
  /** Whether the text may be on the line again, as `Returned` has it. */
  readonly draft?: boolean;
  readonly outcome?: Outcome;
}

/**
 * A request failed and will not be sent again: says why, and gives the text of a message back.
 *
 * @param why a fault, or a sentence
 */
export function refuseRequest(
  state: SessionState,
  request: KeyedRequest,
  why: Fault | string,
  { draft = false, outcome = "notDone" }: RefusalOptions = {},
): Effects {
  const { line } = request;
  if (!isMessage(request))
    return refuse(
      state,
      typeof why === "string" ? { text: why, line, outcome } : { fault: why, line, outcome },
    );
  const returned = { ...asTyped(state, request), draft };
  if (typeof why === "string") return refuse(state, { text: why, line, returned, outcome });
  return refuse(state, { fault: why, text: request.text, line, returned, outcome });
}

/** Takes a request into the outbox, if it can be sent at all and there is room. */
export function enqueue(state: SessionState, request: KeyedRequest): Effects {
  const { outbox, inputLine, options, unsent, phase } = state;
  const fault = sizeFault(request, state.frameBytesMax);
  if (fault !== undefined) return refuseRequest(state, request, fault, { draft: true });
  const dated = isMessage(request) ? { ...request, writtenAt: state.now } : request;
  const whole = inputLine === undefined ? dated : { ...dated, line: inputLine };
  // What waits for another server than an old one does not go out before this.
  const goesFirst = phase.type === "online" && phase.version === 1;
  if (added(outbox, whole, goesFirst ? 0 : unsent.length)) return [];
  return refuseRequest(state, request, options.catalogue.client.outboxFull, { draft: true });
}

type Refusal = WithoutType<Extract<ShownEvent, { type: "refused" }>>;
type WithoutType<Refused> = Refused extends unknown ? Omit<Refused, "type"> : never;
