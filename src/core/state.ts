/**
 * The state of the core: who is connected and who is in which room. `step` and `apply` alone change it. It holds no messages,
 * which are in the log.
 */

import { lobby } from "../protocol/entry.ts";
import { roomsMax } from "../protocol/limits.ts";
import type { Peer } from "./who.ts";

/** One connected client, from accept to close. */
export interface Session {
  readonly id: number;
  /** Undefined before the login, and again after the goodbye. */
  member: Member | undefined;
  readonly peer: Peer;
  /** Malformed frames, less the well-formed ones that followed them. */
  faults: number;
  /** Its goodbye was said: nothing it sends counts any more. */
  closing: boolean;
}

/** Somebody who is here, or was a moment ago and may be back at once. */
export interface Member {
  /** As it is shown. */
  nickname: string;
  /** Whom the messages' keys and the mailbox belong to; never shown. */
  readonly identity: string;
  /** Its client knows how to come back (it speaks of cursors or a token): a lost line is not a leave at once. */
  resumable: boolean;
  /** Comes and goes unannounced: a program on an errand. */
  readonly quiet: boolean;
  readonly rooms: Room[];
  /** Behind which entry it began to read each room that it joined, for a client that never had the answer. */
  joinedAt: Map<string, number> | undefined;
  ignoring: boolean;
  /** What they said about being away, perhaps nothing; undefined while they are not. */
  awayText: string | undefined;
  /** Their client wants to be shown who is writing. */
  wantsTyping: boolean;
  /** When they came, said something last, and were last shown to be writing: milliseconds since 1970. */
  readonly since: number;
  spokeAt: number | undefined;
  typedAt: number | undefined;
  /** Their connections; at most one for now, by the rule of `attach`. An array, since a set is large beside an idle member. */
  readonly sessions: Session[];
  /** When the last of their sessions was lost; undefined while there is one. Milliseconds since 1970. */
  lostAt: number | undefined;
}

export interface Room {
  readonly name: string;
  topic: string;
  readonly members: Set<Member>;
}

/** Who held a nickname last and can come back to it. */
export interface Holder {
  readonly nickname: string;
  readonly identity: string;
}

export interface KnownHolder extends Holder {
  /** When they were here, as it was remembered last: milliseconds since 1970. */
  readonly rememberedAt: number;
}

export interface State {
  readonly server: { readonly name: string; readonly version: string };
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly sessions: Map<number, Session>;
  /** By folded nickname. */
  readonly members: Map<string, Member>;
  /** By identity: nobody is here twice. */
  readonly present: Map<string, Member>;
  readonly rooms: Map<string, Room>;
  /** By folded nickname. */
  readonly holders: Map<string, KnownHolder>;
  /** Members without a session, who will be taken out of their rooms if they stay away. */
  readonly lost: Set<Member>;
  /** The seq of the last entry that is committed in a log; 0 when there is none. The log's own answer. */
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

/** A room, made when it was not there. */
export function roomOf(state: State, name: string): Room {
  const known = state.rooms.get(name);
  if (known !== undefined) return known;
  if (state.rooms.size >= roomsMax) evictEmptyRoom(state);
  const room: Room = { name, topic: "", members: new Set() };
  state.rooms.set(name, room);
  return room;
}

/** Whether a room of that name is there, or there is place for it. */
export function hasCapacityFor(state: State, name: string): boolean {
  return state.rooms.has(name) || state.rooms.size < roomsMax || firstEmptyRoom(state) !== undefined;
}

/** Of too many rooms, the oldest that only a topic keeps. */
function evictEmptyRoom(state: State): void {
  const room = firstEmptyRoom(state);
  if (room !== undefined) state.rooms.delete(room.name);
}

function firstEmptyRoom(state: State): Room | undefined {
  for (const room of state.rooms.values()) if (room.members.size === 0 && room.name !== lobby) return room;
  return undefined;
}
