/**
 * Everything that is printed and is no message, as lines for the terminal. All that comes from the network is cleaned.
 * Pure.
 */
import type { Past, ShownEvent } from "../../shown-event.ts";
import { assertNever } from "../../../base/assert-never.ts";
import { cleanLine } from "../../../protocol/text.ts";
import { eventText, hereText, noticeText, onlineText, pastHeading, whenText } from "../../event-text.ts";
import type { Mark, Printed } from "../state/printing.ts";
import type { Look } from "./layout.ts";
import { hangingIndent, noTime, rule } from "./layout.ts";
import type { Span } from "./cells.ts";
import { viewNotice } from "./notice-view.ts";
import { alarm, dim, nicknameStyle } from "./style.ts";

/** All but what somebody said. */
export type Shown = Exclude<Printed, { type: "message" | "past" }>;

type Of<Type extends ShownEvent["type"]> = Extract<ShownEvent, { type: Type }>;

/** No lines for what is shown beside the input, or not at all. */
export function viewEvent(event: Shown, look: Look): readonly string[] {
  const { catalogue, calendar } = look;
  switch (event.type) {
    case "notice":
      return viewNotice(noticeText(event, catalogue), look, { time: calendar.timeText(event.time) });
    case "members":
      return viewMembers(event, look);
    case "refused":
    case "delayed":
    case "broken":
    case "gap":
      return hangingIndent(
        [{ text: `${noTime} ! `, style: alarm }],
        [{ text: eventText(event, catalogue, calendar), style: alarm }],
        look,
      );
    case "topic":
    case "rooms":
    case "left":
    case "renamed":
    case "away":
    case "whois":
    case "notify":
    case "hidden":
    case "ignoring":
      return viewNotice(eventText(event, catalogue, calendar), look);
    case "said":
      return viewSaid(eventText(event, catalogue, calendar), look);
    case "link":
      return event.link.state === "online" ? viewNotice(onlineText(event.link, catalogue), look) : [];
    case "welcome":
    case "moved":
    case "leftOut":
    case "unseen":
      return viewMark(event, look);
    case "here":
    case "typing":
    case "pending":
    case "clear":
    case "edit":
      return [];
    default:
      return assertNever(event);
  }
}

/** What stands above messages from before. */
export function viewPast(past: Past, look: Look): readonly string[] {
  const heading = viewNotice(pastHeading(past, look.catalogue, look.calendar), look);
  const { missed = 0 } = past;
  return missed === 0 ? heading : [...heading, ...viewNotice(look.catalogue.face.missed(missed), look)];
}

/** Between the last message that was seen in an earlier run, if that is known, and the first that is new. */
export function viewNewSince(seenAt: number | undefined, look: Look): readonly string[] {
  const { catalogue, calendar } = look;
  const { face } = catalogue;
  const text = seenAt === undefined ? face.newBelow : face.newSince(whenText(seenAt, catalogue, calendar));
  return [rule([text], look)];
}

/** Above the first line of another day. */
export function viewDay(day: string, look: Look): readonly string[] {
  return [rule([day], look)];
}

/** Like a notice, but that lines in two columns, as a help has them, are wrapped in the second. */
function viewSaid(text: string, look: Look): readonly string[] {
  return text.split("\n").flatMap((line, index) => {
    const [first = ""] = /^\S.*? {3,}(?=\S)/.exec(line) ?? [];
    const lead = `${noTime}${index === 0 ? " - " : "   "}${first}`;
    return hangingIndent(
      [{ text: lead, style: dim }],
      [{ text: line.slice(first.length), style: dim }],
      look,
    );
  });
}

function viewMark(mark: Mark, look: Look): readonly string[] {
  const { face } = look.catalogue;
  switch (mark.type) {
    case "welcome":
      return viewNotice(hereText(mark, look.catalogue), look);
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

function viewMembers({ members, detailed }: Of<"members">, look: Look): readonly string[] {
  const { client, face } = look.catalogue;
  const names = members.flatMap(({ nickname, away, text = "" }, index): readonly Span[] => {
    const name = cleanLine(nickname);
    const separator = detailed ? "\n" : index === 0 ? " " : ", ";
    const why = away ? ` ${face.memberAway(detailed ? cleanLine(text) : "")}` : "";
    return [{ text: separator }, { text: name, style: nicknameStyle(name) }, { text: why, style: dim }];
  });
  const count = { text: client.members(members.length), style: dim };
  return hangingIndent([{ text: `${noTime} - `, style: dim }], [count, ...names], look);
}
