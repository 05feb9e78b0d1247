/** How a session ends: at once, after what waits was taken, or for a reason. */
import { classicGraceMs, leaveTimeoutMs } from "../limits.ts";
import { lobby } from "../../protocol/entry.ts";
import { encodeRequest } from "../../protocol/request-encoder.ts";
import { outboxSize } from "./outbox.ts";
import type { Effects } from "./effects.ts";
import type { LeaveMode, SessionState } from "./state.ts";

/** A person's wish to go; the second one is not kept waiting. */
export function leave(state: SessionState, mode: LeaveMode): Effects {
  const again = state.leaving !== undefined && mode === "brief";
  state.leaving ??= mode;
  if (again) return end(state);
  if (mode === "full") return [];
  if (mode === "steady") return outboxSize(state.outbox) === 0 ? end(state) : [];
  return state.phase.type === "online" && outboxSize(state.outbox) > 0
    ? [{ type: "arm", timer: "leave", afterMs: leaveTimeoutMs }]
    : end(state);
}

/** What a program's `/quit` means: what stands before it in the same pipe was not even sent yet. */
export function quit(state: SessionState): Effects {
  return leave(state, state.options.returns === true ? "brief" : "steady");
}

/** After every event: ends the session of somebody who leaves and has nothing more to wait for. */
export function settle(state: SessionState): Effects {
  const { phase, leaving } = state;
  if (leaving === undefined || phase.type === "ended") return [];
  if (outboxSize(state.outbox) > 0) return leaving === "steady" ? boundLeaving(state) : [];
  if (!state.wasOnline) return [];
  if (leaving === "brief" || phase.type !== "online" || phase.version === 2) return end(state);
  if (phase.listening) return [];
  phase.listening = true;
  return [{ type: "arm", timer: "leave", afterMs: classicGraceMs }];
}

/** The bound runs from the first time one is in, and anew from each answer; it goes on while the line is lost. */
function boundLeaving(state: SessionState): Effects {
  const unanswered = outboxSize(state.outbox);
  if (!state.wasOnline || unanswered >= state.leavingUnanswered) return [];
  state.leavingUnanswered = unanswered;
  return [{ type: "arm", timer: "leave", afterMs: leaveTimeoutMs }];
}

/** @param reason why, when nobody wished it */
export function end(state: SessionState, reason?: string): Effects {
  const { phase, broken } = state;
  const { count } = broken;
  const { type } = phase;
  // Else a v2 server would keep the place for a while, as for somebody who lost the line.
  const knowsLeaving = phase.type === "online" && phase.version === 2;
  const connected = type === "connecting" || type === "loggingIn" || type === "online";
  state.phase = { type: "ended" };
  const unacknowledged = state.outbox.attempted.size;
  const unsent = outboxSize(state.outbox) - unacknowledged + state.unsent.length;
  const close: Effects = connected ? [{ type: "close", gently: true }] : [];
  const farewell: Effects = knowsLeaving
    ? [{ type: "send", text: encodeRequest({ type: "leave", room: lobby }) }]
    : [];
  return [
    ...farewell,
    ...close,
    {
      type: "end",
      ending: {
        reason,
        refused: state.refused,
        unsent,
        unacknowledged,
        broken: count === 0 ? undefined : count,
      },
    },
  ];
}
