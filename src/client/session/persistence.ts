/**
 * Saves a session for the next run and restores it: the identity, the rooms with their cursors, what was not sent. The
 * files are the store's business.
 */
import { lobby, mailboxCursor } from "../../protocol/entry.ts";
import { missedMessagesMax } from "../limits.ts";
import { roomsPerSessionMax } from "../../protocol/limits.ts";
import { sizeFault } from "../../protocol/message-size.ts";
import { foldNickname } from "../../protocol/nickname.ts";
import type { Cursors } from "../../protocol/requests.ts";
import type { Message, ShownEvent } from "../shown-event.ts";
import { conversationKey } from "../conversation-name.ts";
import { drop, isMessage, putBack } from "./outbox.ts";
import { refuseRequest } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { SavedSession } from "./saved-session.ts";
import type { SessionState } from "./state.ts";
import { freshKey } from "./state.ts";
import { emptySavedSession } from "./saved-session.ts";

/** Restores what an earlier run under this nickname saved, or starts as somebody new. */
export function restore(state: SessionState): void {
  const { options, cursors, hidden, notify, missed, journaled } = state;
  const restored = options.restore(state.nickname);
  state.restored = restored ?? emptySavedSession;
  state.saved = undefined;
  state.token = state.restored.token;
  for (const emptied of [cursors, hidden, notify, missed, journaled]) emptied.clear();
  if (state.token !== undefined) cursors.set(mailboxCursor, state.restored.mailboxSeq);
  for (const nickname of state.restored.hidden) hidden.set(foldNickname(nickname), nickname);
  for (const [conversation, level] of state.restored.notify) notify.set(conversationKey(conversation), level);
  state.epochs = state.restored.epochs;
  state.unsent = [];
  if (options.returns !== true) return;
  for (const [room, seq] of state.restored.rooms) missed.set(room, seq);
  state.unsent = restored?.unsent ?? [];
  for (const { key } of state.unsent) journaled.add(key);
}

/**
 * Where the next login reads on. Of what was missed since the last run only the end may be wanted, so those rooms begin
 * at their heads, and the rest is asked for.
 */
export function loginCursors({ cursors, missed }: SessionState): Cursors {
  const after = new Map(cursors);
  for (const room of missed.keys())
    if (room !== lobby && !after.has(room) && after.size < roomsPerSessionMax) after.set(room, beyondHead);
  return after;
}

/** How much of what was said before is asked for in a room whose newest entry is `head`: what was missed in any case. */
export function backlogFor({ options, missed }: SessionState, room: string, head: number): number {
  const { backlog } = options;
  const seen = missed.get(room);
  if (head === 0 || seen === undefined) return head === 0 ? 0 : backlog;
  return Math.max(backlog, Math.min(head - seen, missedMessagesMax));
}

/** What is new of these messages, the last of their room, is missed no longer. */
export function catchUp(
  { missed }: SessionState,
  room: string,
  [first]: readonly Message[],
): Pick<ShownEvent & { type: "past" }, "seenSeq" | "missed"> {
  const seenSeq = missed.get(room);
  missed.delete(room);
  if (seenSeq === undefined) return {};
  const between = (first?.seq ?? 0) - 1 - seenSeq;
  return { seenSeq, missed: between > 0 ? between : undefined };
}

/** The server has other logs than those that were read: cursors mean nothing there. */
export function forgetCursors({ cursors, missed, shownFrom }: SessionState): void {
  for (const seqs of [cursors, missed, shownFrom]) seqs.clear();
}

/**
 * The line is gone before what was missed has come: the next login asks anew, and what waits for it comes with it then.
 */
export function postpone({ cursors, held, missed, released }: SessionState): void {
  // What was not waited for, though nothing came that would have had to.
  for (const { room, after } of released.values())
    if (missed.has(room) && cursors.get(room) === after) cursors.delete(room);
  for (const room of held.keys()) {
    if (!missed.has(room)) continue;
    held.delete(room);
    cursors.delete(room);
  }
}

/**
 * What was not sent in the last run goes out first, after joining the rooms that one was about to join then. What this
 * server cannot read is refused instead: 0.1.0 queued messages too large for any server, and what was written before the
 * login was measured without knowing the server.
 */
