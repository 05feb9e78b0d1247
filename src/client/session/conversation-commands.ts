/** The commands that open and close conversations: join, leave and query. */
import { lobby } from "../../protocol/entry.ts";
import { foldNickname } from "../../protocol/nickname.ts";
import { parseRoom } from "../../protocol/room.ts";
import { closePrivate, goTo, isOpen, openPrivate, writtenAs } from "./conversations.ts";
import { partnerOf } from "../conversation-name.ts";
import { quit } from "./leaving.ts";
import { sendToPerson, withNickname } from "./send-message.ts";
import { isAwaited } from "./outbox.ts";
import { enqueue, refuse } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { SessionState } from "./state.ts";
import { freshKey } from "./state.ts";

/** @param raw the room's name as it was typed */
export function join(state: SessionState, raw: string): Effects {
  return withRoom(state, raw, (room) => {
    if (state.rooms.has(room)) return goTo(state, room);
    const key = freshKey(state);
    const asked = enqueue(state, { type: "join", room, key });
    // Nobody will answer what was not queued. A face may count on going there, so it is told where one still is.
    if (!isAwaited(state.outbox, key)) return [...asked, ...goTo(state, state.conversation)];
    if (isOpen(state, state.conversation)) state.cameFrom = state.conversation;
    return [...asked, ...goTo(state, room)];
  });
}

/** @param raw the conversation's name as it was typed; empty for the one that one is in */
export function leaveConversation(state: SessionState, raw: string): Effects {
  const wanted = raw === "" ? state.conversation : raw;
  const nickname = partnerOf(wanted);
  if (nickname !== undefined) return closePrivate(state, nickname);
  return withRoom(state, wanted, (room) => {
    if (room === lobby) return quit(state);
    const key = freshKey(state);
    const asked = enqueue(state, { type: "leave", room, key });
    const isLeft = room === state.conversation && isAwaited(state.outbox, key);
    return isLeft ? [...asked, ...goTo(state, lobby)] : asked;
  });
}

/**
 * Opens a private conversation, with what was said there before, and says something at once, if anything was typed.
 *
 * @param raw a nickname, and perhaps a text after it
 */
export function query(state: SessionState, raw: string): Effects {
  const [, typed = "", text = ""] = /^(\S+)\s*([^]*)$/.exec(raw) ?? [];
  return withNickname(state, typed, (name) => {
    const nickname = writtenAs(state, name) ?? name;
    const met = openPrivate(state, nickname);
    const asked = readBack(state, nickname);
    const said = text === "" ? [] : sendToPerson(state, nickname, text);
    return [...met, ...goTo(state, `@${nickname}`), ...asked, ...said];
  });
}

export function withRoom(state: SessionState, raw: string, act: (room: string) => Effects): Effects {
  const room = parseRoom(raw);
  return room.ok ? act(room.value) : refuse(state, { fault: room.fault });
}

/** What was said last with somebody, on opening their conversation. An old server knows nothing of it. */
function readBack(state: SessionState, nickname: string): Effects {
  const { partners, phase, options } = state;
  const folded = foldNickname(nickname);
  const isOld = phase.type === "online" && phase.version === 1;
  if (isOld || options.backlog === 0 || partners.get(folded)?.readBack !== false) return [];
  const { backlog: limit } = options;
  const key = freshKey(state);
  const asked = enqueue(state, { type: "history", room: lobby, nickname, limit, key, purpose: "opening" });
  partners.set(folded, { nickname, readBack: isAwaited(state.outbox, key) });
  return asked;
}
