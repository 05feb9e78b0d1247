/**
 * Shown events in words, the same for every face: one text for each, perhaps of several lines, clean.
 */
import type { Catalogue } from "../locale/catalogue.ts";
import { assertNever } from "../base/assert-never.ts";
import { faultText } from "../protocol/faults.ts";
import { cleanLine, cleanText, excerpt } from "../protocol/text.ts";
import type { Calendar } from "./clock.ts";
import { partnerOf } from "./conversation-name.ts";
import type { Link, ShownEvent } from "./shown-event.ts";

type Of<Type extends ShownEvent["type"]> = Extract<ShownEvent, { type: Type }>;

/** What is told in a sentence or a few. */
export type SentenceEvent = Of<
  | "topic"
  | "rooms"
  | "left"
  | "renamed"
  | "away"
  | "whois"
  | "notify"
  | "hidden"
  | "ignoring"
  | "refused"
  | "delayed"
  | "said"
  | "broken"
  | "gap"
>;

export function eventText(told: SentenceEvent, catalogue: Catalogue, calendar: Calendar): string {
  const { client, face, ignoring, notIgnoring } = catalogue;
  switch (told.type) {
    case "topic":
      return client.topicIs(cleanLine(told.room), cleanLine(told.topic));
    case "rooms":
      return [client.rooms(told.rooms.length), ...told.rooms.map((room) => roomLine(room, catalogue))].join(
        "\n",
      );
    case "left":
      return leftText(told.conversation, catalogue);
    case "renamed":
      return face.renamed(cleanLine(told.nickname));
    case "away":
      return told.away ? face.youAreAway(cleanLine(told.text)) : face.youAreBack;
    case "whois":
      return whoisText(told, catalogue, calendar);
    case "notify":
      return face.notify[told.level](cleanLine(told.conversation));
    case "hidden":
      return told.nicknames.length === 0
        ? face.hiddenNobody
        : face.hidden(told.nicknames.map(cleanLine).join(", "));
    case "ignoring":
      return told.ignoring ? ignoring : notIgnoring;
    case "refused":
      return refusalText(told, catalogue);
    case "delayed":
      return client.delayed;
    case "broken":
      return client.brokenMessages(told.count);
    case "gap":
      return gapText(told, catalogue);
    case "said":
      return cleanText(told.text).trimEnd();
    default:
      return assertNever(told);
  }
}

/** What is missing, and why. */
export function gapText(
  { conversation, from, to, why }: Omit<Of<"gap">, "type">,
  { client }: Catalogue,
): string {
  const where = conversation === undefined ? client.privateMessages : cleanLine(conversation);
  return client.gap[why](where, from, to);
}

/** What stands above messages from before. */
export function pastHeading(past: Of<"past">, catalogue: Catalogue, calendar: Calendar): string {
  const { room, query, isPartial, searchedTo, messages } = past;
  const { client } = catalogue;
  const name = cleanLine(room);
  if (query !== undefined) {
    const found = foundText(past, name, cleanLine(query), client);
    if (searchedTo !== undefined)
      return `${client.searchedTo(whenText(searchedTo, catalogue, calendar))} ${found}`;
    return isPartial === true ? `${client.newestSearched} ${found}` : found;
  }
  return messages.length === 0 ? client.nothingPast(name) : client.past(name);
}

/** What was found; or how far nothing was: before what an earlier answer had, so far, or at all. */
function foundText(
  { isPartial = false, isContinued = false, messages }: Of<"past">,
  room: string,
  query: string,
  client: Catalogue["client"],
): string {
  if (messages.length > 0) return client.found(room, query);
  if (isPartial) return client.foundNothingYet(room, query);
  return isContinued ? client.foundNothingMore(room, query) : client.foundNothing(room, query);
}

export function noticeText({ event, nickname, topic, to }: Of<"notice">, { notices }: Catalogue): string {
  return notices[event](cleanLine(nickname), cleanLine(to ?? topic));
}

/** Where one is, among how many, and last what it is about: a topic is others' words, and may end without a stop. */
export function hereText(
  { conversation, topic, members }: Pick<Of<"here">, "conversation" | "topic" | "members">,
  { client, face }: Catalogue,
): string {
  const partner = partnerOf(conversation);
  if (partner !== undefined) return face.privateWith(cleanLine(partner));
  const room = cleanLine(conversation);
  return [
    client.roomIs(room),
    ...(members === undefined ? [] : [face.peopleHere(members)]),
    ...(topic === "" ? [] : [client.topicIs(room, cleanLine(topic))]),
  ].join("\n");
}

export function onlineText(
  { nickname, server, again }: Extract<Link, { state: "online" }>,
  { client }: Catalogue,
): string {
  const welcome = again === true ? client.onlineAgain : client.online;
  return welcome(cleanLine(nickname), cleanLine(server));
}

/** Why an input cannot be read. @param code the system's */
export function unreadableText(code: string, { client }: Catalogue): string {
  return code === "EISDIR" ? client.inputIsFolder : client.inputUnreadable(cleanLine(code));
}

/** Today's by the clock alone, others with their day. @param time milliseconds since 1970, UTC */
export function whenText(time: number, { face }: Catalogue, calendar: Calendar): string {
  const clockTime = calendar.timeText(time);
  const today = calendar.today();
  if (calendar.dayOf(time) === today) return face.today(clockTime);
  if (calendar.dayOf(time + msPerDay) === today) return face.yesterday(clockTime);
  return face.onDay(calendar.dayText(time), clockTime);
}

/** On the two days a year that are longer or shorter, an hour of yesterday is called by its date. */
const msPerDay = 86_400_000;

function leftText(conversation: string, { client, face }: Catalogue): string {
  const partner = partnerOf(conversation);
  return partner === undefined
    ? client.leftRoom(cleanLine(conversation))
    : face.privateClosed(cleanLine(partner));
}

function roomLine({ room, members, topic }: Of<"rooms">["rooms"][number], { client }: Catalogue): string {
  return client.roomLine(cleanLine(room), members, cleanLine(topic));
}

function whoisText(
  { nickname, rooms, since, spokeAt, away, text }: Of<"whois">,
  catalogue: Catalogue,
  calendar: Calendar,
): string {
  const { whois } = catalogue.face;
  const name = cleanLine(nickname);
  const lines = [
    rooms.length === 0 ? name : whois.rooms(name, rooms.map(cleanLine).join(", ")),
    whois.since(whenText(since, catalogue, calendar)),
    spokeAt === undefined ? whois.silent : whois.spoke(whenText(spokeAt, catalogue, calendar)),
  ];
  return [...lines, ...(away ? [whois.away(cleanLine(text ?? ""))] : [])].join("\n");
}

function refusalText({ fault, text, line }: Of<"refused">, { faults, client }: Catalogue): string {
  const about = fault === undefined || text === undefined ? "" : ` (${excerpt(text)})`;
  const why = cleanText(fault === undefined ? (text ?? "") : `${faultText(faults, fault)}${about}`);
  return line === undefined ? why : client.atLine(line, why);
}
