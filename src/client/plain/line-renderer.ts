/**
 * Renders events as lines of text; nothing is ever taken back. For pipes, scripts, screen readers and simple terminals.
 */
import type { Catalogue } from "../../locale/catalogue.ts";
import { assertNever } from "../../base/assert-never.ts";
import { cleanLine, cleanText } from "../../protocol/text.ts";
import type { Calendar } from "../clock.ts";
import type { Message, Past, Pending, ShownEvent } from "../shown-event.ts";
import { isNew } from "../shown-event.ts";
import { eventText, hereText, pastHeading, whenText } from "../event-text.ts";
import { linkText, membersText, messageText, newsText } from "./plain-text.ts";

export interface LineRendererOptions {
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
  /** A message waits for the connection to be back; one that stood there already is to be told when it is sent. */
  readonly waits: (text: string) => void;
}

export function lineRenderer(options: LineRendererOptions): (event: ShownEvent) => void {
  const renderer = new LineRenderer(options);
  return (event) => renderer.show(event);
}

class LineRenderer {
  readonly #options: LineRendererOptions;
  #online = false;
  #pending = 0;

  constructor(options: LineRendererOptions) {
    this.#options = options;
  }

  show(event: ShownEvent): void {
    const { catalogue, address, echoed, calendar } = this.#options;
    switch (event.type) {
      case "message":
        return echoed(event) ? undefined : this.#print(messageText(event, catalogue));
      case "notice":
        return event.hidden === true ? undefined : this.#announce(newsText(event, catalogue));
      case "past":
        return this.#showPast(event);
      case "pending":
        return this.#showPending(event.waiting);
      case "here":
        return this.#announce(hereText(event, catalogue));
      case "members":
        return this.#print(membersText(event, catalogue));
      case "topic":
      case "rooms":
      case "whois":
      case "said":
        return this.#print(eventText(event, catalogue, calendar));
      case "notify":
        return event.asked ? this.#announce(eventText(event, catalogue, calendar)) : undefined;
      case "left":
      case "renamed":
      case "away":
      case "hidden":
      case "ignoring":
      case "refused":
      case "delayed":
      case "broken":
      case "gap":
        return this.#announce(eventText(event, catalogue, calendar));
      case "link":
        this.#online = event.link.state === "online";
        return this.#announce(linkText(event.link, catalogue, address));
      case "clear":
      case "edit":
        return this.#announce(catalogue.client.onlyAtTerminal);
      // It comes and goes too often to be read out.
      case "typing":
        return undefined;
      default:
        return assertNever(event);
    }
  }

  /** With a line where that begins which is new since the last time. */
  #showPast(past: Past): void {
    const { room, messages, missed } = past;
    const { catalogue, calendar } = this.#options;
    const at = messages.findIndex((message) => isNew(past, message));
    const seen = at < 0 ? messages : messages.slice(0, at);
    if (seen.length > 0 || at < 0) this.#announce(pastHeading(past, catalogue, calendar));
    this.#printAll(seen);
    if (at < 0) return;
    const news = messages.slice(at);
    this.#announce(`${cleanLine(room)}: ${this.#newText(seen.at(-1), news.length)}`);
    if (missed !== undefined) this.#announce(catalogue.face.missed(missed));
    this.#printAll(news);
  }

  #newText(lastSeen: Message | undefined, count: number): string {
    const { catalogue, calendar } = this.#options;
    const { face } = catalogue;
    if (lastSeen === undefined) return face.newCount(count);
    return face.newSince(whenText(lastSeen.time, catalogue, calendar));
  }

  /** Only while disconnected: else it takes a moment. */
  #showPending(waiting: readonly Pending[]): void {
    const { catalogue, waits } = this.#options;
    const fresh = waiting.slice(this.#pending);
    this.#pending = waiting.length;
    if (this.#online) return;
    for (const { kind, text } of fresh) {
      // What a command asks for never comes back as a message.
      if (kind === "message") waits(text);
      this.#announce(`… ${text} (${catalogue.client.waiting})`);
    }
  }

  #printAll(messages: readonly Message[]): void {
    const { catalogue, print } = this.#options;
    if (messages.length === 0) return;
    print(messages.map((message) => indented(messageText(message, catalogue))).join(""));
  }

  #print(text: string): void {
    this.#options.print(indented(text));
  }

  #announce(text: string): void {
    this.#options.announce(indented(text));
  }
}

/** No line of a text can pass for somebody else's: all but the first are indented. */
function indented(text: string): string {
  return `${cleanText(text).trimEnd().replaceAll("\n", "\n\t")}\n`;
}
