/**
 * How one is oneself, as far as what happened tells: under which nickname, over which connection, away or not, with what
 * not sent yet; and the rooms one has heard of. Pure.
 */
import { isPrivate } from "../../conversation-name.ts";
import type { Link, ShownEvent } from "../../shown-event.ts";
import { lobby } from "../../../protocol/entry.ts";
import { knownRoomsMax } from "../../limits.ts";

export interface Presence {
  readonly nickname: string | undefined;
  readonly link: Link | undefined;
  /** Not acknowledged yet. */
  readonly pending: readonly string[];
  readonly away: boolean;
  /** For completion. */
  readonly rooms: readonly string[];
}

export const initialPresence: Presence = {
  nickname: undefined,
  link: undefined,
  pending: [],
  away: false,
  rooms: [lobby],
};

/** The same object when nothing of it has changed: most events are messages in known rooms. */
export function presenceAfter(presence: Presence, event: ShownEvent): Presence {
  switch (event.type) {
    case "link": {
      const { link } = event;
      return { ...presence, link, nickname: link.state === "online" ? link.nickname : presence.nickname };
    }
    case "renamed":
      return { ...presence, nickname: event.nickname };
    case "away":
      return { ...presence, away: event.away };
    case "pending":
      return { ...presence, pending: event.waiting.map(({ text }) => text) };
    case "here":
      return withRooms(presence, [event.conversation]);
    case "rooms":
      return withRooms(
        presence,
        event.rooms.map(({ room }) => room),
      );
    case "message":
      return event.to === undefined ? withRooms(presence, [event.room]) : presence;
    default:
      return presence;
  }
}

function withRooms(presence: Presence, names: readonly string[]): Presence {
  const known = presence.rooms;
  const fresh = names.filter((name) => !isPrivate(name) && !known.includes(name));
  return fresh.length === 0 ? presence : { ...presence, rooms: [...known, ...fresh].slice(-knownRoomsMax) };
}
