/**
 * Messages that the server cannot take for now (`storage`, `busy`). They stay in the outbox and are sent again under the
 * same keys, with growing pauses. Until the first of them is taken, messages go out one at a time, so that none
 * overtakes another.
 */
import type { Fault } from "../../protocol/faults.ts";
import { resendPauseMaxMs, resendPauseMinMs, retryAfterMaxMs } from "../limits.ts";
import { show } from "./effects.ts";
import type { Effects } from "./effects.ts";
import { isMessage, messagesUnderWay, putBackRefused } from "./outbox.ts";
import type { SessionState } from "./state.ts";

/** How the server takes messages at present. */
export interface Resending {
  /** Refusals since a message was last taken. */
  tries: number;
  /** No message is sent until the timer has fired. */
  isPaused: boolean;
  /** The pause that the server asked for. */
  retryAfterMs: number;
}

/**
 * A message was refused, perhaps only for now: then it will be sent again.
 *
 * @param why a fault, or a sentence
 * @returns undefined if it is refused for good
 */
export function resendLater(state: SessionState, key: string, why: Fault | string): Effects | undefined {
  const { outbox, resending } = state;
  const request = outbox.underWay.get(key);
  if (typeof why === "string" || request === undefined || !isMessage(request)) return undefined;
  if (why.code !== "storage" && why.code !== "busy") return undefined;
  const isFirst = resending.tries === 0 && outbox.refused.size === 0;
  outbox.refused.add(key);
  if (why.code === "busy") resending.retryAfterMs = Math.min(why.retry_after, retryAfterMaxMs);
  return isFirst ? show({ type: "delayed", fault: why }) : [];
}

/**
 * After every event: once the server has answered all messages under way, those that it refused wait in front of all
 * others, in their order, for a pause.
 */
export function pauseRefused(state: SessionState, random: number): Effects {
  const { outbox, resending } = state;
  if (outbox.refused.size === 0 || messagesUnderWay(outbox) > outbox.refused.size) return [];
  putBackRefused(outbox);
  const pauseMax = Math.min(resendPauseMaxMs, resendPauseMinMs * 2 ** resending.tries);
  // At least half of it, so that a server in trouble is not asked more often than it has to be.
  const afterMs = Math.max(resending.retryAfterMs, Math.ceil(((1 + random) / 2) * pauseMax));
  resending.tries += 1;
  resending.isPaused = true;
  resending.retryAfterMs = 0;
  return [{ type: "arm", timer: "resend", afterMs }];
}

/** The server has taken a message. */
export function noteTaken({ resending }: SessionState): void {
  resending.tries = 0;
}

/** How many messages may be sent now besides those under way. */
export function messagesAllowed({ outbox, resending }: SessionState): number {
  if (resending.isPaused || outbox.refused.size > 0) return 0;
  return resending.tries === 0 ? Number.POSITIVE_INFINITY : 1 - messagesUnderWay(outbox);
}
