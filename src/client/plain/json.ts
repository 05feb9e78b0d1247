/**
 * The face for programs: each happening as one JSON object a line, with `event` in front. Fields keep their names and
 * meanings; new ones may come, so a program ignores what it does not know. Must not know sockets, nor where its lines
 * come from.
 *
 * README.md has the table of events and their fields, under `chat join --json`.
 */
import type { Catalogue } from "../../locale/catalogue.ts";
import { assertNever } from "../../base/assert-never.ts";
import { faultText } from "../../protocol/faults.ts";
import type { Face, Happening, Link, Message, Pending } from "../face.ts";
import { isoTime, messageFields } from "../../protocol/message-json.ts";

export interface JsonOptions {
  readonly catalogue: Catalogue;
  /** One whole line. */
  readonly print: (line: string) => void;
}

export function openJson({ catalogue, print }: JsonOptions): Face {
  return {
    show: (happening) => {
      if (happening.type !== "broken") print(line(happening.type, fieldsOf(happening, catalogue)));
    },
    setNicknames: () => undefined,
    close: () => Promise.resolve(),
  };
}

/** The last line of all. */
export function endLine(reason: string | undefined): string {
  return line("end", { reason });
}

function line(event: string, fields: object): string {
  return `${JSON.stringify({ event, ...fields })}\n`;
}

type Event = Exclude<Happening, { type: "broken" }>;

function fieldsOf(happening: Event, catalogue: Catalogue): object {
  switch (happening.type) {
    case "message":
      return ownMessageFields(happening);
    case "past": {
      const { room, query, isPartial, messages, seenSeq, missed } = happening;
      const partial = isPartial === true ? true : undefined;
      return { room, query, partial, messages: messages.map(ownMessageFields), seen: seenSeq, missed };
    }
    case "pending":
      return pendingFields(happening.waiting);
    case "said":
      return { msg: happening.text };
    case "refused": {
      const { fault, text, line: number, returned } = happening;
      if (fault === undefined) return { line: number, reason: text, msg: returned?.text };
      return { line: number, code: fault.code, reason: faultText(catalogue.faults, fault), msg: text };
    }
    case "notice": {
      const { event, room, nickname, topic, to, time, hidden } = happening;
      return {
        what: event,
        room,
        nickname,
        topic: topic === "" ? undefined : topic,
        to,
        hidden,
        time: isoTime(time),
      };
    }
    case "whois": {
      const { nickname, rooms, since, spokeAt, away, text } = happening;
      const spoke = spokeAt === undefined ? undefined : isoTime(spokeAt);
      return { nickname, rooms, since: isoTime(since), spoke, away, msg: text };
    }
    case "rooms":
      return { rooms: happening.rooms.map(({ room, topic, members }) => ({ room, topic, members })) };
    case "members": {
      const members = happening.members.map(({ nickname, away, text }) => ({ nickname, away, msg: text }));
      return { room: happening.room, members };
    }
    case "away":
      return { away: happening.away, msg: happening.text };
    case "link":
      return linkFields(happening.link);
    default:
      return asItIs(happening);
  }
}

type Told = "message" | "past" | "pending" | "said" | "refused" | "notice";
type Listed = "whois" | "rooms" | "members" | "away" | "link";

/** Field by field, so that a new one becomes part of the format only on purpose. */
function asItIs(happening: Exclude<Event, { type: Told | Listed }>): object {
  switch (happening.type) {
    case "here": {
      const { conversation, topic, members } = happening;
      return { conversation, topic, members };
    }
    case "left":
      return { conversation: happening.conversation };
    case "typing":
      return { conversation: happening.conversation, nickname: happening.nickname };
    case "renamed":
      return { nickname: happening.nickname };
    case "notify":
      return { conversation: happening.conversation, level: happening.level };
    case "ignored":
      return { nicknames: happening.nicknames };
    case "ignoring":
      return { ignoring: happening.ignoring };
    case "topic":
      return { room: happening.room, topic: happening.topic };
    case "clear":
    case "edit":
      return {};
    default:
      return assertNever(happening);
  }
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