export function resendUnsent(state: SessionState): Effects {
  const { missed, outbox, unsent, frameBytesMax, phase } = state;
  state.unsent = [];
  putBack(outbox, unsent);
  const large = drop(outbox, (request) => sizeFault(request, frameBytesMax) !== undefined);
  // An old server has no rooms to join.
  const isOld = phase.type === "online" && phase.version === 1;
  const meant = (isOld ? [] : unsent).flatMap((request) =>
    request.type === "broadcast" && outbox.waiting.has(request.key) ? [request.room] : [],
  );
  const joined = Array.from(new Set(meant)).filter((room) => room !== lobby && !missed.has(room));
  putBack(
    outbox,
    joined.map((room) => ({ type: "join", room, key: freshKey(state), purpose: "returning" })),
  );
  return large.flatMap((request) => {
    const fault = sizeFault(request, frameBytesMax);
    return fault === undefined ? [] : refuseRequest(state, request, fault, { draft: true });
  });
}

/** After every event: saves what the next run needs, when it differs from what was saved last. */
export function save(state: SessionState): Effects {
  const { options, nickname, token, wasOnline, saved: last } = state;
  if (!wasOnline || options.program !== undefined) return [];
  if (token === undefined && options.returns !== true) return [];
  const saved = savedSessionOf(state);
  if (last !== undefined && last.nickname === nickname && isSame(last, saved)) return [];
  state.saved = { ...saved, nickname };
  return [{ type: "save", nickname, saved }];
}

/** After every event: messages that have come into the outbox, for the disk. */
export function journalAdditions({ options, outbox, journaled }: SessionState): Effects {
  if (options.returns !== true || outbox.waiting.size === 0) return [];
  const added = Array.from(outbox.waiting.values()).filter(
    (request) => isMessage(request) && !journaled.has(request.key),
  );
  if (added.length === 0) return [];
  for (const { key } of added) journaled.add(key);
  return [{ type: "journal", added, removed: [] }];
}

/** After every event: messages that have left the outbox, and need not be on disk any more. */
export function journalRemovals({ outbox, unsent, journaled }: SessionState): Effects {
  if (journaled.size === 0) return [];
  const { underWay, waiting } = outbox;
  const left = new Set(unsent.map(({ key }) => key));
  const removed = Array.from(journaled).filter(
    (key) => !underWay.has(key) && !waiting.has(key) && !left.has(key),
  );
  if (removed.length === 0) return [];
  for (const key of removed) journaled.delete(key);
  return [{ type: "journal", added: [], removed }];
}

/** A cursor that no log reaches: the server begins at the head. */
const beyondHead = Number.MAX_SAFE_INTEGER;

function savedSessionOf(state: SessionState): SavedSession {
  const { options, token, cursors, hidden, notify, restored } = state;
  return {
    token,
    mailboxSeq: cursors.get(mailboxCursor) ?? 0,
    rooms: options.returns === true ? seenRooms(state) : restored.rooms,
    epochs: state.epochs,
    hidden: Array.from(hidden.values()),
    notify: new Map(notify),
  };
}

/** What is not shown yet is not seen, wherever the cursor is. */
function seenRooms({ cursors, held, missed }: SessionState): ReadonlyMap<string, number> {
  const awaited = Array.from(held, ([room, { after }]) => [room, after] as const);
  const rooms = new Map([...cursors, ...awaited, ...missed]);
  rooms.delete(mailboxCursor);
  return rooms;
}

function isSame(one: SavedSession, other: SavedSession): boolean {
  return (
    one.token === other.token &&
    one.mailboxSeq === other.mailboxSeq &&
    areSame(one.rooms, other.rooms) &&
    // An epoch has one beginning, and newer ones come behind it.
    one.epochs.at(-1)?.id === other.epochs.at(-1)?.id &&
    areSame(one.notify, other.notify) &&
    one.hidden.length === other.hidden.length &&
    one.hidden.every((nickname, index) => nickname === other.hidden[index])
  );
}

function areSame<Value>(one: ReadonlyMap<string, Value>, other: ReadonlyMap<string, Value>): boolean {
  if (one.size !== other.size) return false;
  for (const [name, value] of one) if (other.get(name) !== value) return false;
  return true;
}
