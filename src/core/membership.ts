/**
 * Coming into rooms and going out of them, and the time between a lost connection and being gone.
 */
import type { JoinedRoom, Notice } from "../protocol/answers.ts";
import { lobby, mailboxOf } from "../protocol/entry.ts";
import { holdersMax } from "../base/limits.ts";
import { holderRenewMs } from "./limits.ts";
import { graceMs, noticeMembersMax } from "../protocol/limits.ts";
import { foldNickname } from "../protocol/nickname.ts";
import type { Effect } from "./effect.ts";
import type { Holder, KnownHolder, Member, Room, Session, State } from "./state.ts";

export function enter(member: Member, room: Room): void {
  room.members.add(member);
  if (!member.rooms.includes(room)) member.rooms.push(room);
}

/** A room that nobody is in and that has no topic is forgotten; its log stays. */
export function exit(state: State, member: Member, room: Room): void {
  room.members.delete(member);
  const index = member.rooms.indexOf(room);
  if (index >= 0) member.rooms.splice(index, 1);
  member.joinedAt?.delete(room.name);
  deleteUnused(state, room);
}

/** What the room is about; with an empty one, a room that nobody is in is forgotten, too. */
export function setTopic(state: State, room: Room, topic: string): void {
  room.topic = topic;
  deleteUnused(state, room);
}

function deleteUnused(state: State, { name, members, topic }: Room): void {
  if (members.size === 0 && topic === "" && name !== lobby) state.rooms.delete(name);
}

/** A room as whoever comes into it is told of it. */
export function entered({ name, topic, members }: Room): JoinedRoom {
  return { room: name, topic, members: members.size };
}

/** What the others are told, or only count: comings that are `silent`, and those of a member who is quiet. */
export function notices(
  event: "join" | "leave",
  { name: room, members }: Room,
  { nickname, quiet }: Member,
  { time, silent = false }: { readonly time: number; readonly silent?: boolean },
): readonly Effect[] {
  const crowded = members.size > noticeMembersMax;
  const notice: Notice = { event, room, nickname, crowded, time };
  return [{ type: "notice", notice: silent || quiet ? { ...notice, silent: true } : notice }];
}

/**
 * Gives a member a nickname that nobody else has, and tells all rooms, however crowded: who is spoken with there must
 * be known. Who can come back is still found under the old one, until somebody else takes it.
 */
export function rename(state: State, member: Member, to: string, time: number): readonly Effect[] {
  const { nickname, rooms, quiet } = member;
  state.members.delete(foldNickname(nickname));
  state.members.set(foldNickname(to), member);
  member.nickname = to;
  const told = quiet ? [] : rooms;
  return told.map(({ name: room }) => ({
    type: "notice",
    notice: { event: "nick", room, nickname, to, time },
  }));
}

/** A session is gone. Its member stays for a while, if it is one who can come back. */
export function disconnect(state: State, session: Session, time: number): readonly Effect[] {
  const { member } = session;
  if (member === undefined) return [];
  if (!member.resumable && isOnlySession(member, session)) return withdraw(state, session, time);
  detach(member, session);
  if (member.sessions.length > 0) return [];
  member.lostAt = time;
  state.lost.add(member);
  return [];
}

/** Takes the session's member out of all rooms, if there is one without another session; the nickname is free. */
export function withdraw(state: State, session: Session, time: number): readonly Effect[] {
  const { member } = session;
  if (member === undefined) return [];
  const wasOnly = isOnlySession(member, session);
  detach(member, session);
  return wasOnly ? remove(state, member, time) : [];
}

/** Takes out those whose connection has been lost for too long. */
export function expire(state: State, time: number): readonly Effect[] {
  const effects: Effect[] = [];
  for (const member of state.lost) {
    // A clock that was set back would make the grace endless.
    member.lostAt = Math.min(member.lostAt ?? time, time);
    if (time - member.lostAt < graceMs) continue;
    effects.push(...remove(state, member, time));
  }
  return effects;
}

/**
 * Gives a member a session, in which the reads of all its logs begin. The rule for several of them stands here alone: the
 * newer one replaces the older.
 *
 * @returns the sessions that are replaced, which may be the one that is given: a login that was long on its way, over a
 * connection that its client has given up since. Sessions count up as they come.
 */
export function attach(state: State, member: Member, session: Session): readonly Session[] {
  if (member.sessions.some(({ id }) => id > session.id)) return [session];
  const replaced = member.sessions.slice();
  for (const old of replaced) detach(member, old);
  member.sessions.push(session);
  member.lostAt = undefined;
  session.member = member;
  state.lost.delete(member);
  return replaced;
}

function detach(member: Member, session: Session): void {
  session.member = undefined;
  const index = member.sessions.indexOf(session);
  if (index >= 0) member.sessions.splice(index, 1);
}

function isOnlySession({ sessions }: Member, session: Session): boolean {
  return sessions.every((other) => other === session);
}

/**
 * Whose mailbox a message to this nickname goes to, as they are called now: who is here, or else who was here last and
 * can come back, perhaps under another one.
 */
export function recipientOf(state: State, nickname: string): Holder | undefined {
  const folded = foldNickname(nickname);
  const here = state.members.get(folded);
  if (here !== undefined) return here;
  const holder = state.holders.get(folded);
  return holder === undefined ? undefined : (state.present.get(holder.identity) ?? holder);
}

/** Remembers who can come back to a nickname; of too many, who was here longest ago is forgotten. */
export function recordHolder(state: State, member: Member, time: number): readonly Effect[] {
  if (!member.resumable) return [];
  const { nickname, identity } = member;
  const folded = foldNickname(nickname);
  const known = state.holders.get(folded);
  const isSame = known?.identity === identity && known.nickname === nickname;
  // After a restart the order is the disk's: whoever comes back every day must not be the oldest there.
  // A time from while the clock was ahead would keep them there until then.
  const isRecent = isSame && time >= known.rememberedAt && time - known.rememberedAt < holderRenewMs;
  if (isRecent) {
    cacheHolder(state, folded, known);
    return [];
  }
  const record = { type: "holder", folded, nickname, identity, time } as const;
  return [{ type: "propose", proposal: { type: "record", record } }];
}

/** As the newest. */
export function cacheHolder(state: State, folded: string, holder: KnownHolder): void {
  state.holders.delete(folded);
  state.holders.set(folded, holder);
  const [oldest] = state.holders.keys();
  if (state.holders.size > holdersMax && oldest !== undefined) state.holders.delete(oldest);
}

export function mailbox({ identity }: { readonly identity: string }): string {
  return mailboxOf(identity);
}

function remove(state: State, member: Member, time: number): readonly Effect[] {
  state.members.delete(foldNickname(member.nickname));
  state.present.delete(member.identity);
  state.lost.delete(member);
  const rooms = member.rooms.slice();
  const effects = rooms.flatMap((room) => notices("leave", room, member, { time }));
  for (const room of rooms) exit(state, member, room);
  return effects;
}
