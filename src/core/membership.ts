/** Membership: entering and leaving rooms, and the grace period after a lost connection. */
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

/** Leaves a room. An empty room without a topic is deleted; its log stays. */
export function exit(state: State, member: Member, room: Room): void {
  room.members.delete(member);
  const index = member.rooms.indexOf(room);
  if (index >= 0) member.rooms.splice(index, 1);
  member.joinedAt?.delete(room.name);
  deleteUnused(state, room);
}

/** Sets the topic. An empty room whose topic is removed is deleted. */
export function setTopic(state: State, room: Room, topic: string): void {
  room.topic = topic;
  deleteUnused(state, room);
}

function deleteUnused(state: State, { name, members, topic }: Room): void {
  if (members.size === 0 && topic === "" && name !== lobby) state.rooms.delete(name);
}

/** A room as it is described to a member who enters it. */
export function entered({ name, topic, members }: Room): JoinedRoom {
  return { room: name, topic, members: members.size };
}

/**
 * A notice of a join or leave that has taken place. It is `silent` (to be counted, not shown) if the caller says so or
 * the member is quiet.
 */
export function notices(
  event: "join" | "leave",
  { name: room, members }: Room,
  { nickname, quiet }: Member,
  { time, silent = false }: { readonly time: number; readonly silent?: boolean },
): readonly Effect[] {
  const withThem = event === "join" ? members.size : members.size + 1;
  const crowded = withThem > noticeMembersMax;
  const notice: Notice = { event, room, nickname, members: members.size, crowded, time };
  return [{ type: "notice", notice: silent || quiet ? { ...notice, silent: true } : notice }];
}

/**
 * Renames a member to a free nickname and announces it in all their rooms, even large ones: people who talk to them
 * need to know. If they can resume, their old nickname still leads to them until somebody else takes it.
 */
export function rename(state: State, member: Member, to: string, time: number): readonly Effect[] {
  const { nickname, rooms, quiet } = member;
  state.members.delete(foldNickname(nickname));
  state.members.set(foldNickname(to), member);
  member.nickname = to;
  const announced = quiet ? [] : rooms;
  return announced.map(({ name: room }) => ({
    type: "notice",
    notice: { event: "nick", room, nickname, to, time },
  }));
}

/** Handles a closed session. If it was the last of a member who can resume, the grace period begins. */
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

/**
 * Detaches a session from its member. If it was the only one, the member leaves all rooms and the nickname is free.
 */
export function withdraw(state: State, session: Session, time: number): readonly Effect[] {
  const { member } = session;
  if (member === undefined) return [];
  const wasOnly = isOnlySession(member, session);
  detach(member, session);
  return wasOnly ? remove(state, member, time) : [];
}

/** Removes members whose grace period has passed. */
export function expire(state: State, time: number): readonly Effect[] {
  const effects: Effect[] = [];
  for (const member of state.lost) {
    // If the clock was set back, the grace period begins now; otherwise it might never end.
    member.lostAt = Math.min(member.lostAt ?? time, time);
    if (time - member.lostAt < graceMs) continue;
    effects.push(...remove(state, member, time));
  }
  return effects;
}

/**
 * Attaches a session to a member. This is the one place for the rule about several sessions of a member: the newer
 * one replaces the older.
 *
 * @returns the sessions that are replaced. It may be the given one: a login that was delayed, over a connection that
 * its client has given up since. Session ids ascend in the order of the connections.
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
 * The owner of the mailbox that a message to this nickname goes to, under their present nickname: the present member
 * with it, or else the last holder of it, who may be present under another nickname.
 */
export function recipientOf(state: State, nickname: string): Holder | undefined {
  const folded = foldNickname(nickname);
  const here = state.members.get(folded);
  if (here !== undefined) return here;
  const holder = state.holders.get(folded);
  return holder === undefined ? undefined : (state.present.get(holder.identity) ?? holder);
}

/** Caches and proposes to record who can resume with a nickname; the oldest is evicted beyond the bound. */
export function recordHolder(state: State, member: Member, time: number): readonly Effect[] {
  if (!member.resumable) return [];
  const { nickname, identity } = member;
  const folded = foldNickname(nickname);
  const known = state.holders.get(folded);
  const isSame = known?.identity === identity && known.nickname === nickname;
  // After a restart holders are ordered by their stored time, so it has to be renewed for somebody who comes every
  // day. A time in the future, from a clock that was ahead, is replaced too: it would keep the holder first until
  // then.
  const isRecent = isSame && time >= known.rememberedAt && time - known.rememberedAt < holderRenewMs;
  // Cached at once, so that direct messages find the mailbox while the store is slow or fails. Of several records, the
  // last to be committed wins.
  cacheHolder(state, folded, { nickname, identity, rememberedAt: isRecent ? known.rememberedAt : time });
  if (isRecent) return [];
  const record = { type: "holder", folded, nickname, identity, time } as const;
  return [{ type: "propose", proposal: { type: "record", record } }];
}

/** Adds a holder as the newest and evicts the oldest beyond the bound. */
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
  for (const room of rooms) exit(state, member, room);
  return rooms.flatMap((room) => notices("leave", room, member, { time }));
}
