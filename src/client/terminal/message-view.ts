/**
 * What happened, as lines for the terminal: wrapped, marked, coloured if allowed, and cleaned once more, so that nothing
 * from the network can move the cursor. Pure. Must not know the input area or how lines are printed.
 *
 * The sign behind the time says what a line is, also without colours: `>` one's own, `*` private, `@` names the reader,
 * `-` a notice, `!` a refusal, nothing for everybody's messages.
 */
import type { Happening, Message } from "../face.ts";
import { pastHeading } from "../past.ts";
import type { Catalogue } from "../../locale/catalogue.ts";
import { assertNever, faultText } from "../../protocol/faults.ts";
import { cleanLine, cleanText, excerpt } from "../../protocol/text.ts";
import type { Row, Span } from "./cells.ts";
import { linesOf, truncate, widthOf, wrapWords } from "./cells.ts";
import type { Calendar } from "./clock.ts";
import { markUp } from "./markup.ts";
import { mentions } from "./mention.ts";
import { alarm, bold, dim, nicknameStyle, rowText } from "./style.ts";

/** How to show: `nickname` is the reader's own. */
export interface Look {
  readonly catalogue: Catalogue;
  readonly columns: number;
  readonly colour: boolean;
  /** Whether the terminal can be told where a link leads. */
  readonly links: boolean;
  readonly nickname: string | undefined;
  /** Where what is typed goes: its messages need no mark of their room. */
  readonly room: string;
  readonly calendar: Calendar;
}

/** No lines for a change of the link but "online": the others are shown beside the input. */
export function viewHappening(happening: Happening, look: Look): readonly string[] {
  const { catalogue } = look;
  const { client } = catalogue;
  switch (happening.type) {
    case "message":
      return viewMessage(happening, look);
    case "notice": {
      const { event, nickname, topic, room, time } = happening;
      const text = catalogue.notices[event](cleanLine(nickname), cleanLine(topic));
      const where = room === look.room ? undefined : room;
      return viewNotice(text, look, { time: look.calendar.timeText(time), where });
    }
    case "past":
      return [
        ...viewPast(happening, look),
        ...happening.messages.flatMap((message) => viewMessage(message, look)),
      ];
    case "pending":
      return [];
    case "room":
      return viewNotice(client.roomIs(cleanLine(happening.room), cleanLine(happening.topic)), look);
    case "left":
      return viewNotice(client.leftRoom(cleanLine(happening.room)), look);
    case "topic":
      return viewNotice(client.topicIs(cleanLine(happening.room), cleanLine(happening.topic)), look);
    case "rooms": {
      const lines = happening.rooms.map(
        ({ room, members, topic }) => `\n${client.roomLine(cleanLine(room), members, cleanLine(topic))}`,
      );
      return viewNotice(client.rooms(lines.length) + lines.join(""), look);
    }
    case "said":
      return viewNotice(cleanText(happening.text).trimEnd(), look);
    case "members":
      return viewMembers(happening.nicknames, look);
    case "ignoring":
      return viewNotice(happening.ignoring ? catalogue.ignoring : catalogue.notIgnoring, look);
    case "refused": {
      const { fault } = happening;
      const what = happening.text === undefined ? "" : ` (${excerpt(happening.text)})`;
      const text = fault === undefined ? happening.text : `${faultText(catalogue.faults, fault)}${what}`;
      return block(
        [{ text: `${noTime} ! `, style: alarm }],
        [{ text: cleanText(text ?? ""), style: alarm }],
        look,
      );
    }
    case "link": {
      const { link } = happening;
      if (link.state !== "online") return [];
      return viewNotice(catalogue.client.online(cleanLine(link.nickname), cleanLine(link.server)), look);
    }
    default:
      return assertNever(happening);
  }
}

/** What stands above messages from before. */
export function viewPast(
  { room, query, messages }: Extract<Happening, { type: "past" }>,
  look: Look,
): readonly string[] {
  return viewNotice(pastHeading(look.catalogue, room, messages.length, query), look);
}

