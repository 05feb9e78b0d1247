/**
 * The state of the core: who is connected, and who is in which room. Only `step` and `apply` change it. Messages are
 * not in it, but in the log.
 */

import { lobby } from "../protocol/entry.ts";
import { roomsMax } from "../protocol/limits.ts";
import type { Peer } from "./who.ts";

/** One connection, from accept to close. */
export interface Session {
  readonly id: number;
  /** Undefined before the login, and again once the member has left or has moved to another session. */
  member: Member | undefined;
  readonly peer: Peer;
  /** Malformed frames, minus the well-formed ones after them. */
  faults: number;
  /** The session is being closed: further requests are ignored. */
  closing: boolean;
  /** The first message that the store has refused lately and that was not sent again. */
  refused: RefusedMessage | undefined;
}

export interface RefusedMessage {
  readonly key: string;
  /** When it was sent, in milliseconds since 1970. */
  readonly at: number;
}

/** A person or guest who is connected, or who lost the connection and is still in the grace period. */
export interface Member {
  /** As shown to others. */
  nickname: string;
  /** Owns the keys of the messages and the mailbox. Never shown. */
  readonly identity: string;
  /** The client can resume (it logged in with cursors or a token): a lost connection is not a leave at once. */
  resumable: boolean;
  /** Joins and leaves silently: a program that runs for a moment. */
  readonly quiet: boolean;
  readonly rooms: Room[];
  /** The seq from which each room was joined, for a client that did not receive the answer. */
  joinedAt: Map<string, number> | undefined;
  ignoring: boolean;
  /** The away message, which may be empty; undefined if none is set. */
  awayText: string | undefined;
  /** The client wants typing notices. */
  wantsTyping: boolean;
  /** When the member logged in, sent the last message, and last sent a typing notice: milliseconds since 1970. */
  readonly since: number;
  spokeAt: number | undefined;
  typedAt: number | undefined;
  /** At most one for now, by the rule of `attach`. An array, because a set is large compared to an idle member. */
  readonly sessions: Session[];
  /** When the last session was lost: milliseconds since 1970. Undefined while there is a session. */
  lostAt: number | undefined;
}

export interface Room {
  readonly name: string;
  topic: string;
  /** Changes of the topic about which the store has not decided. */
  topicsInFlight: number;
  readonly members: Set<Member>;
}

/** The last holder of a nickname, who can resume with it. */
export interface Holder {
  readonly nickname: string;
  readonly identity: string;
}

export interface KnownHolder extends Holder {
  /** The time of its record: milliseconds since 1970. */
  readonly rememberedAt: number;
}

export interface State {
  readonly server: { readonly name: string; readonly version: string };
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly sessions: Map<number, Session>;
  /** By folded nickname. */
  readonly members: Map<string, Member>;
  /** By identity. An identity has at most one member. */
  readonly present: Map<string, Member>;
  readonly rooms: Map<string, Room>;
  /** By folded nickname. */
  readonly holders: Map<string, KnownHolder>;
  /** Members without a session, who are removed when their grace period has passed. */
  readonly lost: Set<Member>;
  /** The seq of the last entry of a log that was delivered to its readers; 0 if there is none. */
  readonly headOf: (log: string) => number;
}

export function emptyState(
  server: State["server"],
  startedAt: number,
  headOf: (log: string) => number,
): State {
  return {
    server,
    startedAt,
    sessions: new Map(),
    members: new Map(),
    present: new Map(),
    rooms: new Map(),
    holders: new Map(),
    lost: new Set(),
    headOf,
  };
}

/** The room of that name, created if necessary. */
export function roomOf(state: State, name: string): Room {
  const known = state.rooms.get(name);
  if (known !== undefined) return known;
  if (state.rooms.size >= roomsMax) evictEmptyRoom(state);
  const room: Room = { name, topic: "", topicsInFlight: 0, members: new Set() };
  state.rooms.set(name, room);
  return room;
}

/** Whether the room exists or can be created. */
export function hasCapacityFor(state: State, name: string): boolean {
  return state.rooms.has(name) || state.rooms.size < roomsMax || firstEmptyRoom(state) !== undefined;
}

/** Deletes the oldest room without members, which only its topic has kept. */
function evictEmptyRoom(state: State): void {
  const room = firstEmptyRoom(state);
  if (room !== undefined) state.rooms.delete(room.name);
}

function firstEmptyRoom(state: State): Room | undefined {
  for (const room of state.rooms.values()) if (room.members.size === 0 && room.name !== lobby) return room;
  return undefined;
}
