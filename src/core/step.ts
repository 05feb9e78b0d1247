/**
 * The chat as a state machine: an event in, effects out. Pure except for the state that it owns: no clock, no
 * randomness. What the store has committed comes in through `apply.ts`.
 */
import type { Fault } from "../protocol/faults.ts";
import { isMalformed } from "../protocol/faults.ts";
import { assertNever } from "../base/assert-never.ts";
import { faultsMax } from "../protocol/limits.ts";
import { answer, refuse } from "./answering.ts";
import { applyRecord } from "./apply.ts";
import { decide } from "./decide.ts";
import type { Effect } from "./effect.ts";
import type { Event } from "./event.ts";
import { logIn } from "./login.ts";
import { disconnect, expire, withdraw } from "./membership.ts";
import type { Session, State } from "./state.ts";
import { whoIs } from "./who.ts";

export function step(state: State, event: Event): readonly Effect[] {
  switch (event.type) {
    case "recordLoaded":
      applyRecord(state, event.record);
      return [];
    case "opened": {
      const { session: id, peer } = event;
      state.sessions.set(id, { id, peer, member: undefined, faults: 0, closing: false, refused: undefined });
      return [];
    }
    case "requestedWithoutSession":
      return decide(state, event.request, event.who, event.time);
    case "ticked":
      return expire(state, event.time);
    case "shutdown":
      return shutDown(state, event.time);
    default: {
      const session = state.sessions.get(event.session);
      return session === undefined ? [] : stepSession(state, session, event);
    }
  }
}

type SessionEvent = Extract<Event, { session: number }>;

function stepSession(
  state: State,
  session: Session,
  event: Exclude<SessionEvent, { type: "opened" }>,
): readonly Effect[] {
  if (event.type === "closed") {
    state.sessions.delete(session.id);
    return disconnect(state, session, event.time);
  }
  if (session.closing) return [];
  switch (event.type) {
    case "loginRequested":
      session.faults = Math.max(0, session.faults - 1);
      return logIn(state, session, event);
    case "requested":
      session.faults = Math.max(0, session.faults - 1);
      return decide(state, event.request, whoIs(session), event.time);
    case "malformed":
      return countFault(state, session, event);
    case "expelled":
      return expel(state, session, event.fault, event.time);
    default:
      return assertNever(event);
  }
}

/**
 * Counts malformed frames, too many of which end the session. A well-formed request counts as a good frame even if it
 * is refused.
 */
function countFault(state: State, session: Session, event: Event & { type: "malformed" }): readonly Effect[] {
  const { fault, regarding, key, time } = event;
  // A frame that is too long but has a readable type is a person's long text.
  const longText = fault.code === "frame_too_long" && regarding !== undefined;
  session.faults = isMalformed(fault) && !longText ? session.faults + 1 : Math.max(0, session.faults - 1);
  const refusal = [refuse(session.id, fault, regarding, key)];
  if (session.faults < faultsMax) return refusal;
  return [...refusal, ...expel(state, session, { code: "too_many_faults" }, time)];
}

/** Says goodbye, closes the session and removes its member. */
function expel(state: State, session: Session, fault: Fault, time: number): readonly Effect[] {
  return [...sayGoodbye(session, fault, time), ...withdraw(state, session, time)];
}

function sayGoodbye(session: Session, fault: Fault, time: number): readonly Effect[] {
  session.closing = true;
  return [answer(session.id, { type: "goodbye", fault, time }), { type: "close", session: session.id }];
}

function shutDown(state: State, time: number): readonly Effect[] {
  return Array.from(state.sessions.values())
    .filter(({ closing }) => !closing)
    .flatMap((session) => sayGoodbye(session, { code: "shutting_down" }, time));
}
