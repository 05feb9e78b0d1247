/** Shown events as plain lines: one text for each, perhaps of several lines. */
import type { Catalogue } from "../../locale/catalogue.ts";
import { lobby } from "../../protocol/entry.ts";
import { assertNever } from "../../base/assert-never.ts";
import { actionOf, cleanLine } from "../../protocol/text.ts";
import type { Link, ShownEvent } from "../shown-event.ts";
import { isForAll } from "../shown-event.ts";
import { noticeText, onlineText } from "../event-text.ts";

type Of<Type extends ShownEvent["type"]> = Extract<ShownEvent, { type: Type }>;

/** A nickname holds no space, so who speaks to whom can be told apart from what is said. */
export function messageText({ room, from, to, text, own }: Of<"message">, { client }: Catalogue): string {
  const action = actionOf(text);
  if (to !== undefined) {
    const whom = own ? client.privateTo(cleanLine(to)) : client.privateFrom(cleanLine(from));
    return `(${whom}) ${action === undefined ? text : `* ${cleanLine(from)} ${action}`}`;
  }
  const said = action === undefined ? `${cleanLine(from)}: ${text}` : `* ${cleanLine(from)} ${action}`;
  return inRoom(room) + said;
}

/** With its room, where it happened in one alone. */
export function newsText(notice: Of<"notice">, catalogue: Catalogue): string {
  return (isForAll(notice) ? "" : inRoom(notice.room)) + noticeText(notice, catalogue);
}

export function membersText({ members, detailed }: Of<"members">, { client, face }: Catalogue): string {
  const lines = members.map(({ nickname, away, text = "" }) => {
    const why = away ? ` ${face.memberAway(detailed ? cleanLine(text) : "")}` : "";
    return `\n${cleanLine(nickname)}${why}`;
  });
  return client.members(members.length) + lines.join("");
}

export function linkText(link: Link, catalogue: Catalogue, address: string): string {
  const { client } = catalogue;
  switch (link.state) {
    case "connecting":
      return client.connecting(address);
    case "online":
      return onlineText(link, catalogue);
    case "offline":
      return client.offline(cleanLine(link.reason), Math.ceil(link.retryInMs / 1_000));
    default:
      return assertNever(link);
  }
}

function inRoom(room: string): string {
  return room === lobby ? "" : `[${cleanLine(room)}] `;
}
