/** Requests about a room: join, leave, topic, and ignoring the lobby. */
import { lobby } from "../protocol/entry.ts";
import { roomsPerSessionMax } from "../protocol/limits.ts";
import { answer, refuse } from "./answering.ts";
import type { MemberContext, RequestOf } from "./context.ts";
import { notInRoom, roomFor } from "./context.ts";
import type { Effect } from "./effect.ts";
import { enter, entered, exit, notices, withdraw } from "./membership.ts";
import { hasCapacityFor, roomOf } from "./state.ts";

export function join(
  { state, session, member, time }: MemberContext,
  request: RequestOf<"join">,
): readonly Effect[] {
  const { key, after } = request;
  const present = roomFor(state, member, request.room);
  const full = member.rooms.length >= roomsPerSessionMax || !hasCapacityFor(state, request.room);
  if (present === undefined && full) return [refuse(session.id, { code: "too_many_rooms" }, "join", key)];
  // Read before anything is changed, because the store may fail.
  const head = state.headOf(request.room);
  const room = present ?? roomOf(state, request.room);
  enter(member, room);
  const joined = answer(session.id, { type: "join", ...entered(room), seq: head, key });
  if (present !== undefined) return [joined];
  member.joinedAt ??= new Map();
  member.joinedAt.set(room.name, Math.min(after ?? head, head));
  return [
    joined,
    { type: "follow", session: session.id, log: room.name, after },
    ...notices("join", room, member, { time }),
  ];
}

/** Leaving the lobby is leaving the server. */
export function leave(
  { state, session, member, time }: MemberContext,
  request: RequestOf<"leave">,
): readonly Effect[] {
  const { key } = request;
  const room = roomFor(state, member, request.room);
  if (room === undefined) return [notInRoom(session.id, request, request.room)];
  const left = answer(session.id, { type: "leave", room: room.name, key });
  if (room.name === lobby) {
    session.closing = true;
    return [left, { type: "close", session: session.id }, ...withdraw(state, session, time)];
  }
  exit(state, member, room);
  return [
    left,
    { type: "unfollow", session: session.id, log: room.name },
    ...notices("leave", room, member, { time }),
  ];
}

/** A new topic is a record. The requester is answered once it is stored, and their later requests wait until then. */
export function topic(
  { state, session: { id: session }, member, time }: MemberContext,
  request: RequestOf<"topic">,
): readonly Effect[] {
  const { key } = request;
  const room = roomFor(state, member, request.room);
  if (room === undefined) return [notInRoom(session, request, request.room)];
  const isSame = request.topic === room.topic && room.topicsInFlight === 0;
  if (request.topic === undefined || isSame)
    return [answer(session, { type: "topic", room: room.name, topic: room.topic, key })];
  room.topicsInFlight += 1;
  const record = { type: "topic", room: room.name, topic: request.topic } as const;
  const change = { session, nickname: member.nickname, key, time };
  return [
    { type: "propose", proposal: { type: "record", record, change } },
    { type: "hold", session },
  ];
}

export function ignore(
  { session: { id: session }, member, time }: MemberContext,
  request: RequestOf<"ignore">,
): readonly Effect[] {
  member.ignoring = !member.ignoring;
  const { ignoring } = member;
  return [
    { type: "ignore", session, log: lobby, ignored: ignoring },
    answer(session, { type: "ignore", ignoring, time, key: request.key }),
  ];
}
