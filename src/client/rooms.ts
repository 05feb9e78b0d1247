/**
 * The rooms one is in: coming in with what was said before, going from one to another, reading back. Must not know how
 * requests are typed.
 */
import { lobby } from "../protocol/entry.ts";
import type { Entry } from "../protocol/entry.ts";
import { assertNever } from "../protocol/faults.ts";
import { mailboxCursor } from "../protocol/requests.ts";
import type { EnteredRoom, ServerMessage } from "../protocol/server-messages.ts";
import { encodeRequest } from "../protocol/v2.ts";
import type { Happening, Message } from "./face.ts";
import { enterErrandRoom } from "./errand.ts";
import { acknowledge } from "./outbox.ts";
import type { SessionEffect, SessionState } from "./session-state.ts";
import { freshKey } from "./session-state.ts";

type Effects = readonly SessionEffect[];
type Accepted = Extract<ServerMessage, { type: "login"; success: true }>;
type RoomMessage = Extract<
  ServerMessage,
  { type: "join" | "leave" | "topic" | "rooms" | "history" | "search" }
>;

/**
 * After a login. A server that knows the token goes on from our cursors; one that does not has other logs, and their
 * places mean nothing to it.
 */
export function comeIn(state: SessionState, { token, resumed, rooms }: Accepted): Effects {
  if (!resumed) state.cursors.clear();
  state.token = token;
  state.rooms.clear();
  const effects = rooms.flatMap((room) => enterRoom(state, room));
  if (!state.rooms.has(state.room)) state.room = lobby;
  if (!state.cursors.has(mailboxCursor)) state.cursors.set(mailboxCursor, 0);
  effects.push(...remember(state));
  if (state.rooms.size > 1) effects.push(...present(state));
  effects.push(...enterErrandRoom(state));
  return effects;
}

/** What is typed from now on goes to this room, also before the server has let one in: requests keep their order. */
export function goTo(state: SessionState, room: string): Effects {
  state.room = room;
  return state.rooms.has(room) ? present(state) : [];
}

/** The server does not let one in. */
export function turnBack(state: SessionState, room: string): Effects {
  return state.room === room && !state.rooms.has(room) ? goTo(state, lobby) : [];
}

export function receiveRoom(state: SessionState, message: RoomMessage): Effects {
  const { key } = message;
  const request = acknowledge(state.outbox, key);
  switch (message.type) {
    case "join": {
      const effects = enterRoom(state, message);
      return state.room === message.room ? [...present(state), ...effects] : effects;
    }
    case "leave":
      return leaveRoom(state, message.room);
    case "topic":
      state.rooms.set(message.room, message.topic);
      return show({ type: "topic", room: message.room, topic: message.topic });
    case "rooms":
      return show({ type: "rooms", rooms: message.rooms });
    case "history":
    case "search": {
      const room = message.room ?? lobby;
      const messages = message.entries.map((entry) => messageOf(state, entry));
      const query = request?.type === "search" ? request.query : undefined;
      const held = state.held.get(room);
      if (held === undefined || key !== held.key) return show({ type: "past", room, query, messages });
      state.held.delete(room);
      const past = messages.length === 0 ? [] : show({ type: "past", room, messages });
      return [...past, ...held.messages.flatMap(show)];
    }
    default:
      return assertNever(message);
  }
}

/** What was said before will not come any more: shows what has waited for it, which the server will not send again. */
export function release(state: SessionState): Effects {
  const messages = Array.from(state.held.values()).flatMap((held) => held.messages);
  state.held.clear();
  return messages.flatMap(show);
}

/** Whether this is the key of a request for what was said before one came into a room. */
export function isBacklogKey({ held }: SessionState, key: string | undefined): boolean {
  return key !== undefined && Array.from(held.values()).some((waiting) => waiting.key === key);
}

/** For the next run: who one is, and the last private message that was seen. */
export function remember({ nickname, token, cursors }: SessionState): Effects {
  if (token === undefined) return [];
  const mailboxSeq = cursors.get(mailboxCursor) ?? 0;
  return [{ type: "remember", nickname, remembered: { token, mailboxSeq } }];
}

/** An entry as it is shown. */
export function messageOf({ nickname }: SessionState, { log, seq, from, to, text, time }: Entry): Message {
  const room = to === undefined ? log : lobby;
  return { type: "message", room, seq, from, to, text, time, own: from === nickname };
}

/** Who was never in the room is shown what was said last, before anything that is said from now on. */
function enterRoom(state: SessionState, { room, topic, seq }: EnteredRoom): SessionEffect[] {
  const { cursors, rooms, options } = state;
  rooms.set(room, topic);
  if (cursors.has(room)) return [];
  cursors.set(room, seq);
  if (options.backlog === 0 || seq === 0) return [];
  const key = freshKey(state);
  state.held.set(room, { key, messages: [] });
  const text = encodeRequest({ type: "history", room, before: seq + 1, limit: options.backlog, key });
  return [{ type: "send", text }];
}

function leaveRoom(state: SessionState, room: string): Effects {
  state.rooms.delete(room);
  state.cursors.delete(room);
  state.held.delete(room);
  if (state.room === room) state.room = lobby;
  return [...show({ type: "left", room }), ...present(state)];
}

function present({ room, rooms }: SessionState): Effects {
  return show({ type: "room", room, topic: rooms.get(room) ?? "" });
}

function show(happening: Happening): Effects {
  return [{ type: "show", happening }];
}
