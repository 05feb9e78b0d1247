/**
 * What each request does to the room, and who may ask it. Must not know how a request was written.
 */
import type { Answer } from "../protocol/answers.ts";
import { lobby, mailboxOf } from "../protocol/entry.ts";
import type { Fault } from "../protocol/faults.ts";
import { assertNever } from "../protocol/faults.ts";
import { foldNickname } from "../protocol/nickname.ts";
import type { Request, RequestType } from "../protocol/requests.ts";
import { excerpt } from "../protocol/text.ts";
import type { Draft, Effect } from "./effect.ts";
import type { Event } from "./event.ts";
import type { Member, Session, State } from "./state.ts";

type Requested = Event & { type: "requested" };

/** The effects of one request of a session that is not closing. */
export function handleRequest(state: State, session: Session, event: Requested): readonly Effect[] {
  const { request } = event;
  const { member } = session;
  if (request.type === "login") return logIn(state, session, request, event);
  if (request.type === "ping") return [answer(session, { type: "pong", key: request.key })];
  if (request.type === "help") return [answer(session, { type: "help", key: request.key })];
  if (member === undefined) return [refuse(session, { code: "not_logged_in" }, request.type, request.key)];
  switch (request.type) {
    case "broadcast":
      return broadcast(session, member, request, event.time);
    case "sendto":
      return sendTo(state, session, request, event.time);
    case "ls": {
      const nicknames = Array.from(state.nicknames.values(), (holder) => holder.member?.nickname ?? "");
      return [answer(session, { type: "ls", room: lobby, nicknames, key: request.key })];
    }
    case "ignore":
      member.ignoring = !member.ignoring;
      return [
        { type: "mute", session: session.id, log: lobby, muted: member.ignoring },
        answer(session, { type: "ignore", ignoring: member.ignoring, time: event.time, key: request.key }),
      ];
    default:
      return assertNever(request);
  }
}

type Asked<Type extends RequestType> = Extract<Request, { type: Type }>;

function logIn(state: State, session: Session, request: Asked<"login">, event: Requested): readonly Effect[] {
  const { nickname, version, key } = request;
  if (session.member !== undefined) return [refuse(session, { code: "already_logged_in" }, "login", key)];
  const folded = foldNickname(nickname);
  const speak: Effect = { type: "speak", session: session.id, version };
  if (state.nicknames.has(folded))
    return [speak, refuse(session, { code: "nickname_taken", nickname }, "login", key)];
  const { identity, time } = event;
  session.member = { nickname, identity, ignoring: false };
  state.nicknames.set(folded, session);
  return [
    speak,
    answer(session, { type: "login", success: true, nickname, server: state.server, key }),
    { type: "follow", session: session.id, log: lobby },
    { type: "follow", session: session.id, log: mailboxOf(identity) },
    { type: "notice", notice: { event: "join", room: lobby, nickname, time } },
  ];
}

function broadcast(
  session: Session,
  member: Member,
  { text, key }: Asked<"broadcast">,
  time: number,
): readonly Effect[] {
  if (member.ignoring) return [refuse(session, { code: "ignoring" }, "broadcast", key)];
  const { nickname: from, identity } = member;
  return [{ type: "append", draft: { log: lobby, session: session.id, identity, from, text, key, time } }];
}

/** Into both mailboxes; the sender's own copy is the acknowledgement. */
function sendTo(state: State, session: Session, request: Asked<"sendto">, time: number): readonly Effect[] {
  const { text, key } = request;
  const target = state.nicknames.get(foldNickname(request.nickname))?.member;
  const { member } = session;
  if (member === undefined) return [];
  if (target === undefined)
    return [
      refuse(session, { code: "nickname_unknown", nickname: excerpt(request.nickname) }, "sendto", key),
    ];
  const { nickname: from, identity } = member;
  const draft: Omit<Draft, "log"> = {
    session: session.id,
    identity,
    from,
    to: target.nickname,
    text,
    key,
    time,
  };
  const mailboxes = new Set([mailboxOf(target.identity), mailboxOf(identity)]);
  return Array.from(mailboxes, (log) => ({ type: "append", draft: { ...draft, log } }) as const);
}

function answer(session: Session, content: Answer): Effect {
  return { type: "answer", session: session.id, answer: content };
}

function refuse(session: Session, fault: Fault, regarding: RequestType, key?: string): Effect {
  return regarding === "login"
    ? answer(session, { type: "login", success: false, fault, key })
    : answer(session, { type: "error", fault, regarding, key });
}
