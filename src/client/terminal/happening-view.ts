/**
 * Everything that is printed and is no message, as lines for the terminal. All that comes from the network is cleaned.
 * Pure. Must not know the input area or how lines are printed.
 */
import type { Happening } from "../face.ts";
import { pastHeading } from "../past.ts";
import type { Catalogue } from "../../locale/catalogue.ts";
import { assertNever, faultText } from "../../protocol/faults.ts";
import { cleanLine, cleanText, excerpt } from "../../protocol/text.ts";
import type { Look } from "./block.ts";
import { block, noTime, rule } from "./block.ts";
import type { Span } from "./cells.ts";
import { viewMessage } from "./message-view.ts";
import { viewNotice } from "./notice-view.ts";
import type { Mark, Printed } from "./printing.ts";
import { alarm, dim, nicknameStyle } from "./style.ts";
import { whenText } from "./when.ts";

type Of<Type extends Happening["type"]> = Extract<Happening, { type: Type }>;

/** No lines for what is shown beside the input, or not at all. */
export function viewHappening(happening: Printed, look: Look): readonly string[] {
  const { catalogue } = look;
  const { client } = catalogue;
  switch (happening.type) {
    case "message":
      return viewMessage(happening, look);
    case "past":
      return [
        ...viewPast(happening, look),
        ...happening.messages.flatMap((message) => viewMessage(message, look)),
      ];
    case "notice":
      return viewNotice(noticeText(happening, catalogue), look, {
        time: look.calendar.timeText(happening.time),
      });
    case "topic":
      return viewNotice(client.topicIs(cleanLine(happening.room), cleanLine(happening.topic)), look);
    case "rooms": {
      const lines = happening.rooms.map(
        ({ room, members, topic }) => `\n${client.roomLine(cleanLine(room), members, cleanLine(topic))}`,
      );
      return viewNotice(client.rooms(lines.length) + lines.join(""), look);
    }
    case "members":
      return viewMembers(happening, look);
    case "refused":
      return viewRefusal(happening, look);
    case "welcome":
    case "moved":
    case "leftOut":
    case "unseen":
      return viewMark(happening, look);
    default: {
      const text = sentence(happening, look);
      return text === undefined ? [] : viewNotice(text, look);
    }
  }
}

/** What stands above messages from before. */
export function viewPast({ room, query, messages, missed = 0 }: Of<"past">, look: Look): readonly string[] {
  const heading = viewNotice(pastHeading(look.catalogue, room, messages.length, query), look);
  if (missed === 0) return heading;
  return [...heading, ...viewNotice(look.catalogue.face.missed(missed), look)];
}

/** Between the last message that was seen in an earlier run, if that is known, and the first that is new. */
export function viewNewSince(seenAt: number | undefined, look: Look): readonly string[] {
  const { face } = look.catalogue;
  return [rule([seenAt === undefined ? face.newBelow : face.newSince(whenText(seenAt, look))], look)];
}

/** Above the first line of another day. */
export function viewDay(day: string, look: Look): readonly string[] {
  return [rule([day], look)];
}

function viewMark(mark: Mark, look: Look): readonly string[] {
  const { face, client } = look.catalogue;
  switch (mark.type) {
    case "welcome": {
      const { conversation, topic, members } = mark;
      if (conversation.startsWith("@"))
        return viewNotice(face.privateWith(cleanLine(conversation.slice(1))), look);
      const people = members === undefined ? "" : `\n${face.peopleHere(members)}`;
      return viewNotice(client.roomIs(cleanLine(conversation), cleanLine(topic)) + people, look);
    }
    case "moved":
      return [rule([mark.conversation, mark.topic, mark.news === 0 ? "" : face.newCount(mark.news)], look)];
    case "leftOut":
      return viewNotice(face.earlier(mark.count), look);
    case "unseen":
      return [rule([face.newBelow], look)];
    default:
      return assertNever(mark);
  }
}

/** What is said in a sentence or a few; undefined for what is not printed. */
function sentence(
  happening: Exclude<
    Printed,
    Mark | Of<"message" | "past" | "notice" | "topic" | "rooms" | "members" | "refused">
  >,
  look: Look,
): string | undefined {
  const { client, face, ignoring, notIgnoring } = look.catalogue;
  switch (happening.type) {
    case "left": {
      const name = cleanLine(happening.conversation);
      return name.startsWith("@") ? face.privateClosed(name.slice(1)) : client.leftRoom(name);
    }
    case "renamed":
      return face.renamed(cleanLine(happening.nickname));
    case "away":
      return happening.away ? face.youAreAway(cleanLine(happening.text)) : face.youAreBack;
    case "whois":
      return whoisText(happening, look);
    case "notify":
      return face.notify[happening.level](cleanLine(happening.conversation));
    case "ignored": {
      const { nicknames } = happening;
      return nicknames.length === 0 ? face.ignoredNobody : face.ignored(nicknames.map(cleanLine).join(", "));
    }
    case "said":
      return cleanText(happening.text).trimEnd();
    case "ignoring":
      return happening.ignoring ? ignoring : notIgnoring;
    case "link": {
      const { link } = happening;
      if (link.state !== "online") return undefined;
      const welcome = link.again === true ? client.onlineAgain : client.online;
      return welcome(cleanLine(link.nickname), cleanLine(link.server));
    }
    case "here":
    case "typing":
    case "pending":
    case "clear":
    case "edit":
      return undefined;
    default:
      return assertNever(happening);
  }
}

function noticeText({ event, nickname, topic, to, text }: Of<"notice">, { notices }: Catalogue): string {
  return notices[event](cleanLine(nickname), cleanLine(to ?? text ?? topic));
}

function whoisText({ nickname, rooms, since, spokeAt, away, text }: Of<"whois">, look: Look): string {
  const { whois } = look.catalogue.face;
  const name = cleanLine(nickname);
  const lines = [
    rooms.length === 0 ? name : whois.rooms(name, rooms.map(cleanLine).join(", ")),
    whois.since(whenText(since, look)),
    spokeAt === undefined ? whois.silent : whois.spoke(whenText(spokeAt, look)),
  ];
  return [...lines, ...(away ? [whois.away(cleanLine(text ?? ""))] : [])].join("\n");
}

function viewMembers({ members, detailed }: Of<"members">, look: Look): readonly string[] {
  const { client, face } = look.catalogue;
  const names = members.flatMap(({ nickname, away, text }, index): readonly Span[] => {
    const name = cleanLine(nickname);
    const separator = detailed ? "\n" : index === 0 ? " " : ", ";
    const why = away ? ` ${face.memberAway(detailed ? cleanLine(text ?? "") : "")}` : "";
    return [{ text: separator }, { text: name, style: nicknameStyle(name) }, { text: why, style: dim }];
  });
  const count = { text: client.members(members.length), style: dim };
  return block([{ text: `${noTime} - `, style: dim }], [count, ...names], look);
}

function viewRefusal({ fault, text }: Of<"refused">, look: Look): readonly string[] {
  const what = text === undefined ? "" : ` (${excerpt(text)})`;
  const said = fault === undefined ? (text ?? "") : `${faultText(look.catalogue.faults, fault)}${what}`;
  return block([{ text: `${noTime} ! `, style: alarm }], [{ text: cleanText(said), style: alarm }], look);
}
