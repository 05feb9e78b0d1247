/** Requests about oneself: nickname, away message, typing. */
import { lobby } from "../protocol/entry.ts";
import { typingPauseMs } from "./limits.ts";
import { noticeMembersMax } from "../protocol/limits.ts";
import { foldNickname } from "../protocol/nickname.ts";
import { answer, refuse } from "./answering.ts";
import type { MemberContext, RequestOf } from "./context.ts";
import { notInRoom, roomFor } from "./context.ts";
import type { Effect } from "./effect.ts";
import { recordHolder, rename } from "./membership.ts";
import type { Member, Session, State } from "./state.ts";

/** Another spelling of one's own nickname (case, for example) is a change, too. */
export function nick(
  { state, session, member, time }: MemberContext,
  request: RequestOf<"nick">,
): readonly Effect[] {
  const { nickname, key } = request;
  const holder = state.members.get(foldNickname(nickname));
  if (holder !== undefined && holder !== member)
    return [refuse(session.id, { code: "nickname_taken", nickname }, "nick", key)];
  const renamed = answer(session.id, { type: "nick", nickname, key });
  if (nickname === member.nickname) return [renamed];
  const announced = rename(state, member, nickname, time);
  return [renamed, ...recordHolder(state, member, time), ...announced];
}

export function away({ session, member }: MemberContext, request: RequestOf<"away">): readonly Effect[] {
  const { text, key } = request;
  member.awayText = text;
  return [answer(session.id, { type: "away", away: text !== undefined, text: text ?? "", key })];
}

/** Whether a member is away or has lost their connection, and their away message. */
export function absence({ lostAt, awayText }: Member): { readonly away: boolean; readonly text?: string } {
  const away = lostAt !== undefined || awayText !== undefined;
  return awayText === undefined || awayText === "" ? { away } : { away, text: awayText };
}

/** Sends typing notices, at once and only to those who want them: a late one is worthless. */
export function typing(
  { state, session, member, time }: MemberContext,
  request: RequestOf<"typing">,
): readonly Effect[] {
  const { room, nickname: to, key } = request;
  if (to === undefined && roomFor(state, member, room) === undefined)
    return [notInRoom(session.id, request, room)];
  const watchers = to === undefined ? watchersIn(state, member, room) : watchersOf(state, member, to);
  const { typedAt, nickname } = member;
  // If the clock was set back, the interval is over; otherwise it might never end.
  const due = typedAt === undefined || time < typedAt || time - typedAt >= typingPauseMs;
  if (due && watchers.length > 0) member.typedAt = time;
  const shown = due ? watchers : [];
  return [
    ...shown.map(({ member: { nickname: own }, session: watcher }) =>
      answer(watcher.id, { type: "typing", nickname, ...(to === undefined ? { room } : { to: own }) }),
    ),
    ...(key === undefined ? [] : [answer(session.id, { type: "watchers", watchers: watchers.length, key })]),
  ];
}

interface Watcher {
  readonly member: Member;
  readonly session: Session;
}

function watchersIn(state: State, writer: Member, name: string): readonly Watcher[] {
  const members = state.rooms.get(name)?.members;
  if (members === undefined || members.size > noticeMembersMax) return [];
  const ignored = ({ ignoring }: Member) => ignoring && name === lobby;
  if (ignored(writer)) return [];
  return Array.from(members)
    .filter((member) => member !== writer && !ignored(member))
    .flatMap(asWatcher);
}

function watchersOf(state: State, writer: Member, nickname: string): readonly Watcher[] {
  const member = state.members.get(foldNickname(nickname));
  return member === undefined || member === writer ? [] : asWatcher(member);
}

function asWatcher(member: Member): readonly Watcher[] {
  return member.wantsTyping ? member.sessions.map((session) => ({ member, session })) : [];
}
