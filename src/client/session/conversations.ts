/** The conversations one is in, rooms and private ones, and where what is typed goes. */
import { lobby } from "../../protocol/entry.ts";
import { conversationsMax } from "../limits.ts";
import { foldNickname } from "../../protocol/nickname.ts";
import { conversationKey, isPrivate, isSame, partnerOf, placeOf } from "../conversation-name.ts";
import { notifyLevelDefault } from "../../base/notify-level.ts";
import type { NotifyLevel } from "../../base/notify-level.ts";
import { show } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { SessionState } from "./state.ts";

/** The room that is asked about; in a private conversation the lobby, where everybody is. */
export function roomHere({ conversation }: SessionState): string {
  return placeOf(conversation).room;
}

/** What is typed from now on goes there, also before the server has let one in: requests keep their order. */
export function goTo(state: SessionState, conversation: string): Effects {
  state.conversation = conversation;
  return isOpen(state, conversation) ? present(state) : [];
}

/** Whether one is in it, or needs nobody to let one in. */
export function isOpen({ rooms }: SessionState, conversation: string): boolean {
  return isPrivate(conversation) || conversation === lobby || rooms.has(conversation);
}

/** A person goes to a conversation that is open; to another one nothing leads. */
export function switchTo(state: SessionState, conversation: string): Effects {
  const nickname = partnerOf(conversation);
  if (nickname === undefined)
    return conversation === lobby || state.rooms.has(conversation) ? goTo(state, conversation) : [];
  const partner = state.partners.get(foldNickname(nickname));
  return partner === undefined ? [] : goTo(state, `@${partner.nickname}`);
}

/** Where one is, for the face. */
export function present(state: SessionState): Effects {
  const { conversation, rooms, members } = state;
  const topic = rooms.get(conversation) ?? "";
  const here = show({ type: "here", conversation, topic, members: members.get(conversation) });
  return [...here, ...warnOfStorage(state)];
}

/** There is a private conversation with them from now on. */
export function openPrivate(state: SessionState, nickname: string): Effects {
  const { partners } = state;
  const folded = foldNickname(nickname);
  if (partners.has(folded)) return [];
  partners.set(folded, { nickname, readBack: false });
  forgetOldest(state, folded);
  return tellLevel(state, `@${nickname}`);
}

/** Somebody took another nickname: what is private with them goes on under it. */
export function followPartner(state: SessionState, from: string, to: string): Effects {
  const { partners, shownFrom, notify, conversation } = state;
  const partner = partners.get(foldNickname(from));
  if (partner === undefined) return [];
  const [before, after] = [`@${partner.nickname}`, `@${to}`];
  partners.delete(foldNickname(from));
  partners.set(foldNickname(to), { ...partner, nickname: to });
  move(shownFrom, conversationKey(before), conversationKey(after));
  move(notify, conversationKey(before), conversationKey(after));
  return [...tellLevel(state, after), ...(isSame(conversation, before) ? goTo(state, after) : [])];
}

/** Closes a private conversation; what is typed in it went to them alone, and goes to the lobby now. */
export function closePrivate(state: SessionState, nickname: string): Effects {
  const folded = foldNickname(nickname);
  const partner = state.partners.get(folded);
  const conversation = `@${partner?.nickname ?? nickname}`;
  state.partners.delete(folded);
  const left = show({ type: "left", conversation });
  return isSame(state.conversation, conversation) ? [...left, ...goTo(state, lobby)] : left;
}

/** As a nickname is written by who bears it, when they are known. */
export function writtenAs({ known, partners }: SessionState, nickname: string): string | undefined {
  const folded = foldNickname(nickname);
  if (known.order.has(nickname)) return nickname;
  for (const other of known.order) if (foldNickname(other) === folded) return other;
  return partners.get(folded)?.nickname;
}

export function levelOf({ notify, options }: SessionState, conversation: string): NotifyLevel {
  return notify.get(conversationKey(conversation)) ?? options.notify ?? notifyLevelDefault;
}

/** A face takes the default for granted, but for a room beside the one that one is in: so it knows that it is open. */
export function tellLevel(state: SessionState, conversation: string): Effects {
  const level = levelOf(state, conversation);
  const isKnown = isPrivate(conversation) || conversation === state.conversation;
  if (level === notifyLevelDefault && (isKnown || state.options.program !== undefined)) return [];
  return show({ type: "notify", conversation, level, asked: false });
}

/** Once, on coming in: before, the screen may still be needed for a question. */
function warnOfStorage(state: SessionState): Effects {
  const text = state.storageWarned ? undefined : state.options.storageProblem?.();
  if (text === undefined) return [];
  state.storageWarned = true;
  return show({ type: "refused", text });
}

function move<Value>(map: Map<string, Value>, from: string, to: string): void {
  const value = map.get(from);
  map.delete(from);
  if (value !== undefined) map.set(to, value);
}

/** What is open has a bound, and whoever writes to somebody opens a conversation. */
function forgetOldest({ partners, conversation, shownFrom }: SessionState, latest: string): void {
  if (partners.size <= conversationsMax) return;
  for (const [folded, { nickname }] of partners) {
    if (folded === latest || isSame(conversation, `@${nickname}`)) continue;
    partners.delete(folded);
    shownFrom.delete(`@${folded}`);
    return;
  }
}
