/**
 * The room's logic: one event in, the effects out. Pure but for the state it owns: no I/O, no clock, no randomness. Must
 * not know bytes, dialects or languages.
 */
import type { Answer, Notice } from "../protocol/answers.ts";
import { lobby } from "../protocol/entry.ts";
import type { Fault } from "../protocol/faults.ts";
import { assertNever } from "../protocol/faults.ts";
import { faultsMax } from "../protocol/limits.ts";
import { foldNickname } from "../protocol/nickname.ts";
import type { Effect } from "./effect.ts";
import type { Event } from "./event.ts";
import { handleRequest } from "./requests.ts";
import type { Session, State } from "./state.ts";

export function step(state: State, event: Event): readonly Effect[] {
  if (event.type === "shutdown") return shutDown(state, event.time);
  if (event.type === "opened") return open(state, event.session);
  const session = state.sessions.get(event.session);
  if (session === undefined) return [];
  if (event.type === "closed") return remove(state, session, event.time);
  if (session.closing) return [];
  switch (event.type) {
    case "requested":
      session.faults = Math.max(0, session.faults - 1);
      return handleRequest(state, session, event);
    case "garbled":
      return garbled(state, session, event);
    case "expelled":
      return dismiss(state, session, event.fault, event.time);
    default:
      return assertNever(event);
  }
}

function open(state: State, id: number): readonly Effect[] {
  state.sessions.set(id, { id, member: undefined, faults: 0, closing: false });
  return [];
}

/** A bad frame is answered; too many of them end the session. */
function garbled(state: State, session: Session, event: Event & { type: "garbled" }): readonly Effect[] {
  const { fault, regarding, key, time } = event;
  session.faults += 1;
  const answer: Answer =
    regarding === "login"
      ? { type: "login", success: false, fault, key }
      : { type: "error", fault, regarding, key };
  const effects: readonly Effect[] = [{ type: "answer", session: session.id, answer }];
  if (session.faults < faultsMax) return effects;
  return [...effects, ...dismiss(state, session, { code: "too_many_faults" }, time)];
}

/** Last words, the nickname set free, and the end. */
function dismiss(state: State, session: Session, fault: Fault, time: number): readonly Effect[] {
  session.closing = true;
  return [
    { type: "answer", session: session.id, answer: { type: "goodbye", fault, time } },
    { type: "close", session: session.id },
    ...withdraw(state, session, time),
  ];
}

function remove(state: State, session: Session, time: number): readonly Effect[] {
  state.sessions.delete(session.id);
  return withdraw(state, session, time);
}

/** Takes a member out of the room, if the session is one. */
function withdraw(state: State, session: Session, time: number): readonly Effect[] {
  const { member } = session;
  if (member === undefined) return [];
  session.member = undefined;
  state.nicknames.delete(foldNickname(member.nickname));
  const notice: Notice = { event: "leave", room: lobby, nickname: member.nickname, time };
  return [{ type: "notice", notice }];
}

function shutDown(state: State, time: number): readonly Effect[] {
  return Array.from(state.sessions.values()).flatMap((session): readonly Effect[] => {
    if (session.closing) return [];
    session.closing = true;
    const fault: Fault = { code: "shutting_down" };
    return [
      { type: "answer", session: session.id, answer: { type: "goodbye", fault, time } },
      { type: "close", session: session.id },
    ];
  });
}
