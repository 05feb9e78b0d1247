/** What happens, in words: one text for each, perhaps of several lines. Must not know where it is written. */
import type { Catalogue } from "../../locale/catalogue.ts";
import { lobby } from "../../protocol/entry.ts";
import { assertNever, faultText } from "../../protocol/faults.ts";
import { actionOf, cleanLine, excerpt } from "../../protocol/text.ts";
import type { Happening, Link } from "../face.ts";
import type { Calendar } from "../terminal/clock.ts";

type Of<Type extends Happening["type"]> = Extract<Happening, { type: Type }>;

/** A nickname holds no space, so who speaks to whom can be told apart from what is said. */
export function messageText({ client }: Catalogue, { room, from, to, text, own }: Of<"message">): string {
  const action = actionOf(text);
  if (to !== undefined) {
    const whom = own ? client.privateTo(cleanLine(to)) : client.privateFrom(cleanLine(from));
    return `(${whom}) ${action === undefined ? text : `* ${cleanLine(from)} ${action}`}`;
  }
  const said = action === undefined ? `${cleanLine(from)}: ${text}` : `* ${cleanLine(from)} ${action}`;
  return inRoom(room) + said;
}

export function noticeText(
  { notices }: Catalogue,
  { event, room, nickname, topic, to }: Of<"notice">,
): string {
  // Who is away is so in no room: the room is only where it is told.
  const where = room.startsWith("@") ? "" : inRoom(room);
  return where + notices[event](cleanLine(nickname), cleanLine(to ?? topic));
}

export function hereText({ client, face }: Catalogue, { conversation, topic, members }: Of<"here">): string {
  if (conversation.startsWith("@")) return face.privateWith(cleanLine(conversation.slice(1)));
  const people = members === undefined ? "" : ` ${face.peopleHere(members)}`;
  return client.roomIs(cleanLine(conversation), cleanLine(topic)) + people;
}

export function leftText({ client, face }: Catalogue, { conversation }: Of<"left">): string {
  return conversation.startsWith("@")
    ? face.privateClosed(cleanLine(conversation.slice(1)))
    : client.leftRoom(cleanLine(conversation));
}

export function roomsText({ client }: Catalogue, { rooms }: Of<"rooms">): string {
  const lines = rooms.map(
    ({ room, members, topic }) => `\n${client.roomLine(cleanLine(room), members, cleanLine(topic))}`,
  );
  return client.rooms(rooms.length) + lines.join("");
}

export function membersText({ client, face }: Catalogue, { members, detailed }: Of<"members">): string {
  const lines = members.map(({ nickname, away, text }) => {
    const why = away && detailed ? ` ${face.memberAway(cleanLine(text ?? ""))}` : "";
    return `\n${cleanLine(nickname)}${why}`;
  });
  return client.members(members.length) + lines.join("");
}

export function whoisText({ face }: Catalogue, whois: Of<"whois">, when: (time: number) => string): string {
  const { rooms, since, spoke, silent, away } = face.whois;
  const { nickname, spokeAt, text } = whois;
  return [
    rooms(cleanLine(nickname), whois.rooms.map(cleanLine).join(", ")),
    since(when(whois.since)),
    spokeAt === undefined ? silent : spoke(when(spokeAt)),
    ...(whois.away ? [away(cleanLine(text ?? ""))] : []),
  ].join("\n");
}

export function ignoredText({ face }: Catalogue, { nicknames }: Of<"ignored">): string {
  return nicknames.length === 0 ? face.ignoredNobody : face.ignored(nicknames.map(cleanLine).join(", "));
}

export function awayText({ face }: Catalogue, { away, text }: Of<"away">): string {
  return away ? face.youAreAway(cleanLine(text)) : face.youAreBack;
}

export function refusalText({ faults }: Catalogue, refusal: Of<"refused">): string {
  if (refusal.fault === undefined) return refusal.text;
  const sentence = faultText(faults, refusal.fault);
  return refusal.text === undefined ? sentence : `${sentence} (${excerpt(refusal.text)})`;
}

export function linkText({ client }: Catalogue, address: string, link: Link): string {
  switch (link.state) {
    case "connecting":
      return client.connecting(address);
    case "online": {
      const welcome = link.again === true ? client.onlineAgain : client.online;
      return welcome(cleanLine(link.nickname), cleanLine(link.server));
    }
    case "offline":
      return client.offline(cleanLine(link.reason), Math.ceil(link.retryInMs / 1_000));
    default:
      return assertNever(link);
  }
}

/** A time of today, or of a day. */
export function whenText({ face }: Catalogue, calendar: Calendar, time: number): string {
  const clock = calendar.timeText(time);
  const isToday = calendar.dayOf(time) === calendar.today();
  return (isToday ? face.today(clock) : face.onDay(calendar.dayText(time), clock)).trim();
}

function inRoom(room: string): string {
  return room === lobby ? "" : `[${cleanLine(room)}] `;
}
