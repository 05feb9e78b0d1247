/**
 * Typing indicators: tells others that one is typing, only while somebody can see it, and shows who else is.
 */
import { lobby } from "../../protocol/entry.ts";
import { typingSignPauseMs, typingUnseenPauseMs } from "../limits.ts";
import type { ServerMessage } from "../../protocol/server-message.ts";
import { encodeRequest } from "../../protocol/request-encoder.ts";
import { conversationKey, isPrivate, placeOf } from "../conversation-name.ts";
import { hides } from "./hidden.ts";
import { show } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { SessionState } from "./state.ts";
import { freshKey } from "./state.ts";

/**
 * Something is being written where one is, perhaps at every key: a sign of it goes out now or not at all, since later it
 * would not be true.
 */
export function signalTyping(state: SessionState, time: number): Effects {
  const { conversation, typing } = state;
  if (!isSignalled(state) || isPaused(state, time)) return [];
  for (const [paused, { until }] of typing.pauses) if (until <= time) typing.pauses.delete(paused);
  const key = freshKey(state, typingKeyPrefix(state));
  typing.asked = { key, conversation };
  typing.pauses.set(conversationKey(conversation), { until: time + typingSignPauseMs, unseen: false });
  return [{ type: "send", text: encodeRequest({ type: "typing", ...placeOf(conversation), key }) }];
}

/** The answer to a sign. */
export function receiveWatchers(
  { typing }: SessionState,
  { watchers, key }: Extract<ServerMessage, { type: "watchers" }>,
  time: number,
): void {
  if (watchers === 0 && key === typing.asked?.key) pauseTypingSignals(typing, time);
}

/** A sign that could not be given is nobody's news: true when the error is about one. */
export function receiveTypingError(state: SessionState, key: string | undefined, time: number): boolean {
  if (!isTypingKey(state, key)) return false;
  if (key === state.typing.asked?.key) pauseTypingSignals(state.typing, time);
  return true;
}

/** Somebody came or said something: they may see that one is writing. */
export function allowTypingSignal({ typing }: SessionState, conversation: string): void {
  if (typing.pauses.size === 0) return;
  const key = conversationKey(conversation);
  if (typing.pauses.get(key)?.unseen === true) typing.pauses.delete(key);
}

export function receiveTyping(
  state: SessionState,
  { nickname, room, to }: Extract<ServerMessage, { type: "typing" }>,
): Effects {
  if (nickname === state.nickname || hides(state, nickname)) return [];
  const conversation = to === undefined ? (room ?? lobby) : `@${nickname}`;
  return show({ type: "typing", conversation, nickname });
}

/** Whether a key is that of a sign, of which only the last is remembered. */
export function isTypingKey(state: SessionState, key: string | undefined): boolean {
  return key?.startsWith(typingKeyPrefix(state)) === true;
}

/** Begins the keys of all signs, so that an answer is known for what it is however late it comes. */
function typingKeyPrefix({ options }: SessionState): string {
  return `${options.keyPrefix}-typing`;
}

/** Whether there is somebody who might be told. */
function isSignalled({ options, phase, conversation, rooms, members, ignoring }: SessionState): boolean {
  if (options.announcesTyping !== true || phase.type !== "online" || phase.version === 1) return false;
  if (isPrivate(conversation)) return true;
  if (conversation === lobby && ignoring) return false;
  return rooms.has(conversation) && members.get(conversation) !== 1;
}

function isPaused({ typing, conversation }: SessionState, time: number): boolean {
  const pause = typing.pauses.get(conversationKey(conversation));
  if (pause === undefined) return false;
  // A clock that was set back would make the pause endless.
  return time < pause.until && pause.until - time <= typingUnseenPauseMs;
}

function pauseTypingSignals(typing: SessionState["typing"], time: number): void {
  if (typing.asked === undefined) return;
  typing.pauses.set(conversationKey(typing.asked.conversation), {
    until: time + typingUnseenPauseMs,
    unseen: true,
  });
}
