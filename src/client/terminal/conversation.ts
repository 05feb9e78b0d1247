/**
 * One conversation that is open: what is unread and waits to be printed, who is writing, how many are there. Pure. Must
 * not know the others, or how it is shown.
 */
import { typingShownMs, unreadMessagesMax } from "../../protocol/limits.ts";
import { foldNickname } from "../../protocol/nickname.ts";
import type { Happening, Message } from "../face.ts";
import type { Headcount } from "./headcount.ts";
import { uncounted, withNotice } from "./headcount.ts";

export interface Conversation {
  readonly name: string;
  readonly topic: string;
  /** What others said since one was there; `calls` of these are private or name the reader. */
  readonly unread: number;
  readonly calls: number;
  /** What was said there and is not printed: the latest of it, and how many messages before these. */
  readonly waiting: readonly (Message | Past)[];
  readonly leftOut: number;
  /** Who is writing, with the time when that is over. */
  readonly typing: ReadonlyMap<string, number>;
  readonly headcount: Headcount;
}

export type Past = Extract<Happening, { type: "past" }>;
type Notice = Extract<Happening, { type: "notice" }>;

const nobody: ReadonlyMap<string, number> = new Map();

export function opened(name: string): Conversation {
  const read = { unread: 0, calls: 0, waiting: [], leftOut: 0 };
  return { name, topic: "", ...read, typing: nobody, headcount: uncounted };
}

/** Who somebody is does not depend on how their nickname is written. */
export function isSame(one: string, other: string): boolean {
  if (one === other) return true;
  return one.startsWith("@") && other.startsWith("@") && foldNickname(one) === foldNickname(other);
}

/** Messages that wait there, those that are only counted too. */
export function newsCount({ waiting, leftOut }: Pick<Conversation, "waiting" | "leftOut">): number {
  return waiting.reduce((sum, item) => sum + (item.type === "past" ? newIn(item).length : 1), leftOut);
}

/** Of messages from before, those that others wrote since the last run. */
export function newIn({ messages, seenSeq }: Past): readonly Message[] {
  if (seenSeq === undefined) return [];
  return messages.filter(({ seq, own }) => !own && seq !== undefined && seq > seenSeq);
}

/** Somebody else's message came; `calls`: it is for the reader more than for others; `waits`: it is not printed. */
export function withUnread(
  conversation: Conversation,
  message: Message,
  { calls, waits }: { readonly calls: boolean; readonly waits: boolean },
): Conversation {
  const counted = {
    ...conversation,
    unread: conversation.unread + 1,
    calls: conversation.calls + (calls ? 1 : 0),
  };
  return waits ? withWaiting(counted, message) : counted;
}

export function withPast(conversation: Conversation, past: Past, calls: number): Conversation {
  const unread = conversation.unread + newIn(past).length + (past.missed ?? 0);
  return withWaiting({ ...conversation, unread, calls: conversation.calls + calls }, past);
}

/** Nothing is unread. */
export function asRead(conversation: Conversation): Conversation {
  return { ...conversation, unread: 0, calls: 0, waiting: [], leftOut: 0 };
}

export function withTyping(conversation: Conversation, nickname: string, nowMs: number): Conversation {
  const typing = new Map(conversation.typing).set(nickname, nowMs + typingShownMs);
  return typing.size > typingMax ? conversation : { ...conversation, typing };
}

export function withoutTyping(conversation: Conversation, nickname: string): Conversation {
  if (!conversation.typing.has(nickname)) return conversation;
  const typing = new Map(conversation.typing);
  typing.delete(nickname);
  return { ...conversation, typing };
}

/** Somebody came, went or is called otherwise, or the topic is another. */
export function noticed(conversation: Conversation, notice: Notice): Conversation {
  const { event, nickname, topic, to } = notice;
  if (event === "topic") return { ...conversation, topic };
  const counted = { ...conversation, headcount: withNotice(conversation.headcount, notice) };
  const untilMs = conversation.typing.get(nickname);
  if (untilMs === undefined || event === "join") return counted;
  const silent = withoutTyping(counted, nickname);
  if (event !== "nick" || to === undefined) return silent;
  return { ...silent, typing: new Map(silent.typing).set(to, untilMs) };
}

/** After a lost line, nobody is known to be there or to write. */
export function withoutLine(conversation: Conversation): Conversation {
  return { ...conversation, typing: nobody, headcount: uncounted };
}

/** More people at once are writing than anybody wants to know of. */
const typingMax = 50;

/** What is too much is left out from the beginning, and only counted. */
function withWaiting(conversation: Conversation, item: Message | Past): Conversation {
  const { waiting, leftOut } = conversation;
  if (waiting.length < unreadMessagesMax) return { ...conversation, waiting: [...waiting, item] };
  const lost = newsCount({ waiting: waiting.slice(0, 1), leftOut });
  return { ...conversation, waiting: [...waiting.slice(1), item], leftOut: lost };
}
