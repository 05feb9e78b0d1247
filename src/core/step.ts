/**
 * The room's logic: one event in, the effects out. Pure but for the state it owns: no I/O, no clock, no randomness. Must
 * not know bytes, wire formats or languages.
 */
import type { Fault } from "../protocol/faults.ts";
import { isMalformed } from "../protocol/faults.ts";
import { assertNever } from "../base/assert-never.ts";
import { faultsMax } from "../protocol/limits.ts";
import { answer, refuse } from "./answering.ts";
import type { Effect } from "./effect.ts";
import type { Event } from "./event.ts";
import { logIn } from "./login.ts";
import { expire, keepHolder, lose, setTopic, withdraw } from "./membership.ts";
import { handleRequest } from "./requests.ts";
import type { Session, State } from "./state.ts";
import { roomOf } from "./state.ts";

export function step(state: State, event: Event): readonly Effect[] {
  switch (event.type) {
    case "recalled":
      return recall(state, event);
    case "opened":
      state.sessions.set(event.session, { id: event.session, member: undefined, faults: 0, closing: false });
      return [];
    case "elapsed":
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
    return lose(state, session, event.time);
  }
  if (event.type === "followed") {
    const { member } = session;
    if (member === undefined) return [];
    member.joinedAt ??= new Map();
    member.joinedAt.set(event.log, event.seq);
    return [];
  }
  if (session.closing) return [];
  switch (event.type) {
    case "arrived":
    case "requested":
      session.faults = Math.max(0, session.faults - 1);
      return event.type === "arrived" ? logIn(state, session, event) : handleRequest(state, session, event);
    case "garbled":
      return garbled(state, session, event);
    case "expelled":
      return dismiss(state, session, event.fault, event.time);
    default:
      return assertNever(event);
  }
}

function recall(state: State, { fact }: Event & { type: "recalled" }): readonly Effect[] {
  if (fact.type === "topic") {
    if (fact.topic !== "" || state.rooms.has(fact.room))
      setTopic(state, roomOf(state, fact.room), fact.topic);
  } else {
    const { folded, nickname, identity, time: rememberedAt } = fact;
    keepHolder(state, folded, { nickname, identity, rememberedAt });
  }
  return [];
}

/** Too many malformed frames end the session. A well-formed request that is refused is a good frame like any other. */
function garbled(state: State, session: Session, event: Event & { type: "garbled" }): readonly Effect[] {
  const { fault, regarding, key, time } = event;
  // A frame that is too long but says what it asks is somebody's long text.
  const longText = fault.code === "frame_too_long" && regarding !== undefined;
  session.faults = isMalformed(fault) && !longText ? session.faults + 1 : Math.max(0, session.faults - 1);
  const refusal = [refuse(session, fault, regarding, key)];
  if (session.faults < faultsMax) return refusal;
  return [...refusal, ...dismiss(state, session, { code: "too_many_faults" }, time)];
}

/** Last words, the nickname set free, and the end. */
function dismiss(state: State, session: Session, fault: Fault, time: number): readonly Effect[] {
  return [...sayGoodbye(session, fault, time), ...withdraw(state, session, time)];
}

function sayGoodbye(session: Session, fault: Fault, time: number): readonly Effect[] {
  session.closing = true;
  return [answer(session, { type: "goodbye", fault, time }), { type: "close", session: session.id }];
}

function shutDown(state: State, time: number): readonly Effect[] {
  return Array.from(state.sessions.values())
    .filter(({ closing }) => !closing)
    .flatMap((session) => sayGoodbye(session, { code: "shutting_down" }, time));
}
