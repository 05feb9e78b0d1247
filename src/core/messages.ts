/** Messages to rooms and to people: who may send one, and what is proposed to the store. */
import { lobby } from "../protocol/entry.ts";
import type { Fault } from "../protocol/faults.ts";
import { excerpt } from "../protocol/text.ts";
import { answer, refuseMessage } from "./answering.ts";
import type { MemberContext, RequestOf } from "./context.ts";
import { roomFor } from "./context.ts";
import type { Effect } from "./effect.ts";
import { overtakingMs } from "./limits.ts";
import { mailbox, recipientOf } from "./membership.ts";
import type { Holder, Session, State } from "./state.ts";

export function broadcast(
  { state, session, member, time }: MemberContext,
  request: RequestOf<"broadcast">,
): readonly Effect[] {
  const { text, age, key } = request;
  const room = roomFor(state, member, request.room);
  const { nickname: from, identity } = member;
  const refuseNew = (fault: Fault) =>
    refuseMessage(session.id, fault, { regarding: "broadcast", log: request.room, identity, key });
  if (room === undefined) return [refuseNew({ code: "not_in_room", room: request.room })];
  if (member.ignoring && room.name === lobby) return [refuseNew({ code: "ignoring" })];
  if (wouldOvertake(session, key, time)) return [refuseNew({ code: "storage" })];
  member.spokeAt = time;
  const message = {
    type: "message",
    session: session.id,
    log: room.name,
    identity,
    from,
    text,
    key,
    age,
    time,
  } as const;
  return [{ type: "propose", proposal: message }];
}

/**
 * Proposes an entry in both mailboxes; the sender's own copy is the acknowledgement. If the recipient has set an away
 * message, the sender is told.
 */
export function sendTo(
  { state, session, member, time }: MemberContext,
  request: RequestOf<"sendto">,
): readonly Effect[] {
  const { text, age, key } = request;
  const target = recipientOf(state, request.nickname);
  const { nickname: from, identity } = member;
  const refuseNew = (fault: Fault) =>
    refuseMessage(session.id, fault, { regarding: "sendto", log: mailbox(member), identity, key });
  if (target === undefined)
    return [refuseNew({ code: "nickname_unknown", nickname: excerpt(request.nickname) })];
  if (wouldOvertake(session, key, time)) return [refuseNew({ code: "storage" })];
  member.spokeAt = time;
  const own = mailbox(member);
  const copyTo = mailbox(target) === own ? undefined : mailbox(target);
  const message = {
    session: session.id,
    log: own,
    copyTo,
    identity,
    from,
    to: target.nickname,
    text,
    key,
    age,
    time,
  };
  return [
    { type: "propose", proposal: { type: "message", ...message } },
    ...awayReply(state, session, target, time),
  ];
}

/**
 * Whether a message was sent behind one that could not be stored, before its sender knew of that: the first will be
 * sent again, and must not come second. Without keys, nothing is sent again.
 */
function wouldOvertake(session: Session, key: string | undefined, time: number): boolean {
  const { refused } = session;
  if (refused === undefined || key === undefined) return false;
  const isOver = key === refused.key || Math.abs(time - refused.at) >= overtakingMs;
  if (isOver) session.refused = undefined;
  return !isOver;
}

/** Tells the sender that the recipient has set an away message. */
function awayReply(state: State, session: Session, { identity }: Holder, time: number): readonly Effect[] {
  const target = state.present.get(identity);
  if (target === undefined || target === session.member || target.awayText === undefined) return [];
  const { nickname, awayText: text } = target;
  return [answer(session.id, { type: "absent", nickname, text, time })];
}
