/**
 * The conversations that are open, in the order of their numbers, and what each happening makes of them. Pure. Must not
 * know how or when they are shown.
 */
import { lobby } from "../../protocol/entry.ts";
import { conversationsMax } from "../../protocol/limits.ts";
import type { Happening, Message, NotifyLevel } from "../face.ts";
import { conversationOf } from "../face.ts";
import type { Conversation, Past } from "./conversation.ts";
import { asRead, isSame, newIn, noticed, opened } from "./conversation.ts";
import { withoutLine, withoutTyping, withPast, withTyping, withUnread } from "./conversation.ts";
import { listed, told } from "./headcount.ts";
import { callsFor } from "./mention.ts";

export interface Conversations {
  /** Where what is typed goes. */
  readonly here: string;
  /** Whether it was said where that is. */
  readonly arrived: boolean;
  /** In the order of their numbers, from 1 on. */
  readonly open: readonly Conversation[];
  /** Where it is not the default. */
  readonly levels: ReadonlyMap<string, NotifyLevel>;
}

/** Who reads, and when: `nickname` is the reader's own, `nowMs` the clock's. */
export interface Reader {
  readonly nickname: string | undefined;
  readonly nowMs: number;
}

export const noConversations: Conversations = {
  here: lobby,
  arrived: false,
  open: [opened(lobby)],
  levels: new Map(),
};

/** The same object when nothing of it has changed: most happenings are messages where one is. */
export function attend(before: Conversations, happening: Happening, reader: Reader): Conversations {
  switch (happening.type) {
    case "message":
      return withMessage(before, happening, reader.nickname);
    case "past":
      return withPastIn(before, happening, reader.nickname);
    case "here":
      return withHere(before, happening);
    case "left":
      return { ...before, open: before.open.filter(({ name }) => !isSame(name, happening.conversation)) };
    case "topic":
      return change(before, happening.room, (one) => ({ ...one, topic: happening.topic }));
    case "members": {
      const headcount = listed(happening.members.map(({ nickname }) => nickname));
      return change(before, happening.room, (one) => ({ ...one, headcount }));
    }
    case "notice":
      return withNotice(before, happening);
    case "typing": {
      const { conversation, nickname } = happening;
      return change(before, conversation, (one) => withTyping(one, nickname, reader.nowMs));
    }
    case "notify": {
      const levels = new Map(before.levels).set(happening.conversation, happening.level);
      return { ...ensure(before, happening.conversation), levels };
    }
    case "link":
      return happening.link.state === "online" ? before : { ...before, open: before.open.map(withoutLine) };
    default:
      return before;
  }
}

/** Whether a message is not printed before one goes where it was said: it is for the reader no more than for others. */
export function waits({ here }: Conversations, message: Message, nickname: string | undefined): boolean {
  if (message.to !== undefined || message.own || message.room === here) return false;
  return !callsFor(message, nickname);
}

export function conversationNamed({ open }: Conversations, wanted: string): Conversation | undefined {
  return open.find(({ name }) => isSame(name, wanted));
}

export function levelOf({ levels }: Conversations, name: string): NotifyLevel {
  return levels.get(name) ?? "mentions";
}

function withHere(
  before: Conversations,
  { conversation, topic, members }: Extract<Happening, { type: "here" }>,
): Conversations {
  const changed = change(ensure(before, conversation), conversation, (one) => {
    return { ...asRead(one), name: conversation, topic, headcount: told(one.headcount, members) };
  });
  return { ...changed, here: conversation, arrived: true };
}

function withMessage(before: Conversations, message: Message, nickname: string | undefined): Conversations {
  const name = conversationOf(message);
  const isHere = isSame(name, before.here);
  const known = conversationNamed(before, name);
  if (isHere && known !== undefined && !known.typing.has(message.from)) return before;
  return change(ensure(before, name), name, (one) => {
    const silent = withoutTyping(one, message.from);
    if (isHere) return silent;
    // Who answers somebody has read what they said; what was said in a room may still wait.
    if (message.own) return message.to === undefined ? silent : { ...silent, unread: 0, calls: 0 };
    const manner = { calls: callsFor(message, nickname), waits: waits(before, message, nickname) };
    return withUnread(silent, message, manner);
  });
}

/** Another nickname is told once, for all rooms and for what is private. */
function withNotice(before: Conversations, notice: Extract<Happening, { type: "notice" }>): Conversations {
  const { event, room, nickname, to } = notice;
  if (event === "away") return before;
  if (event !== "nick") return change(ensure(before, room), room, (one) => noticed(one, notice));
  const [old, name] = [`@${nickname}`, `@${to ?? nickname}`];
  const open = before.open.map((one) => noticed(isSame(one.name, old) ? { ...one, name } : one, notice));
  return { ...before, open, here: isSame(before.here, old) ? name : before.here };
}

/** What was searched for is shown wherever one is. */
function withPastIn(before: Conversations, past: Past, nickname: string | undefined): Conversations {
  if (past.query !== undefined || isSame(past.room, before.here)) return before;
  const calls = newIn(past).filter((message) => callsFor(message, nickname)).length;
  return change(ensure(before, past.room), past.room, (one) => withPast(one, past, calls));
}

/** Private messages are printed as they come, so that closing for a new one loses nothing but a number. */
function ensure(conversations: Conversations, wanted: string): Conversations {
  if (conversationNamed(conversations, wanted) !== undefined) return conversations;
  const { open, here } = conversations;
  const spare =
    open.length < conversationsMax
      ? undefined
      : open.find(({ name }) => name.startsWith("@") && !isSame(name, here));
  return { ...conversations, open: [...open.filter((one) => one !== spare), opened(wanted)] };
}

/** One that is not open is left alone. */
function change(
  conversations: Conversations,
  wanted: string,
  make: (conversation: Conversation) => Conversation,
): Conversations {
  const open = conversations.open.map((one) => (isSame(one.name, wanted) ? make(one) : one));
  return { ...conversations, open };
}
