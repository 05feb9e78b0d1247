/** Puts a message that a person wrote into the outbox: for the current conversation, or for one person. */
import { nicknameBytesMax } from "../../protocol/limits.ts";
import { parseMessage } from "../../protocol/requests.ts";
import { cleanLine, cleanText, excerpt } from "../../protocol/text.ts";
import { writtenAs } from "./conversations.ts";
import { partnerOf } from "../conversation-name.ts";
import type { KeyedRequest } from "./outbox.ts";
import { enqueue, refuse, refuseRequest } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { SessionState } from "./state.ts";
import { freshKey } from "./state.ts";

/** To everybody in the room, or to the one with whom the conversation is private. */
export function sendToConversation(state: SessionState, text: string): Effects {
  const { conversation } = state;
  const nickname = partnerOf(conversation);
  return enqueueMessage(state, text, (clean, key) =>
    nickname === undefined
      ? { type: "broadcast", room: conversation, text: clean, key }
      : { type: "sendto", nickname, text: clean, key },
  );
}

/** @param typed whom it is for, as they were named */
export function sendToPerson(state: SessionState, typed: string, text: string): Effects {
  return withNickname(state, typed, (nickname) =>
    enqueueMessage(state, text, (clean, key) => ({ type: "sendto", nickname, text: clean, key })),
  );
}

/** Somebody who was named. What is longer than a nickname can be is nobody's. */
export function withNickname(
  state: SessionState,
  typed: string,
  act: (nickname: string) => Effects,
): Effects {
  const nickname = addressee(state, typed);
  if (nickname.length <= nicknameBytesMax) return act(nickname);
  return refuse(state, { fault: { code: "nickname_unknown", nickname: excerpt(nickname) } });
}

/**
 * Whom a name is meant for. Nicknames may begin with the `@` of an address or end with its colon or comma; where nobody
 * who does is known, those signs belong to the address, if that makes somebody known.
 */
export function addressee(state: SessionState, typed: string): string {
  const name = cleanLine(typed);
  if (writtenAs(state, name) !== undefined) return name;
  const bare = name.replace(/^@(?=.)/, "").replace(/(?<=.)[:,]$/, "");
  return writtenAs(state, bare) === undefined ? name.replace(/^@(?=.)/, "") : bare;
}

function enqueueMessage(
  state: SessionState,
  raw: string,
  request: (text: string, key: string) => KeyedRequest,
): Effects {
  const message = parseMessage(raw);
  if (message.ok) return enqueue(state, request(message.value, freshKey(state)));
  const { fault } = message;
  if (fault.code !== "message_too_long") return refuse(state, { fault });
  return refuseRequest(state, request(cleanText(raw), freshKey(state)), fault, { draft: true });
}
