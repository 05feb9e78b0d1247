/** How conversations are called: a room by its name, a private one by `@` and the nickname. */
import { lobby } from "../protocol/entry.ts";
import { foldNickname } from "../protocol/nickname.ts";
import type { Conversation } from "../protocol/requests.ts";

/** Names of rooms never begin with `@`. */
export function isPrivate(conversation: string): boolean {
  return conversation.startsWith("@");
}

/** With whom a private conversation is; undefined for a room. */
export function partnerOf(conversation: string): string | undefined {
  return isPrivate(conversation) ? conversation.slice(1) : undefined;
}

/** What a conversation is to the server. */
export function placeOf(conversation: string): Conversation {
  const nickname = partnerOf(conversation);
  return nickname === undefined ? { room: conversation } : { room: lobby, nickname };
}

/** The same for all ways to write a nickname. */
export function conversationKey(conversation: string): string {
  const nickname = partnerOf(conversation);
  return nickname === undefined ? conversation : `@${foldNickname(nickname)}`;
}

/** Who somebody is does not depend on how their nickname is written. */
export function isSame(one: string, other: string): boolean {
  if (one === other) return true;
  return isPrivate(one) && isPrivate(other) && conversationKey(one) === conversationKey(other);
}
