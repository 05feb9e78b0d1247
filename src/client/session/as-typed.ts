/** A message as its person would type it again. Inverse of `parseInput` and of who it is then sent to. */
import { foldNickname } from "../../protocol/nickname.ts";
import { actionOf } from "../../protocol/text.ts";
import type { Returned } from "../shown-event.ts";
import type { KeyedMessage } from "./outbox.ts";
import type { SessionState } from "./state.ts";

/**
 * The text to type, and the conversation to type it in, so that it reaches nobody else than the message would have. A
 * direct message outside of an open direct conversation names its addressee.
 */
export function asTyped(
  { conversation, partners }: SessionState,
  message: KeyedMessage,
): Omit<Returned, "draft"> {
  if (message.type === "broadcast") return { conversation: message.room, text: escaped(message.text) };
  const { nickname, text } = message;
  const partner = partners.get(foldNickname(nickname));
  if (partner === undefined || text.startsWith("@")) return { conversation, text: `@${nickname} ${text}` };
  return { conversation: `@${partner.nickname}`, text: escaped(text) };
}

/** What would be read as a command or an addressee gets what makes it a text. */
function escaped(text: string): string {
  if (text.startsWith("@")) return ` ${text}`;
  return text.startsWith("/") && actionOf(text) === undefined ? `/${text}` : text;
}
