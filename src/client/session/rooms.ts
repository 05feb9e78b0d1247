/** The rooms one is in: coming in with what was said before, leaving, and what is told of them. */
import { lobby, mailboxCursor } from "../../protocol/entry.ts";
import { assertNever } from "../../base/assert-never.ts";
import { backlogTimeoutMs } from "../limits.ts";
import { noticeMembersMax } from "../../protocol/limits.ts";
import type { ReceivedRoom, ServerMessage } from "../../protocol/server-message.ts";
import { encodeRequest } from "../../protocol/request-encoder.ts";
import { takeEpochs } from "./gap.ts";
import { goTo, isOpen, present, tellLevel } from "./conversations.ts";
import { isPrivate } from "../conversation-name.ts";
import { enterProgramRoom, noteProgramRoom } from "./program.ts";
import { backlogFor, forgetCursors } from "./persistence.ts";
import { acknowledge } from "./outbox.ts";
import { refuse, show } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { SessionState } from "./state.ts";
import { freshKey } from "./state.ts";

type Accepted = Extract<ServerMessage, { type: "login"; success: true }>;
type RoomMessage = Extract<ServerMessage, { type: "join" | "leave" | "topic" | "rooms" }>;

/**
 * After a login. A server that knows the token goes on from our cursors; one that does not has other logs, and their
 * cursors mean nothing to it.
 */
export function comeIn(state: SessionState, accepted: Accepted): Effects {
  const { token, resumed, rooms } = accepted;
  if (!resumed) forgetCursors(state);
  takeEpochs(state, accepted);
  state.token = token;
  state.rooms.clear();
  const effects = rooms.flatMap((room) => [...tellGap(state, room), ...enterRoom(state, room)]);
  state.joining.clear();
  if (!isOpenOrAwaited(state)) state.conversation = lobby;
  // Behind the newest private message that there is, what comes is new, as in a room.
  const read = state.cursors.get(mailboxCursor) ?? 0;
  state.cursors.set(mailboxCursor, Math.min(read, accepted.mailboxSeq ?? read));
  if (state.options.program !== undefined) return [...effects, ...enterProgramRoom(state)];
  return state.rooms.size === 0 ? effects : [...effects, ...goTo(state, state.conversation)];
}

/**
 * An earlier server does not say where a room was joined before the line broke: what was said there since does not come. Who
 * is shown what was said last sees it all the same.
 */
function tellGap(state: SessionState, { room, joined = false }: ReceivedRoom): Effects {
  const { joining, cursors, options } = state;
  const isKnown = joined || !joining.has(room) || cursors.has(room);
  if (isKnown || options.backlog > 0) return [];
  return refuse(state, { text: options.catalogue.client.perhapsMissed(room) });
}

/** The server does not let one in: one stays where one was. */
export function turnBack(state: SessionState, room: string): Effects {
  if (state.conversation !== room || state.rooms.has(room)) return [];
  return goTo(state, isOpen(state, state.cameFrom) ? state.cameFrom : lobby);
}

export function receiveRoom(state: SessionState, message: RoomMessage): Effects {
  acknowledge(state.outbox, message.key);
  switch (message.type) {
    case "join": {
      const { programRoom } = state;
      if (programRoom.key !== undefined && programRoom.key === message.key) noteProgramRoom(state);
      const effects = enterRoom(state, message);
      return state.conversation === message.room ? [...present(state), ...effects] : effects;
    }
    case "leave":
      return leaveRoom(state, message.room);
    case "topic":
      state.rooms.set(message.room, message.topic);
      return show({ type: "topic", room: message.room, topic: message.topic });
    case "rooms":
      return show({ type: "rooms", rooms: message.rooms });
    default:
      return assertNever(message);
  }
}

/** So many are in a room. Where it is crowded nobody says who comes and goes, so the number would soon be wrong. */
export function countMembers({ members }: SessionState, room: string, count: number | undefined): void {
  if (count === undefined || count >= noticeMembersMax) members.delete(room);
  else members.set(room, count);
}

/** Whether one stays where one was when the line broke, or goes where one wanted to go meanwhile. */
function isOpenOrAwaited({ conversation, rooms, outbox }: SessionState): boolean {
  if (isPrivate(conversation) || rooms.has(conversation)) return true;
  return Array.from(outbox.waiting.values()).some(
    (request) => request.type === "join" && request.room === conversation,
  );
}

/** Who comes in is shown what was said last, before anything that is said from now on. */
function enterRoom(state: SessionState, { room, topic, seq, members }: ReceivedRoom): Effects {
  const { cursors, rooms, missed } = state;
  rooms.set(room, topic);
  countMembers(state, room, members);
  const level = tellLevel(state, room);
  const cursor = cursors.get(room);
  // Behind what was read, the log was put back to an earlier state: what is said from now on is new there.
  if (cursor === undefined || cursor > seq) cursors.set(room, seq);
  if (cursor !== undefined) return level;
  const limit = backlogFor(state, room, seq);
  if (limit === 0) {
    missed.delete(room);
    return level;
  }
  const key = freshKey(state);
  const text = encodeRequest({ type: "history", room, before: seq + 1, limit, key });
  const ask: Effects = [...level, { type: "send", text }];
  const isFirst = state.held.size === 0;
  state.held.set(room, { key, after: seq, messages: [], units: 0, isOverdue: false });
  return isFirst ? [...ask, { type: "arm", timer: "backlog", afterMs: backlogTimeoutMs }] : ask;
}

function leaveRoom(state: SessionState, room: string): Effects {
  const { rooms, members, cursors, held, missed, shownFrom } = state;
  const waiting = held.get(room);
  if (waiting !== undefined) state.released.set(waiting.key, { room, after: waiting.after });
  for (const map of [rooms, members, cursors, held, missed, shownFrom]) map.delete(room);
  const left = show({ type: "left", conversation: room });
  return state.conversation === room ? [...left, ...goTo(state, lobby)] : left;
}
