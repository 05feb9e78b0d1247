/**
 * Where one is and who is there, as far as what happened tells: for the status row, the prompt and completion. Pure. Must
 * not know how it is shown.
 */
import type { Happening, Link } from "../face.ts";
import { lobby } from "../../protocol/entry.ts";
import { completionNicknamesMax, knownRoomsMax } from "../../protocol/limits.ts";

export interface Presence {
  /** Where what is typed goes. */
  readonly room: string;
  readonly nickname: string | undefined;
  readonly link: Link | undefined;
  /** Not acknowledged yet. */
  readonly pending: readonly string[];
  /** The rooms one is in, and all that were heard of. */
  readonly entered: readonly string[];
  readonly rooms: readonly string[];
  /** Others in the lobby, while no other room mixes its people in; undefined when they are not known. */
  readonly others: number | undefined;
  /** Of a room whose members were listed. */
  readonly listed: { readonly room: string; readonly names: ReadonlySet<string> } | undefined;
}

export const nowhere: Presence = {
  room: lobby,
  nickname: undefined,
  link: undefined,
  pending: [],
  entered: [lobby],
  rooms: [lobby],
  others: undefined,
  listed: undefined,
};

/** The same object when nothing of it has changed: most happenings are messages in known rooms. */
export function attend(presence: Presence, happening: Happening): Presence {
  switch (happening.type) {
    case "link":
      return withLink(presence, happening.link);
    case "pending":
      return { ...presence, pending: happening.texts };
    case "room":
      return withRooms({ ...presence, room: happening.room }, [happening.room], true);
    case "left":
      return { ...presence, entered: presence.entered.filter((room) => room !== happening.room) };
    case "rooms":
      return withRooms(
        presence,
        happening.rooms.map(({ room }) => room),
        false,
      );
    case "message":
      return happening.to === undefined ? withRooms(presence, [happening.room], true) : presence;
    case "members":
      return { ...presence, listed: { room: happening.room, names: new Set(happening.nicknames) } };
    case "notice":
      return withNotice(presence, happening);
    default:
      return presence;
  }
}

/** Nicknames for completion are those of the lobby, as long as one was nowhere else. */
export function withNicknames(presence: Presence, nicknames: readonly string[]): Presence {
  const { link, entered } = presence;
  const isOld = link?.state === "online" && link.memory === "none";
  const known = !isOld && entered.length === 1 && nicknames.length < completionNicknamesMax;
  return { ...presence, others: known ? nicknames.length : undefined };
}

/** How many are in the room, oneself included; undefined when that is not known. */
export function memberCount({ room, listed, others, entered }: Presence): number | undefined {
  if (listed?.room === room) return listed.names.size;
  if (room !== lobby || others === undefined || entered.length > 1 || listed !== undefined) return undefined;
  return others + 1;
}

/** After a lost line, what was listed before is not true any more. */
function withLink(presence: Presence, link: Link): Presence {
  if (link.state === "online") return { ...presence, link, nickname: link.nickname };
  return { ...presence, link, listed: undefined };
}

function withRooms(presence: Presence, rooms: readonly string[], isIn: boolean): Presence {
  const { entered } = presence;
  const known = presence.rooms;
  const isKnown = rooms.every((room) => known.includes(room) && (!isIn || entered.includes(room)));
  if (isKnown) return presence;
  return {
    ...presence,
    rooms: [...new Set([...known, ...rooms])].slice(-knownRoomsMax),
    entered: isIn ? [...new Set([...entered, ...rooms])].slice(-knownRoomsMax) : entered,
  };
}

function withNotice(
  presence: Presence,
  { event, room, nickname }: Extract<Happening, { type: "notice" }>,
): Presence {
  const { listed } = presence;
  if (listed?.room !== room || event === "topic") return presence;
  const names = new Set(listed.names);
  if (event === "join") names.add(nickname);
  else names.delete(nickname);
  return { ...presence, listed: { room, names } };
}