/** The rule above the first line of another day. */
export function viewDay(day: string, { columns, colour }: Look): readonly string[] {
  return [viewStatus(`─── ${day} ───`, { columns: columns + 1, colour })];
}

export interface NoticeLook {
  readonly time?: string | undefined;
  /** A room that has to be named. */
  readonly where?: string | undefined;
  /** Dim; so is every notice, if nothing else is said. */
  readonly quiet?: boolean;
}

/** A sentence that is not a message. */
export function viewNotice(
  text: string,
  look: Look,
  { time = noTime, where, quiet = true }: NoticeLook = {},
): readonly string[] {
  const room = where === undefined ? "" : `[${cleanLine(where)}] `;
  const body = { text: room + text, style: quiet ? dim : undefined };
  return block([{ text: `${time} - `, style: dim }], [body], look);
}

/** The beginning of a text on one line, as much of it as fits. */
export function shorten(text: string, columns: number): string {
  const [line = []] = linesOf([{ text }]);
  return rowText(truncate(line, columns), false);
}

/** One dim row, cut to the width. */
export function viewStatus(text: string, { columns, colour }: Pick<Look, "columns" | "colour">): string {
  const [line = []] = linesOf([{ text: cleanLine(text), style: dim }]);
  return rowText(truncate(line, columns - 1), colour);
}

const noTime = " ".repeat(5);

/** Somebody's words, with their mark. */
export function viewMessage({ room, from, to, text, time, own }: Message, look: Look): readonly string[] {
  const { catalogue, nickname } = look;
  const clean = cleanText(text);
  const isMention = !own && nickname !== undefined && mentions(clean, nickname);
  const partner = cleanLine(own && to !== undefined ? to : from);
  const isPrivate = to !== undefined;
  const label = !isPrivate
    ? partner
    : own
      ? catalogue.client.privateTo(partner)
      : catalogue.client.privateFrom(partner);
  const mark = own ? ">" : isPrivate ? "*" : isMention ? "@" : " ";
  const lead: readonly Span[] = [
    { text: look.calendar.timeText(time), style: dim },
    { text: ` ${mark} `, style: bold },
    ...(isPrivate || room === look.room ? [] : [{ text: `[${cleanLine(room)}] `, style: dim }]),
    { text: label, style: `${nicknameStyle(partner)};${bold}` },
    { text: ": " },
  ];
  return block(lead, markUp(clean, isMention ? bold : undefined), look);
}

function viewMembers(nicknames: readonly string[], look: Look): readonly string[] {
  const names = nicknames.map(cleanLine).flatMap((name, index): readonly Span[] => {
    const span = { text: name, style: nicknameStyle(name) };
    return index === 0 ? [span] : [{ text: ", " }, span];
  });
  const count = look.catalogue.client.members(nicknames.length);
  return block([{ text: `${noTime} - `, style: dim }], [{ text: `${count} `, style: dim }, ...names], look);
}

/** A lead and a text behind it; what does not fit, and the text's further lines, stand indented below. */
function block(
  lead: readonly Span[],
  body: readonly Span[],
  { columns, colour, links }: Look,
): readonly string[] {
  const [leadRow = []] = linesOf(lead);
  const [first = [], ...others] = linesOf(body);
  const indent = indentFor(widthOf(leadRow), columns);
  const rest = Math.max(columns - indent, 2);
  const rows: readonly Row[] = [
    ...wrapWords([...leadRow, ...first], rest, columns),
    ...others.flatMap((line) => wrapWords(line, rest)),
  ];
  return rows.map((row, index) => {
    const text = rowText(row, colour, links);
    return index === 0 || row.length === 0 ? text : " ".repeat(indent) + text;
  });
}

/** Below the text where that leaves room; always deeper than a nickname stands, so that no text passes for a message. */
function indentFor(leadWidth: number, columns: number): number {
  if (leadWidth * 2 <= columns) return leadWidth;
  return columns >= 30 ? 10 : 2;
}
