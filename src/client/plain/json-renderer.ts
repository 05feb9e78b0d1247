/**
 * Renders each event as one JSON object a line, with `event` in front. Fields keep their names and meanings; new ones may
 * come, so a program ignores what it does not know.
 *
 * README.md has the table of events and their fields, under `chat join --json`.
 */
import type { Catalogue } from "../../locale/catalogue.ts";
import { assertNever } from "../../base/assert-never.ts";
import { faultText } from "../../protocol/faults.ts";
import type { Link, Message, Notice, Pending, ShownEvent } from "../shown-event.ts";
import { isoTime, messageFields } from "../../protocol/message-json.ts";

export interface JsonRendererOptions {
  readonly catalogue: Catalogue;
  /** One whole line. */
  readonly print: (line: string) => void;
}

export function jsonRenderer({ catalogue, print }: JsonRendererOptions): (event: ShownEvent) => void {
  return (event) => {
    if (event.type !== "broken") print(line(nameOf(event.type), fieldsOf(event, catalogue)));
  };
}

/** By the command that shows them. */
function nameOf(type: Event["type"]): string {
  return type === "hidden" ? "ignored" : type;
}

/** The last line of all. */
export function endLine(reason: string | undefined): string {
  return line("end", { reason });
}

function line(event: string, fields: object): string {
  return `${JSON.stringify({ event, ...fields })}\n`;
}

type Event = Exclude<ShownEvent, { type: "broken" }>;

function fieldsOf(event: Event, catalogue: Catalogue): object {
  switch (event.type) {
    case "message":
      return ownMessageFields(event);
    case "past": {
      const { room, query, isPartial, searchedTo, messages, seenSeq, missed } = event;
      const partial = isPartial === true ? true : undefined;
      const back = searchedTo === undefined ? undefined : isoTime(searchedTo);
      const shown = messages.map(ownMessageFields);
      return { room, query, partial, back_to: back, messages: shown, seen: seenSeq, missed };
    }
    case "pending":
      return pendingFields(event.waiting);
    case "said":
      return { msg: event.text };
    case "refused": {
      const { fault, text, line: number, returned } = event;
      if (fault === undefined) return { line: number, reason: text, msg: returned?.text };
      return { line: number, code: fault.code, reason: faultText(catalogue.faults, fault), msg: text };
    }
    case "delayed":
      return { code: event.fault.code, reason: catalogue.client.delayed };
    case "notice":
      return noticeFields(event);
    case "whois": {
      const { nickname, rooms, since, spokeAt, away, text } = event;
      const spoke = spokeAt === undefined ? undefined : isoTime(spokeAt);
      return { nickname, rooms, since: isoTime(since), spoke, away, msg: text };
    }
    case "rooms":
      return { rooms: event.rooms.map(({ room, topic, members }) => ({ room, topic, members })) };
    case "members": {
      const members = event.members.map(({ nickname, away, text }) => ({ nickname, away, msg: text }));
      return { room: event.room, members };
    }
    case "away":
      return { away: event.away, msg: event.text };
    case "link":
      return linkFields(event.link);
    default:
      return asItIs(event);
  }
}

type Told = "message" | "past" | "pending" | "said" | "refused" | "delayed" | "notice";
type Listed = "whois" | "rooms" | "members" | "away" | "link";

/** Field by field, so that a new one becomes part of the format only on purpose. */
function asItIs(event: Exclude<Event, { type: Told | Listed }>): object {
  switch (event.type) {
    case "here": {
      const { conversation, topic, members } = event;
      return { conversation, topic, members };
    }
    case "left":
      return { conversation: event.conversation };
    case "typing":
      return { conversation: event.conversation, nickname: event.nickname };
    case "renamed":
      return { nickname: event.nickname };
    case "notify":
      return { conversation: event.conversation, level: event.level };
    case "hidden":
      return { nicknames: event.nicknames };
    case "ignoring":
      return { ignoring: event.ignoring };
    case "gap": {
      const { conversation, from, to, why } = event;
      return { room: conversation, from, to, why };
    }
    case "topic":
      return { room: event.room, topic: event.topic };
    case "clear":
    case "edit":
      return {};
    default:
      return assertNever(event);
  }
}

function noticeFields({ event, room, nickname, topic, to, time, hidden }: Notice): object {
  const newTopic = topic === "" ? undefined : topic;
  return { what: event, room, nickname, topic: newTopic, to, hidden, time: isoTime(time) };
}

function ownMessageFields(message: Message): object {
  const { room, to, own } = message;
  return { ...messageFields({ ...message, room: to === undefined ? room : undefined }), own };
}

function pendingFields(waiting: readonly Pending[]): object {
  const textsOf = (wanted: Pending["kind"]): readonly string[] =>
    waiting.filter(({ kind }) => kind === wanted).map(({ text }) => text);
  const commands = textsOf("command");
  return { msgs: textsOf("message"), commands: commands.length === 0 ? undefined : commands };
}

function linkFields(link: Link): object {
  switch (link.state) {
    case "connecting":
      return { state: link.state };
    case "online": {
      const { state, nickname, server, memory } = link;
      return { state, nickname, server, memory };
    }
    case "offline":
      return { state: link.state, reason: link.reason, retry_ms: link.retryInMs };
    default:
      return assertNever(link);
  }
}
