/**
 * Requests that a server could not read: its error then has no key, so which request it means follows from what else is
 * answered. Without this such a request would wait for its answer forever.
 */
import type { Fault, FaultCode } from "../../protocol/faults.ts";
import { acknowledge } from "./outbox.ts";
import { refuse, refuseRequest } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { SessionState } from "./state.ts";

/** Errors without a key that are not attributed to a request yet. */
export interface Unreadable {
  readonly faults: Fault[];
  /** Requests that were under way when the errors came, and are not answered. Every unreadable one is among them. */
  readonly keys: Set<string>;
}

/** Takes an error without a key. False if it is not about a request under way: then it is to be shown as it is. */
export function noteUnreadable({ unreadable, outbox }: SessionState, fault: Fault): boolean {
  if (!unreadableCodes.includes(fault.code) || outbox.underWay.size === 0) return false;
  unreadable.faults.push(fault);
  for (const key of outbox.underWay.keys()) unreadable.keys.add(key);
  return true;
}

/**
 * After every event. All other requests are answered in the end: when no more requests are unanswered than errors came,
 * these are the ones that were not read, and sending them again would change nothing.
 */
export function settleUnreadable(state: SessionState): Effects {
  const { unreadable, outbox } = state;
  const { faults, keys } = unreadable;
  if (faults.length === 0) return [];
  for (const key of keys) if (!outbox.underWay.has(key)) keys.delete(key);
  if (keys.size > faults.length) return [];
  const requests = Array.from(keys, (key) => acknowledge(outbox, key));
  const effects = faults.flatMap((fault, index) => {
    const request = requests[index];
    return request === undefined ? refuse(state, { fault }) : refuseRequest(state, request, fault);
  });
  forgetUnreadable(unreadable);
  return effects;
}

/** The connection was lost before it was clear which requests were meant. From now on one is sent at a time. */
export function loseUnreadable(state: SessionState): void {
  if (state.unreadable.faults.length > 0) state.sendsSingly = true;
  forgetUnreadable(state.unreadable);
}

function forgetUnreadable({ faults, keys }: Unreadable): void {
  faults.length = 0;
  keys.clear();
}

/** Faults of a frame as a whole, whose key the server does not know. */
const unreadableCodes: readonly FaultCode[] = ["frame_too_long", "bad_json", "bad_utf8", "too_deep"];
