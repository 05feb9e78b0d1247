/**
 * What is printed of an event, and which marks stand between: what is said elsewhere is printed when one goes there, and
 * at once only what the reader must see. Pure.
 */
import type { Message, ShownEvent } from "../../shown-event.ts";
import { isForAll } from "../../shown-event.ts";
import { isSame } from "../../conversation-name.ts";
import type { Conversations } from "./conversations.ts";
import { conversationNamed } from "./conversations.ts";
import { callsFor } from "./mention.ts";

/** What goes into the transcript. */
export type Printed = ShownEvent | Mark;

export type Mark =
  /** One has come in: the first conversation of this run. */
  | ({ readonly type: "welcome" } & ConversationHeader)
  /** One has gone to another conversation. */
  | ({ readonly type: "moved"; readonly news: number } & ConversationHeader)
  /** Messages before the next ones, which are not printed. */
  | { readonly type: "leftOut"; readonly count: number }
  /** What follows came while nobody looked. */
  | { readonly type: "unseen" };

type ConversationHeader = Omit<Extract<ShownEvent, { type: "here" }>, "type">;

/** @param before as they were when it happened @param nickname the reader's own */
export function printedOf(
  before: Conversations,
  event: ShownEvent,
  nickname: string | undefined,
): readonly Printed[] {
  switch (event.type) {
    case "message":
      return isForReader(before, event, nickname) ? [event] : [];
    case "past":
      return event.query !== undefined || isSame(event.room, before.here) ? [event] : [];
    case "notice":
      if (event.hidden === true) return [];
      return isForAll(event) || event.room === before.here ? [event] : [];
    case "here":
      return printedOnSwitch(before, event);
    case "link":
      return event.link.state === "online" ? [event] : [];
    case "notify":
      return event.asked ? [event] : [];
    case "pending":
    case "typing":
    case "clear":
    case "edit":
      return [];
    default:
      return [event];
  }
}

/** Said where one is, by the reader, or to the reader more than to others. */
function isForReader({ here }: Conversations, message: Message, nickname: string | undefined): boolean {
  return message.own || message.room === here || callsFor(message, nickname);
}

function printedOnSwitch(
  before: Conversations,
  here: Extract<ShownEvent, { type: "here" }>,
): readonly Printed[] {
  if (before.arrived && isSame(here.conversation, before.here)) return [];
  const there = conversationNamed(before, here.conversation);
  const { waiting, leftOut, unread } = there ?? { waiting: [], leftOut: 0, unread: 0 };
  const mark: Mark = before.arrived ? { ...here, type: "moved", news: unread } : { ...here, type: "welcome" };
  return leftOut === 0 ? [mark, ...waiting] : [mark, { type: "leftOut", count: leftOut }, ...waiting];
}
