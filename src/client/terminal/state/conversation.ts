/**
 * One conversation that is open: what is unread and waits to be printed, who is writing, how many are there. Pure. Must
 * not know the others, or how it is shown.
 */
import { typingPeopleMax, typingShownMs, unreadMessagesMax, unreadUnitsMax } from "../../limits.ts";
import type { NotifyLevel } from "../../../base/notify-level.ts";
import type { Message, Notice, Past } from "../../shown-event.ts";
import { notifyLevelDefault } from "../../../base/notify-level.ts";
import { isNew } from "../../shown-event.ts";
import type { Headcount } from "./headcount.ts";
import { uncounted, withNotice } from "./headcount.ts";
import { lastWithin, weightOf } from "./weight.ts";

export interface Conversation {
  readonly name: string;
  readonly topic: string;
  /** What others said since one was there, or answered; `calls` of these are private or name the reader. */
  readonly unread: number;
  readonly calls: number;
  /**
   * What was said there since one was there, to be printed when one comes back, also what was printed at once: the
   * latest of it, and how many messages before these.
   */
  readonly waiting: readonly (Message | Past)[];
  readonly leftOut: number;
  /** Who is writing, with the time when that is over. */
  readonly typing: ReadonlyMap<string, number>;
  readonly headcount: Headcount;
  /** When it calls. */
  readonly level: NotifyLevel;
}

const nobody: ReadonlyMap<string, number> = new Map();

export function opened(name: string): Conversation {
  const read = { unread: 0, calls: 0, waiting: [], leftOut: 0 };
  return { name, topic: "", ...read, typing: nobody, headcount: uncounted, level: notifyLevelDefault };
}

/** Somebody else's message came. @param calls it is for the reader more than for others */
export function withUnread(conversation: Conversation, message: Message, calls: boolean): Conversation {
  const counted = { unread: conversation.unread + 1, calls: conversation.calls + (calls ? 1 : 0) };
  return withWaiting({ ...conversation, ...counted }, message);
}

/** The reader said something from elsewhere. Who answers somebody has read what they said, but not a room. */
export function withOwn(conversation: Conversation, message: Message): Conversation {
  const read = message.to === undefined ? conversation : { ...conversation, unread: 0, calls: 0 };
  return withWaiting(read, message);
}

export function withPast(conversation: Conversation, past: Past, calls: number): Conversation {
  const unread = conversation.unread + newInPast(past);
  return withWaiting({ ...conversation, unread, calls: conversation.calls + calls }, past);
}

/** Nothing is unread. */
export function asRead(conversation: Conversation): Conversation {
  return { ...conversation, unread: 0, calls: 0, waiting: [], leftOut: 0 };
}

export function withTyping(conversation: Conversation, nickname: string, nowMs: number): Conversation {
  const typing = new Map(Array.from(conversation.typing).filter(([, untilMs]) => untilMs > nowMs));
  typing.set(nickname, nowMs + typingShownMs);
  return typing.size > typingPeopleMax ? conversation : { ...conversation, typing };
}

export function withoutTyping(conversation: Conversation, ends: (nickname: string) => boolean): Conversation {
  const writers = Array.from(conversation.typing);
  const others = writers.filter(([nickname]) => !ends(nickname));
  return others.length === writers.length ? conversation : { ...conversation, typing: new Map(others) };
}

/** Somebody came, went or is called otherwise, or the topic is another. */
export function noticed(conversation: Conversation, notice: Notice): Conversation {
  const { event, nickname, topic, to } = notice;
  if (event === "topic") return { ...conversation, topic };
  const counted = { ...conversation, headcount: withNotice(conversation.headcount, notice) };
  const untilMs = conversation.typing.get(nickname);
  if (untilMs === undefined || event === "join") return counted;
  const silent = withoutTyping(counted, (other) => other === nickname);
  if (event !== "nick" || to === undefined) return silent;
  return { ...silent, typing: new Map(silent.typing).set(to, untilMs) };
}

/** Both as one: somebody took the nickname of `former`, with whom one was in a conversation, too. */
export function merged(conversation: Conversation, former: Conversation): Conversation {
  return {
    ...conversation,
    unread: former.unread + conversation.unread,
    calls: former.calls + conversation.calls,
    waiting: [...former.waiting, ...conversation.waiting],
    leftOut: former.leftOut + conversation.leftOut,
  };
}

/** After a lost line, nobody is known to be there or to write. */
export function withoutLine(conversation: Conversation): Conversation {
  return { ...conversation, typing: nobody, headcount: uncounted };
}

/** Also those that are too many to be shown at once. */
function newInPast(past: Past): number {
  return past.messages.filter((message) => isNew(past, message)).length + (past.missed ?? 0);
}

/** What was read once is not missed. */
function messagesIn(item: Message | Past): number {
  return item.type === "past" ? newInPast(item) : 1;
}

const waitingBounds = { countMax: unreadMessagesMax, unitsMax: unreadUnitsMax };

/** What is too much is left out from the beginning, and only counted. */
function withWaiting(conversation: Conversation, item: Message | Past): Conversation {
  const all = [...conversation.waiting, item];
  const kept = lastWithin(all, waitingBounds, weightOf);
  const lost = all.slice(0, all.length - kept.length);
  const leftOut = lost.reduce((sum, one) => sum + messagesIn(one), conversation.leftOut);
  return { ...conversation, waiting: kept, leftOut };
}
