/** Reads history: the backlog on entering a room, on opening a private conversation, and on request. */
import { lobby, mailboxCursor } from "../../protocol/entry.ts";
import type { Entry } from "../../protocol/entry.ts";
import { foldNickname } from "../../protocol/nickname.ts";
import type { Request } from "../../protocol/requests.ts";
import type { ServerMessage } from "../../protocol/server-message.ts";
import { isBacklog } from "./backlog.ts";
import { ageOf } from "./message-age.ts";
import { writtenAs } from "./conversations.ts";
import { conversationKey, isPrivate } from "../conversation-name.ts";
import type { Message } from "../shown-event.ts";
import { conversationOf } from "../shown-event.ts";
import { isHidden } from "./hidden.ts";
import { catchUp } from "./persistence.ts";
import { acknowledge } from "./outbox.ts";
import type { SearchReach } from "./search.ts";
import { showFound } from "./search.ts";
import type { KeyedRequest } from "./outbox.ts";
import { enqueue, show } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { SessionState } from "./state.ts";
import { freshKey } from "./state.ts";

type HistoryMessage = Extract<ServerMessage, { type: "history" | "search" }>;

/** What lies before all that is shown cannot be asked for while some of that is still to come. */
export function mayGo({ held }: SessionState, request: KeyedRequest): boolean {
  if (request.type !== "history" || request.purpose === undefined) return true;
  return request.nickname !== undefined || !held.has(request.room);
}

/** A request as it goes over the line. */
export function outgoing(state: SessionState, keyed: KeyedRequest): Request {
  const { purpose, line: _line, writtenAt, ...request } = keyed;
  if (request.type === "broadcast" || request.type === "sendto")
    return { ...request, age: ageOf(state, writtenAt) };
  if (request.type !== "history" || purpose === undefined) return request;
  const { room, nickname } = request;
  const before = state.shownFrom.get(conversationKey(nickname === undefined ? room : `@${nickname}`));
  return { ...request, before };
}

export function receiveHistory(state: SessionState, message: HistoryMessage): Effects {
  const { key, room = lobby, nickname, backTo, backTime } = message;
  const searched = { backTo, backTime };
  const request = acknowledge(state.outbox, key);
  if (nickname !== undefined) {
    const messages = message.entries.map((entry) => messageOf(state, entry, !isBy(state, entry, nickname)));
    return tell(state, {
      conversation: `@${writtenAs(state, nickname) ?? nickname}`,
      request,
      searched,
      messages,
    });
  }
  const messages = message.entries.map((entry) => messageOf(state, entry));
  if (request !== undefined || !isBacklog(state, key, room))
    return tell(state, { conversation: room, request, searched, messages });
  return tellBacklog(state, { room, key, messages });
}

/** An entry as it is shown. */
export function messageOf({ nickname }: SessionState, entry: Entry, own = entry.from === nickname): Message {
  const { log, seq, from, to, text, time } = entry;
  const room = to === undefined ? log : lobby;
  return { type: "message", room, seq, from, to, text, time, own };
}

/** What is read back next lies before this. */
export function noteShown({ shownFrom }: SessionState, message: Message): void {
  const { seq } = message;
  if (seq === undefined) return;
  const key = conversationKey(conversationOf(message));
  const lowest = shownFrom.get(key);
  if (lowest === undefined || seq < lowest) shownFrom.set(key, seq);
}

/** A face left out what lies before: it is to be read back. */
export function noteShownFrom({ shownFrom }: SessionState, conversation: string, seq: number): void {
  shownFrom.set(conversationKey(conversation), seq);
}

/** The screen is empty: what is read back next are the last messages again. */
export function forgetShown({ shownFrom, partners }: SessionState): void {
  shownFrom.clear();
  for (const [folded, partner] of partners) partners.set(folded, { ...partner, readBack: false });
}

/** In a private conversation one's own are all that the other did not write, under whatever nickname. */
function isBy(state: SessionState, { from }: Entry, nickname: string): boolean {
  const other = foldNickname(nickname);
  return foldNickname(from) === other && other !== foldNickname(state.nickname);
}

interface Found {
  readonly conversation: string;
  readonly request: KeyedRequest | undefined;
  readonly searched: SearchReach;
  readonly messages: readonly Message[];
}

/** What was asked for. What lies beyond the cursor comes by itself: an answer may overtake it. */
function tell(state: SessionState, { conversation: room, request, searched, messages }: Found): Effects {
  if (request?.type === "search") return showFound(state, room, { request, searched, messages });
  const reached = state.cursors.get(isPrivate(room) ? mailboxCursor : room) ?? Infinity;
  const lowest = state.shownFrom.get(conversationKey(room)) ?? Infinity;
  const isNews = ({ seq = 0 }: Message): boolean =>
    request?.purpose === undefined || (seq < lowest && seq <= reached);
  const shown = messages.filter((message) => isNews(message) && !isHidden(state, message));
  for (const message of messages) noteShown(state, message);
  if (shown.length > 0) return show({ type: "past", room, messages: shown });
  // Nothing but what was shown meanwhile, or what one does not want to see: something may lie before it.
  if (messages.length > 0 && request?.purpose !== undefined)
    return enqueue(state, { ...request, key: freshKey(state) });
  return request?.purpose === "opening" ? [] : show({ type: "past", room, messages: shown });
}

/** What was said before one came in, and then what has waited for it. Nothing of a room that was left meanwhile. */
function tellBacklog(
  state: SessionState,
  { room, key = "", messages }: { room: string; key: string | undefined; messages: readonly Message[] },
): Effects {
  const held = state.released.delete(key) ? undefined : state.held.get(room);
  if (held !== undefined) state.held.delete(room);
  if (room !== lobby && !state.rooms.has(room)) return [];
  for (const message of messages) noteShown(state, message);
  const news = catchUp(state, room, messages);
  const shown = messages.filter((message) => !isHidden(state, message));
  const past = shown.length === 0 ? [] : show({ type: "past", room, messages: shown, ...news });
  return [...past, ...(held?.messages ?? []).flatMap(show)];
}
