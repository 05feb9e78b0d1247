/** Logins: a new member, or one who resumes. */
import { lobby, mailboxCursor, mailboxOf } from "../protocol/entry.ts";
import { silentRejoinMs } from "./limits.ts";
import { roomsPerSessionMax } from "../protocol/limits.ts";
import { foldNickname } from "../protocol/nickname.ts";
import type { Cursors } from "../protocol/requests.ts";
import { answer, refuse } from "./answering.ts";
import type { Effect } from "./effect.ts";
import type { Event } from "./event.ts";
import { attach, enter, entered, mailbox, notices, recordHolder, rename } from "./membership.ts";
import type { Member, Room, Session, State } from "./state.ts";
import { hasCapacityFor, roomOf } from "./state.ts";

type LoginRequested = Event & { type: "loginRequested" };

/** A login that is accepted. */
interface Login extends LoginRequested {
  /** The rooms that it asks for. */
  readonly requested: readonly string[];
  /** The heads of all rooms that it may enter, and of the mailbox. */
  readonly heads: ReadonlyMap<string, number>;
}

/**
 * Refuses a login if the session is logged in already or the nickname is taken. A login with the token of a present
 * member takes over that member at once, also from a dead connection that has not been noticed yet. It gets the
 * nickname it asks for: its client may have missed the answer to a change before its connection was lost.
 */
export function logIn(state: State, session: Session, event: LoginRequested): readonly Effect[] {
  const { request, arrival, time } = event;
  const { nickname, key } = request;
  if (session.member !== undefined) return [refuse(session.id, { code: "already_logged_in" }, "login", key)];
  const holder = state.members.get(foldNickname(nickname));
  if (holder !== undefined && holder.identity !== arrival.identity)
    return [refuse(session.id, { code: "nickname_taken", nickname }, "login", key)];
  const present = state.present.get(arrival.identity);
  const requested = requestedRooms(request.after);
  const login = {
    ...event,
    requested,
    heads: headsOf(state, present?.rooms ?? [], [...requested, mailboxOf(arrival.identity)]),
  };
  if (present !== undefined) return reattach(state, session, present, login);
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
  const rooms = enterAll(state, member, requested);
  // A member from before a restart of the server: for the others they were never away.
  const silent =
    arrival.resumed && request.after?.has(lobby) === true && time - state.startedAt < silentRejoinMs;
  return [
    welcome(state, session, member, login),
    ...follows(session, member, event),
    ...recordHolder(state, member, time),
    ...rooms.flatMap((room) => notices("join", room, member, { time, silent })),
  ];
}

/**
 * Attaches a new session to a present member, in the rooms of before and those the login asks for. The others are
 * told of new joins and of a new nickname only.
 */
function reattach(state: State, session: Session, member: Member, event: Login): readonly Effect[] {
  const { time, request, arrival, requested } = event;
  const replaced = attach(state, member, session);
  if (replaced.includes(session)) return replace(session, time);
  member.resumable ||= arrival.resumable;
  member.wantsTyping = arrival.wantsTyping;
  const isHolder = state.members.get(foldNickname(request.nickname)) === member;
  const renamed = isHolder ? [] : rename(state, member, request.nickname, time);
  const wanted = requested
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

/** Enters those rooms for which there is capacity. There always is for the lobby: whoever is in a room is in the lobby, too. */
function enterAll(state: State, member: Member, names: readonly string[]): readonly Room[] {
  const rooms: Room[] = [];
  for (const name of names) {
    if (!hasCapacityFor(state, name)) continue;
    const room = roomOf(state, name);
    enter(member, room);
    rooms.push(room);
  }
  return rooms;
}

/** Ends a session whose member moves to another one. */
function replace(session: Session, time: number): readonly Effect[] {
  session.closing = true;
  return [
    answer(session.id, { type: "goodbye", fault: { code: "replaced" }, time }),
    { type: "close", session: session.id },
  ];
}

/** Reads the heads before anything is changed, because the store may fail. */
function headsOf(
  state: State,
  present: readonly Room[],
  requested: readonly string[],
): ReadonlyMap<string, number> {
  const names = new Set([...present.map(({ name }) => name), ...requested]);
  return new Map(Array.from(names, (name) => [name, state.headOf(name)]));
}

function welcome(state: State, session: Session, member: Member, event: Login): Effect {
  const { token, resumed } = event.arrival;
  const rooms = member.rooms.map((room) => {
    const seq = lostJoinSeq(member, event, room.name);
    return seq === undefined
      ? { ...entered(room), seq: event.heads.get(room.name) ?? state.headOf(room.name) }
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
    mailboxSeq: event.heads.get(mailbox(member)) ?? 0,
    epochs: event.arrival.epochs,
    key: event.request.key,
  });
}

/**
 * Follows each log from the cursors of the login. Those that come with a token of another server belong to other logs
 * and are ignored.
 */
function follows(session: Session, member: Member, { request, arrival }: LoginRequested): readonly Effect[] {
  const strange = request.token !== undefined && !arrival.resumed;
  const cursors = arrival.resumption?.after ?? request.after;
  const follow = (log: string, name: string) => {
    const after = strange ? undefined : (cursors?.get(name) ?? lostJoinSeq(member, { request }, name));
    const gap = arrival.resumption?.gaps.get(name);
    return { log, after, gap: gap === undefined ? undefined : { log, ...gap } };
  };
  const logs = [
    ...member.rooms.map(({ name }) => follow(name, name)),
    follow(mailbox(member), mailboxCursor),
  ];
  return [
    ...logs.map((log) => ({ type: "follow", session: session.id, ...log }) as const),
    ...(member.ignoring ? [{ type: "ignore", session: session.id, log: lobby, ignored: true } as const] : []),
  ];
}

/** The seq at which a room was joined whose `join` was not answered before the connection was lost. */
function lostJoinSeq(
  member: Member,
  { request }: Pick<LoginRequested, "request">,
  name: string,
): number | undefined {
  const { after, joining = [] } = request;
  return joining.includes(name) && after?.has(name) !== true ? member.joinedAt?.get(name) : undefined;
}

/** The lobby, and the rooms with a cursor. */
function requestedRooms(after: Cursors | undefined): readonly string[] {
  const named = Array.from(after?.keys() ?? []).filter((name) => name !== mailboxCursor);
  return Array.from(new Set([lobby, ...named])).slice(0, roomsPerSessionMax);
}
