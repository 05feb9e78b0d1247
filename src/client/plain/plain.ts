/**
 * The plain face: what happens, in words, line by line; nothing is ever taken back. For pipes, scripts, screen readers and
 * simple terminals. Must not know sockets, nor where its lines come from.
 */
import type { Catalogue } from "../../locale/catalogue.ts";
import { lobby } from "../../protocol/entry.ts";
import { assertNever, faultText } from "../../protocol/faults.ts";
import { cleanLine, cleanText, excerpt } from "../../protocol/text.ts";
import type { Face, Happening, Link } from "../face.ts";
import { pastHeading } from "../past.ts";

export interface PlainOptions {
  readonly catalogue: Catalogue;
  /** Where the room is, for people. */
  readonly address: string;
  /** What was said, and what was asked for: one line each, further lines of the same text behind a tab. */
  readonly print: (text: string) => void;
  /** How things are: the connection, who comes and goes, what was refused. */
  readonly announce: (text: string) => void;
}

export function openPlain(options: PlainOptions): Face {
  return {
    show: (happening) => show(options, happening),
    setNicknames: () => undefined,
    close: () => Promise.resolve(),
  };
}

function show({ catalogue, address, print, announce }: PlainOptions, happening: Happening): void {
  const { client } = catalogue;
  switch (happening.type) {
    case "message":
      return print(block(messageText(catalogue, happening)));
    case "notice":
      return announce(block(noticeText(catalogue, happening)));
    case "past": {
      const { room, query, messages } = happening;
      const heading = pastHeading(catalogue, room, messages.length, query);
      const lines = messages.map((message) => block(messageText(catalogue, message)));
      announce(block(heading));
      return messages.length === 0 ? undefined : print(lines.join(""));
    }
    case "pending":
      return;
    case "room":
      return announce(block(client.roomIs(cleanLine(happening.room), cleanLine(happening.topic))));
    case "left":
      return announce(block(client.leftRoom(cleanLine(happening.room))));
    case "topic":
      return print(block(client.topicIs(cleanLine(happening.room), cleanLine(happening.topic))));
    case "rooms": {
      const lines = happening.rooms.map(
        ({ room, members, topic }) => `\n${client.roomLine(cleanLine(room), members, cleanLine(topic))}`,
      );
      return print(block(client.rooms(lines.length) + lines.join("")));
    }
    case "said":
      return print(block(happening.text));
    case "members": {
      const names = happening.nicknames.map((nickname) => `\n${cleanLine(nickname)}`);
      return print(block(catalogue.client.members(names.length) + names.join("")));
    }
    case "ignoring":
      return announce(block(happening.ignoring ? catalogue.ignoring : catalogue.notIgnoring));
    case "refused":
      return announce(block(refusalText(catalogue, happening)));
    case "link":
      return announce(block(linkText(catalogue, address, happening.link)));
    default:
      return assertNever(happening);
  }
}

/** A nickname holds no space, so who speaks to whom can be told apart from what is said. */
function messageText({ client }: Catalogue, message: Happening & { type: "message" }): string {
  const { room, from, to, text, own } = message;
  const where = room === lobby ? "" : `[${cleanLine(room)}] `;
  if (to === undefined) return `${where}${cleanLine(from)}: ${text}`;
  const whom = own ? client.privateTo(cleanLine(to)) : client.privateFrom(cleanLine(from));
  return `(${whom}) ${text}`;
}

function noticeText({ notices }: Catalogue, notice: Happening & { type: "notice" }): string {
  const where = notice.room === lobby ? "" : `[${cleanLine(notice.room)}] `;
  return where + notices[notice.event](cleanLine(notice.nickname), cleanLine(notice.topic));
}

function refusalText({ faults }: Catalogue, refusal: Happening & { type: "refused" }): string {
  if (refusal.fault === undefined) return refusal.text;
  const sentence = faultText(faults, refusal.fault);
  return refusal.text === undefined ? sentence : `${sentence} (${excerpt(refusal.text)})`;
}

function linkText({ client }: Catalogue, address: string, link: Link): string {
  switch (link.state) {
    case "connecting":
      return client.connecting(address);
    case "online":
      return client.online(cleanLine(link.nickname), cleanLine(link.server));
    case "offline":
      return client.offline(cleanLine(link.reason), Math.ceil(link.retryInMs / 1_000));
    default:
      return assertNever(link);
  }
}

/** No line of a text can pass for somebody else's: all but the first are indented. */
function block(text: string): string {
  return `${cleanText(text).trimEnd().replaceAll("\n", "\n\t")}\n`;
}
