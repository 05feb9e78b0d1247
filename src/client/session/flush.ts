/**
 * Sends what is in the outbox: to a v2 server all that may go in one write, to a classic server one object at a time.
 */
import { classicSendPauseMs, unansweredMessagesMax } from "../limits.ts";
import { encodeRequest } from "../../protocol/request-encoder.ts";
import { classicFrames } from "./classic-send.ts";
import { acknowledge, take } from "./outbox.ts";
import { mayGo, outgoing } from "./history.ts";
import { messagesAllowed } from "./resend.ts";
import type { SessionEffect } from "./effects.ts";
import type { SessionState } from "./state.ts";

/** Sends what may be sent now; offline, nothing. */
export function flush(state: SessionState): readonly SessionEffect[] {
  if (state.phase.type !== "online") return [];
  if (state.phase.version === 1) return sendNext(state);
  const underWayMax = state.sendsSingly ? 1 : unansweredMessagesMax;
  const requests = take(
    state.outbox,
    underWayMax,
    (request) => mayGo(state, request),
    messagesAllowed(state),
  );
  if (requests.length === 0) return [];
  return [
    { type: "send", text: requests.map((request) => encodeRequest(outgoing(state, request))).join("") },
  ];
}

/**
 * Sends a classic server the next object, unless one was sent just now: it parses what it reads at once as one object.
 * It acknowledges nothing, so a request counts as answered when its last object is written.
 */
function sendNext(state: SessionState): readonly SessionEffect[] {
  const { phase, outbox, nickname } = state;
  if (phase.type !== "online" || phase.version !== 1 || phase.paced) return [];
  if (phase.frames.length === 0)
    phase.frames = take(outbox, 1).flatMap((request) => classicFrames(request, nickname));
  const text = phase.frames.shift();
  if (text === undefined) return [];
  if (phase.frames.length === 0) for (const key of outbox.underWay.keys()) acknowledge(outbox, key);
  phase.paced = true;
  return [
    { type: "send", text },
    { type: "arm", timer: "pace", afterMs: classicSendPauseMs },
  ];
}
