/**
 * How one is oneself, as far as what happened tells: under which nickname, over which connection, away or not, with what not
 * sent yet; and the rooms one has heard of. Pure. Must not know how it is shown.
 */
import { isPrivate } from "../../conversation-name.ts";
import type { Happening, Link } from "../../face.ts";
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

export const nowhere: Presence = {
  nickname: undefined,
  link: undefined,
  pending: [],
  away: false,
  rooms: [lobby],
};

/** The same object when nothing of it has changed: most happenings are messages in known rooms. */
export function behold(presence: Presence, happening: Happening): Presence {
  switch (happening.type) {
    case "link": {
      const { link } = happening;
      return { ...presence, link, nickname: link.state === "online" ? link.nickname : presence.nickname };
    }
    case "renamed":
      return { ...presence, nickname: happening.nickname };
    case "away":
      return { ...presence, away: happening.away };
    case "pending":
      return { ...presence, pending: happening.waiting.map(({ text }) => text) };
    case "here":
      return withRooms(presence, [happening.conversation]);
    case "rooms":
      return withRooms(
        presence,
        happening.rooms.map(({ room }) => room),
      );
    case "message":
      return happening.to === undefined ? withRooms(presence, [happening.room]) : presence;
    default:
      return presence;
  }
}

function withRooms(presence: Presence, names: readonly string[]): Presence {
  const known = presence.rooms;
  const fresh = names.filter((name) => !isPrivate(name) && !known.includes(name));
  return fresh.length === 0 ? presence : { ...presence, rooms: [...known, ...fresh].slice(-knownRoomsMax) };
}
