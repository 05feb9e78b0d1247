/**
 * Queries on the open conversations: where a jump leads, what is unread elsewhere, who is typing here. Pure.
 */
import { isSame } from "../../conversation-name.ts";
import type { Conversations } from "./conversations.ts";
import { conversationNamed, levelOf } from "./conversations.ts";

/** A jump to another conversation: by its number, a step to one side, or to what is unread. */
export type Jump =
  | { readonly to: "number"; readonly number: number }
  | { readonly to: "side"; readonly step: 1 | -1 }
  | { readonly to: "news" };

/** Where a jump leads, around the end too; undefined where it leads nowhere else. */
export function jumpTarget(conversations: Conversations, jump: Jump): string | undefined {
  const { open, here } = conversations;
  const at = indexOfHere(conversations);
  if (jump.to === "news") return nextUnread(conversations);
  const index = jump.to === "number" ? jump.number - 1 : (at + jump.step + open.length) % open.length;
  const name = open[index]?.name;
  return name === undefined || isSame(name, here) ? undefined : name;
}

/** From 1 on; undefined while there is only one, or for one that is not open. */
export function numberOf(conversations: Conversations): number | undefined {
  const at = indexOfHere(conversations);
  return conversations.open.length < 2 || at < 0 ? undefined : at + 1;
}

/** What is unread in other conversations, but for those that never call. */
export function unreadElsewhere(conversations: Conversations): number {
  return conversations.open.reduce(
    (sum, { name, unread }) => sum + (levelOf(conversations, name) === "off" ? 0 : unread),
    0,
  );
}

export function typingHere(conversations: Conversations, nowMs: number): readonly string[] {
  return writersHere(conversations).flatMap(([nickname, untilMs]) => (untilMs > nowMs ? [nickname] : []));
}

/** When the first of them is not shown to be writing any more. */
export function typingEndsAtMs(conversations: Conversations, nowMs: number): number | undefined {
  const ends = writersHere(conversations).flatMap(([, untilMs]) => (untilMs > nowMs ? [untilMs] : []));
  return ends.length === 0 ? undefined : Math.min(...ends);
}

function indexOfHere({ open, here }: Conversations): number {
  return open.findIndex(({ name }) => isSame(name, here));
}

/** The next one to the right with something unread; what calls goes before. */
function nextUnread(conversations: Conversations): string | undefined {
  const { open } = conversations;
  const at = indexOfHere(conversations);
  const others = [...open.slice(at + 1), ...open.slice(0, Math.max(at, 0))];
  const calling = others.find(({ calls }) => calls > 0);
  return (calling ?? others.find(({ unread }) => unread > 0))?.name;
}

function writersHere(conversations: Conversations): readonly (readonly [string, number])[] {
  return Array.from(conversationNamed(conversations, conversations.here)?.typing ?? []);
}
