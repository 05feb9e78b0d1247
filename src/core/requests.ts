/**
 * What each request of a session does to the room, and who may ask it; logins are `login.ts`'s. Must not know how a
 * request was written.
 */
import { lobby } from "../protocol/entry.ts";
import { assertNever } from "../base/assert-never.ts";
import type { Fault } from "../protocol/faults.ts";
import { roomsPerSessionMax } from "../protocol/limits.ts";
import { excerpt } from "../protocol/text.ts";
import { answer, refuse, refuseMessage } from "./answering.ts";
import type { Asked } from "./asked.ts";
import { mayRead, notInRoom, roomFor } from "./asked.ts";
import type { Effect } from "./effect.ts";
import type { Event } from "./event.ts";
import { addressee, enter, entered, exit, mailbox, notices, setTopic, withdraw } from "./membership.ts";
import { absence, away, nick, typing, whois } from "./people.ts";
import type { Holder, Session, State } from "./state.ts";
import { hasPlaceFor, roomOf } from "./state.ts";

type Requested = Event & { type: "requested" };

/** The effects of one request of a session that is not closing. */
export function handleRequest(state: State, session: Session, event: Requested): readonly Effect[] {
  const { request, time } = event;
  const { member } = session;
  const { key } = request;
  if (request.type === "ping") return [answer(session, { type: "pong", key })];
  if (request.type === "pong") return [];
  if (request.type === "help") return [answer(session, { type: "help", key })];
  if (member === undefined || request.type === "login")
    return [refuse(session, { code: "not_logged_in" }, request.type, key)];
  const asked = { state, session, member, time };
  switch (request.type) {
    case "broadcast":
      return broadcast({ ...asked, request });
    case "sendto":
      return sendTo({ ...asked, request });
    case "join":
      return join({ ...asked, request });
    case "leave":
      return leave({ ...asked, request });
    case "topic":
      return topic({ ...asked, request });
    case "history":
    case "search":
      return look({ ...asked, request });
    case "ls":
      return list({ ...asked, request });
    case "rooms": {
      const rooms = Array.from(state.rooms.values(), ({ name, topic: subject, members }) => ({
        room: name,
        topic: subject,
        members: members.size,
      }));
      return [answer(session, { type: "rooms", rooms, key })];
    }
    case "ignore":
      return ignore({ ...asked, request });
    case "nick":
      return nick({ ...asked, request });
    case "away":
      return away({ ...asked, request });
    case "whois":
      return whois({ ...asked, request });
    case "typing":
      return typing({ ...asked, request });
    default:
      return assertNever(request);
  }
}

function broadcast({ state, session, member, request, time }: Asked<"broadcast">): readonly Effect[] {
  const { text, key } = request;
  const room = roomFor(state, member, request.room);
  const { nickname: from, identity } = member;
  const refuseNew = (fault: Fault) =>
    refuseMessage(session, fault, { regarding: "broadcast", log: request.room, identity, key });
  if (room === undefined) return [refuseNew({ code: "not_in_room", room: request.room })];
  if (member.ignoring && room.name === lobby) return [refuseNew({ code: "ignoring" })];
  member.spokeAt = time;
  const message = {
    type: "message",
    session: session.id,
    log: room.name,
    identity,
    from,
    text,
    key,
    time,
  } as const;
  return [{ type: "propose", proposal: message }];
}

/** Into both mailboxes; the sender's own entry is the acknowledgement. Who is away has left word. */
function sendTo({ state, session, member, request, time }: Asked<"sendto">): readonly Effect[] {
  const { text, key } = request;
  const target = addressee(state, request.nickname);
  const { nickname: from, identity } = member;
  if (target === undefined) {
    const fault: Fault = { code: "nickname_unknown", nickname: excerpt(request.nickname) };
    return [refuseMessage(session, fault, { regarding: "sendto", log: mailbox(member), identity, key })];
  }
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
    time,
  };
  return [
    { type: "propose", proposal: { type: "message", ...message } },
    ...leftWord(state, session, target, time),
  ];
}

/** What somebody who is written to has said about being away. */
function leftWord(state: State, session: Session, { identity }: Holder, time: number): readonly Effect[] {
  const target = state.present.get(identity);
  if (target === undefined || target === session.member || target.awayText === undefined) return [];
  const { nickname, awayText: text } = target;
  return [answer(session, { type: "absent", nickname, text, time })];
}

function join({ state, session, member, request, time }: Asked<"join">): readonly Effect[] {
  const { key, after } = request;
  const present = roomFor(state, member, request.room);
  const full = member.rooms.length >= roomsPerSessionMax || !hasPlaceFor(state, request.room);
  if (present === undefined && full) return [refuse(session, { code: "too_many_rooms" }, "join", key)];
  const room = present ?? roomOf(state, request.room);
  enter(member, room);
  const joined = answer(session, { type: "join", ...entered(room), key });
  if (present !== undefined) return [joined];
  return [
    joined,
    { type: "follow", session: session.id, log: room.name, after, joining: true },
    ...notices("join", room, member, { time }),
  ];
}

/** Leaving the lobby is leaving altogether. */
function leave({ state, session, member, request, time }: Asked<"leave">): readonly Effect[] {
  const { key } = request;
  const room = roomFor(state, member, request.room);
  if (room === undefined) return [notInRoom(session, request, request.room)];
  const left = answer(session, { type: "leave", room: room.name, key });
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

function topic({ state, session, member, request, time }: Asked<"topic">): readonly Effect[] {
  const { key } = request;
  const room = roomFor(state, member, request.room);
  if (room === undefined) return [notInRoom(session, request, request.room)];
  const changed = request.topic !== undefined && request.topic !== room.topic;
  if (request.topic !== undefined) setTopic(state, room, request.topic);
  const said = answer(session, { type: "topic", room: room.name, topic: room.topic, key });
  if (!changed) return [said];
  const { name, topic: subject } = room;
  return [
    said,
    { type: "remember", fact: { type: "topic", room: name, topic: subject } },
    {
      type: "notice",
      notice: { event: "topic", room: name, nickname: member.nickname, topic: subject, time },
    },
  ];
}

function look({ state, session, member, request }: Asked<"history" | "search">): readonly Effect[] {
  const log = request.nickname === undefined ? request.room : mailbox(member);
  if (!mayRead(state, member, log)) return [notInRoom(session, request, request.room)];
  return [{ type: "look", session: session.id, log, request }];
}

function list({ state, session, member, request }: Asked<"ls">): readonly Effect[] {
  const room = roomFor(state, member, request.room);
  if (room === undefined) return [notInRoom(session, request, request.room)];
  const members = Array.from(room.members, (listed) => ({ nickname: listed.nickname, ...absence(listed) }));
  return [answer(session, { type: "ls", room: room.name, members, key: request.key })];
}

function ignore({ session, member, request, time }: Asked<"ignore">): readonly Effect[] {
  member.ignoring = !member.ignoring;
  const { ignoring } = member;
  return [
    { type: "mute", session: session.id, log: lobby, muted: ignoring },
    answer(session, { type: "ignore", ignoring, time, key: request.key }),
  ];
}
