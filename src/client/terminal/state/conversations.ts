/**
 * The conversations that are open, in the order of their numbers, and what each event makes of them. Pure. Must not
 * know how or when they are shown.
 */
import { lobby } from "../../../protocol/entry.ts";
import { conversationsMax } from "../../limits.ts";
import { foldNickname } from "../../../protocol/nickname.ts";
import type { NotifyLevel } from "../../../base/notify-level.ts";
import type { Message, Notice, Past, ShownEvent } from "../../shown-event.ts";
import { notifyLevelDefault } from "../../../base/notify-level.ts";
import { conversationOf, isNew } from "../../shown-event.ts";
import type { Conversation } from "./conversation.ts";
import { asRead, merged, noticed, opened } from "./conversation.ts";
import { isPrivate, isSame } from "../../conversation-name.ts";
import { withoutLine, withoutTyping, withOwn, withPast, withTyping, withUnread } from "./conversation.ts";
import { listed, told, withNickname } from "./headcount.ts";
import { callsFor } from "./mention.ts";

export interface Conversations {
  /** Where what is typed goes. */
  readonly here: string;
  /** Whether it was said where that is. */
  readonly arrived: boolean;
  /** In the order of their numbers, from 1 on. */
  readonly open: readonly Conversation[];
}

/** Who reads, and when: `nickname` is the reader's own before what happens, `nowMs` the clock's. */
export interface Reader {
  readonly nickname: string | undefined;
  readonly nowMs: number;
}

export const initialConversations: Conversations = {
  here: lobby,
  arrived: false,
  open: [opened(lobby)],
};

/** The same object when nothing of it has changed: most events are messages where one is. */
export function conversationsAfter(before: Conversations, event: ShownEvent, reader: Reader): Conversations {
  switch (event.type) {
    case "message":
      return withMessage(before, event, reader.nickname);
    case "past":
      return withPastIn(before, event, reader.nickname);
    case "here":
      return withHere(before, event);
    case "left":
      return { ...before, open: before.open.filter(({ name }) => !isSame(name, event.conversation)) };
    case "topic":
      return change(before, event.room, (one) => ({ ...one, topic: event.topic }));
    case "members": {
      const headcount = listed(event.members.map(({ nickname }) => nickname));
      return change(before, event.room, (one) => ({ ...one, headcount }));
    }
    case "notice":
      return withNotice(before, event);
    case "typing": {
      const { conversation, nickname } = event;
      return change(before, conversation, (one) => withTyping(one, nickname, reader.nowMs));
    }
    case "notify": {
      const { conversation, level } = event;
      return change(ensure(before, conversation), conversation, (one) => ({ ...one, level }));
    }
    case "renamed":
      return changeAll(before, (one) => {
        return { ...one, headcount: withNickname(one.headcount, reader.nickname, event.nickname) };
      });
    case "hidden": {
      const hidden = new Set(event.nicknames.map(foldNickname));
      return changeAll(before, (one) => withoutTyping(one, (nickname) => hidden.has(foldNickname(nickname))));
    }
    case "link":
      return event.link.state === "online" ? before : changeAll(before, withoutLine);
    default:
      return before;
  }
}

export function conversationNamed({ open }: Conversations, wanted: string): Conversation | undefined {
  return open.find(({ name }) => isSame(name, wanted));
}

export function levelOf(conversations: Conversations, name: string): NotifyLevel {
  return conversationNamed(conversations, name)?.level ?? notifyLevelDefault;
}

function withHere(
  before: Conversations,
  { conversation, topic, members }: Extract<ShownEvent, { type: "here" }>,
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
    const silent = withoutTyping(one, (nickname) => nickname === message.from);
    if (isHere) return silent;
    if (message.own) return withOwn(silent, message);
    return withUnread(silent, message, callsFor(message, nickname));
  });
}

/** Another nickname is told once, for all rooms and for what is private. */
function withNotice(before: Conversations, notice: Notice): Conversations {
  const { event, room, nickname } = notice;
  if (event === "away") return before;
  if (event === "nick") return withNick(before, notice);
  const noted = change(ensure(before, room), room, (one) => noticed(one, notice));
  // Everybody is in the lobby: who leaves it is gone.
  if (event !== "leave" || room !== lobby) return noted;
  return change(noted, `@${nickname}`, (one) => withoutTyping(one, (other) => other === nickname));
}

/** What is private goes on under the new nickname, also where somebody else was called so before. */
function withNick(before: Conversations, notice: Notice): Conversations {
  const { nickname, to = nickname } = notice;
  const [old, name] = [`@${nickname}`, `@${to}`];
  const partner = conversationNamed(before, old);
  const named = conversationNamed(before, name);
  const former = partner === undefined || named === partner ? undefined : named;
  const open = before.open.flatMap((one) => {
    if (one === former) return [];
    const whole = one === partner && former !== undefined ? merged(one, former) : one;
    return noticed(one === partner ? { ...whole, name } : one, notice);
  });
  return { ...before, open, here: isSame(before.here, old) ? name : before.here };
}

/** What was searched for is shown wherever one is. */
function withPastIn(before: Conversations, past: Past, nickname: string | undefined): Conversations {
  if (past.query !== undefined || isSame(past.room, before.here)) return before;
  const calls = past.messages.filter((message) => isNew(past, message) && callsFor(message, nickname)).length;
  return change(ensure(before, past.room), past.room, (one) => withPast(one, past, calls));
}

/**
 * Opens a conversation, and closes another one where more would be open than may be: the private one that was opened first,
 * whose messages were printed as they came, or else a room, which opens again with the next message there.
 */
function ensure(conversations: Conversations, wanted: string): Conversations {
  if (conversationNamed(conversations, wanted) !== undefined) return conversations;
  const { open, here } = conversations;
  const closable =
    open.length < conversationsMax ? [] : open.filter(({ name }) => name !== lobby && !isSame(name, here));
  const spare = closable.find(({ name }) => isPrivate(name)) ?? closable[0];
  return { ...conversations, open: [...open.filter((one) => one !== spare), opened(wanted)] };
}

/** One that is not open is left alone. */
function change(
  conversations: Conversations,
  wanted: string,
  make: (conversation: Conversation) => Conversation,
): Conversations {
  return changeAll(conversations, (one) => (isSame(one.name, wanted) ? make(one) : one));
}

function changeAll(
  conversations: Conversations,
  make: (conversation: Conversation) => Conversation,
): Conversations {
  return { ...conversations, open: conversations.open.map(make) };
}
