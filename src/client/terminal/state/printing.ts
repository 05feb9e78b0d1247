/**
 * What is printed of a happening, and which marks stand between: what is said elsewhere is printed when one goes there,
 * and at once only what the reader must see. Pure. Must not know how a line looks.
 */
import type { Happening, Message } from "../../face.ts";
import { isForAll } from "../../face.ts";
import { isSame } from "../../conversation-name.ts";
import type { Conversations } from "./conversations.ts";
import { conversationNamed } from "./conversations.ts";
import { callsFor } from "./mention.ts";

/** What goes into the transcript. */
export type Printed = Happening | Mark;

export type Mark =
  /** One has come in: the first conversation of this run. */
  | ({ readonly type: "welcome" } & Whereabouts)
  /** One has gone to another conversation. */
  | ({ readonly type: "moved"; readonly news: number } & Whereabouts)
  /** Messages before the next ones, which are not printed. */
  | { readonly type: "leftOut"; readonly count: number }
  /** What follows came while nobody looked. */
  | { readonly type: "unseen" };

type Whereabouts = Omit<Extract<Happening, { type: "here" }>, "type">;

/** @param before as they were when it happened @param nickname the reader's own */
export function printedOf(
  before: Conversations,
  happening: Happening,
  nickname: string | undefined,
): readonly Printed[] {
  switch (happening.type) {
    case "message":
      return isForReader(before, happening, nickname) ? [happening] : [];
    case "past":
      return happening.query !== undefined || isSame(happening.room, before.here) ? [happening] : [];
    case "notice":
      if (happening.hidden === true) return [];
      return isForAll(happening) || happening.room === before.here ? [happening] : [];
    case "here":
      return goneTo(before, happening);
    case "link":
      return happening.link.state === "online" ? [happening] : [];
    case "notify":
      return happening.asked ? [happening] : [];
    case "pending":
    case "typing":
    case "clear":
    case "edit":
      return [];
    default:
      return [happening];
  }
}

/** Said where one is, by the reader, or to the reader more than to others. */
function isForReader({ here }: Conversations, message: Message, nickname: string | undefined): boolean {
  return message.own || message.to !== undefined || message.room === here || callsFor(message, nickname);
}

function goneTo(before: Conversations, here: Extract<Happening, { type: "here" }>): readonly Printed[] {
  if (before.arrived && isSame(here.conversation, before.here)) return [];
  const there = conversationNamed(before, here.conversation);
  const { waiting, leftOut, unread } = there ?? { waiting: [], leftOut: 0, unread: 0 };
  const mark: Mark = before.arrived ? { ...here, type: "moved", news: unread } : { ...here, type: "welcome" };
  return leftOut === 0 ? [mark, ...waiting] : [mark, { type: "leftOut", count: leftOut }, ...waiting];
}
