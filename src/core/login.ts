/** How somebody becomes a member: anew, or back after a lost line. */
import { lobby } from "../protocol/entry.ts";
import { silentRejoinMs } from "./limits.ts";
import { roomsPerSessionMax } from "../protocol/limits.ts";
import { foldNickname } from "../protocol/nickname.ts";
import type { Cursors } from "../protocol/requests.ts";
import { mailboxCursor } from "../protocol/requests.ts";
import { answer, refuse } from "./answering.ts";
import type { Effect } from "./effect.ts";
import type { Event } from "./event.ts";
import { attach, enter, entered, mailbox, notices, recordHolder, rename } from "./membership.ts";
import type { Member, Room, Session, State } from "./state.ts";
import { hasCapacityFor, roomOf } from "./state.ts";

type Arrived = Event & { type: "arrived" };

/**
 * Refused: logged in already, or the nickname is another's. Whoever shows the token of somebody who is here takes their
 * place at once, also from a connection that is dead without knowing it, and under the nickname that is asked for: its
 * client may not have heard of a change before it lost the line.
 */
export function logIn(state: State, session: Session, event: Arrived): readonly Effect[] {
  const { request, arrival, time } = event;
  const { nickname, key } = request;
  if (session.member !== undefined) return [refuse(session.id, { code: "already_logged_in" }, "login", key)];
  const holder = state.members.get(foldNickname(nickname));
  if (holder !== undefined && holder.identity !== arrival.identity)
    return [refuse(session.id, { code: "nickname_taken", nickname }, "login", key)];
  const present = state.present.get(arrival.identity);
  if (present !== undefined) return reattach(state, session, present, event);
  const member: Member = {
    nickname,
    identity: arrival.identity,
    resumable: arrival.resumable,
    quiet: request.quiet ?? false,
    rooms: [],
    joinedAt: undefined,
    ignoring: false,
    awayText: undefined,
    wantsTyping: arrival.wantsTyping,
    since: time,
    spokeAt: undefined,
    typedAt: undefined,
    sessions: [],
    lostAt: undefined,
  };
  attach(state, member, session);
  state.members.set(foldNickname(nickname), member);
  state.present.set(member.identity, member);
  const rooms = enterAll(state, member, requestedRooms(request.after));
  // Back from before a restart of the server: to the others they were never away.
  const silent =
    arrival.resumed && request.after?.has(lobby) === true && time - state.startedAt < silentRejoinMs;
  return [
    welcome(state, session, member, event),
    ...follows(session, member, event),
    ...recordHolder(state, member, time),
    ...rooms.flatMap((room) => notices("join", room, member, { time, silent })),
  ];
}

/** A member in a new session, in the rooms of before and those it asks for now. Nobody else notices, but a new nickname. */
function reattach(state: State, session: Session, member: Member, event: Arrived): readonly Effect[] {
  const { time, request, arrival } = event;
  const replaced = attach(state, member, session);
  if (replaced.includes(session)) return replace(session, time);
  member.resumable ||= arrival.resumable;
  member.wantsTyping = arrival.wantsTyping;
  const isHolder = state.members.get(foldNickname(request.nickname)) === member;
  const renamed = isHolder ? [] : rename(state, member, request.nickname, time);
  const wanted = requestedRooms(request.after)
    .filter((name) => !member.rooms.some((room) => room.name === name))
    .slice(0, Math.max(0, roomsPerSessionMax - member.rooms.length));
  const joined = enterAll(state, member, wanted);
  return [
    ...replaced.flatMap((old) => replace(old, time)),
    welcome(state, session, member, event),
    ...follows(session, member, event),
    ...recordHolder(state, member, time),
    ...renamed,
    ...joined.flatMap((room) => notices("join", room, member, { time })),
  ];
}

/** Into those rooms that there is place for. */
function enterAll(state: State, member: Member, names: readonly string[]): readonly Room[] {
  const rooms: Room[] = [];
  for (const name of names) {
    if (name !== lobby && !hasCapacityFor(state, name)) continue;
    const room = roomOf(state, name);
    enter(member, room);
    rooms.push(room);
  }
  return rooms;
}

/** The session ends; its member goes on in another. */
function replace(session: Session, time: number): readonly Effect[] {
  session.closing = true;
  return [
    answer(session.id, { type: "goodbye", fault: { code: "replaced" }, time }),
    { type: "close", session: session.id },
  ];
}

function welcome(state: State, session: Session, member: Member, event: Arrived): Effect {
  const { token, resumed } = event.arrival;
  const rooms = member.rooms.map((room) => {
    const seq = lostJoinSeq(member, event, room.name);
    return seq === undefined
      ? { ...entered(room), seq: state.headOf(room.name) }
      : { ...entered(room), seq, joined: true };
  });
  return answer(session.id, {
    type: "login",
    success: true,
    nickname: member.nickname,
    server: state.server,
    token,
    resumed,
    ignoring: member.ignoring,
    rooms,
    key: event.request.key,
  });
}

/** Reads on from the cursors of the request; those of a token that is not ours belong to other logs. */
function follows(session: Session, member: Member, { request, arrival }: Arrived): readonly Effect[] {
  const strange = request.token !== undefined && !arrival.resumed;
  const after = (name: string) =>
    strange ? undefined : (request.after?.get(name) ?? lostJoinSeq(member, { request }, name));
  const logs = [
    ...member.rooms.map(({ name }) => ({ log: name, after: after(name) })),
    { log: mailbox(member), after: after(mailboxCursor) },
  ];
  return [
    ...logs.map((log) => ({ type: "follow", session: session.id, ...log }) as const),
    ...(member.ignoring ? [{ type: "mute", session: session.id, log: lobby, muted: true } as const] : []),
  ];
}

/** Where the reading of a room began that was joined over a line which broke before its client had the answer. */
function lostJoinSeq(
  member: Member,
  { request }: Pick<Arrived, "request">,
  name: string,
): number | undefined {
  const { after, joining = [] } = request;
  return joining.includes(name) && after?.has(name) !== true ? member.joinedAt?.get(name) : undefined;
}

/** The lobby, and the rooms that cursors were given for. */
function requestedRooms(after: Cursors | undefined): readonly string[] {
  const named = Array.from(after?.keys() ?? []).filter((name) => name !== mailboxCursor);
  return Array.from(new Set([lobby, ...named])).slice(0, roomsPerSessionMax);
}
