/**
 * The plain face: what happens, in words, line by line; nothing is ever taken back. For pipes, scripts, screen readers and
 * simple terminals. Must not know sockets, nor where its lines come from.
 */
import type { Catalogue } from "../../locale/catalogue.ts";
import { assertNever } from "../../protocol/faults.ts";
import { cleanLine, cleanText } from "../../protocol/text.ts";
import type { Face, Happening, Message } from "../face.ts";
import { pastHeading } from "../past.ts";
import type { Calendar } from "../terminal/clock.ts";
import { awayText, hereText, ignoredText, leftText, linkText, membersText, messageText } from "./words.ts";
import { noticeText, refusalText, roomsText, whenText, whoisText } from "./words.ts";

export interface PlainOptions {
  readonly catalogue: Catalogue;
  /** Where the room is, for people. */
  readonly address: string;
  readonly calendar: Calendar;
  /** What was said, and what was asked for: one line each, further lines of the same text behind a tab. */
  readonly print: (text: string) => void;
  /** How things are: the connection, who comes and goes, what was refused. */
  readonly announce: (text: string) => void;
  /** Whether a message of one's own stands there already, since the terminal echoed it. Asked once for each. */
  readonly echoed: (message: Message) => boolean;
  /** A message waits for the line to be back; one that stood there already is to be told when it is sent. */
  readonly waits: (text: string) => void;
}

export function openPlain(options: PlainOptions): Face {
  const face = new PlainFace(options);
  return {
    show: (happening) => face.show(happening),
    setNicknames: () => undefined,
    close: () => Promise.resolve(),
  };
}

class PlainFace {
  readonly #options: PlainOptions;
  #online = false;
  #pending = 0;

  constructor(options: PlainOptions) {
    this.#options = options;
  }

  show(happening: Happening): void {
    const { catalogue, address, echoed, calendar } = this.#options;
    const { client, face } = catalogue;
    switch (happening.type) {
      case "message":
        return echoed(happening) ? undefined : this.#print(messageText(catalogue, happening));
      case "notice":
        return this.#announce(noticeText(catalogue, happening));
      case "past":
        return this.#showPast(happening);
      case "pending":
        return this.#showPending(happening.texts);
      case "here":
        return this.#announce(hereText(catalogue, happening));
      case "left":
        return this.#announce(leftText(catalogue, happening));
      case "topic":
        return this.#print(client.topicIs(cleanLine(happening.room), cleanLine(happening.topic)));
      case "rooms":
        return this.#print(roomsText(catalogue, happening));
      case "said":
        return this.#print(happening.text);
      case "members":
        return this.#print(membersText(catalogue, happening));
      case "whois":
        return this.#print(whoisText(catalogue, happening, (time) => whenText(catalogue, calendar, time)));
      case "renamed":
        return this.#announce(face.renamed(cleanLine(happening.nickname)));
      case "away":
        return this.#announce(awayText(catalogue, happening));
      case "notify":
        if (!happening.asked) return undefined;
        return this.#announce(face.notify[happening.level](cleanLine(happening.conversation)));
      case "ignored":
        return this.#announce(ignoredText(catalogue, happening));
      case "ignoring":
        return this.#announce(happening.ignoring ? catalogue.ignoring : catalogue.notIgnoring);
      case "refused":
        return this.#announce(refusalText(catalogue, happening));
      case "link":
        this.#online = happening.link.state === "online";
        return this.#announce(linkText(catalogue, address, happening.link));
      case "clear":
      case "edit":
        return this.#announce(client.onlyAtTerminal);
      // It comes and goes too often to be read out.
      case "typing":
        return undefined;
      default:
        return assertNever(happening);
    }
  }

  /** With a line where that begins which is new since the last time. */
  #showPast({ room, query, messages, seenSeq, missed }: Extract<Happening, { type: "past" }>): void {
    const { catalogue } = this.#options;
    const { face } = catalogue;
    const isSeen = ({ seq }: Message): boolean => seenSeq === undefined || (seq ?? 0) <= seenSeq;
    const seen = messages.filter(isSeen);
    const fresh = messages.filter((message) => !isSeen(message));
    if (seen.length > 0 || fresh.length === 0)
      this.#announce(pastHeading(catalogue, room, messages.length, query));
    this.#printAll(seen);
    if (fresh.length === 0) return;
    this.#announce(`${cleanLine(room)}: ${this.#newText(seen.at(-1), fresh.length)}`);
    if (missed !== undefined) this.#announce(face.missed(missed));
    this.#printAll(fresh);
  }

  #newText(lastSeen: Message | undefined, count: number): string {
    const { catalogue, calendar } = this.#options;
    const { face } = catalogue;
    if (lastSeen === undefined) return face.newCount(count);
    return face.newSince(whenText(catalogue, calendar, lastSeen.time));
  }

  /** Only without a line: with one it takes a moment. */
  #showPending(texts: readonly string[]): void {
    const { catalogue, waits } = this.#options;
    const fresh = texts.length > this.#pending ? texts.slice(this.#pending) : [];
    this.#pending = texts.length;
    if (this.#online) return;
    for (const text of fresh) {
      waits(text);
      this.#announce(`… ${text} (${catalogue.client.waiting})`);
    }
  }

  #printAll(messages: readonly Message[]): void {
    const { catalogue, print } = this.#options;
    if (messages.length === 0) return;
    print(messages.map((message) => block(messageText(catalogue, message))).join(""));
  }

  #print(text: string): void {
    this.#options.print(block(text));
  }

  #announce(text: string): void {
    this.#options.announce(block(text));
  }
}

/** No line of a text can pass for somebody else's: all but the first are indented. */
function block(text: string): string {
  return `${cleanText(text).trimEnd().replaceAll("\n", "\n\t")}\n`;
}
