/** Whose messages are not shown: by nickname, here alone, the server and they know nothing of it. */
import { foldNickname } from "../../protocol/nickname.ts";
import type { Message } from "../shown-event.ts";
import { refuse, show } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { SessionState } from "./state.ts";

export function isIgnored({ ignored }: SessionState, nickname: string): boolean {
  return ignored.size > 0 && ignored.has(foldNickname(nickname));
}

/** One's own messages are always shown. */
export function isHidden(state: SessionState, { from, own }: Pick<Message, "from" | "own">): boolean {
  return !own && isIgnored(state, from);
}

export function ignore(state: SessionState, nickname: string): Effects {
  const folded = foldNickname(nickname);
  if (folded === foldNickname(state.nickname))
    return refuse(state, { text: state.options.catalogue.client.notYourself });
  state.ignored.set(folded, nickname);
  return listIgnored(state);
}

export function unignore(state: SessionState, nickname: string): Effects {
  if (!state.ignored.delete(foldNickname(nickname)))
    return refuse(state, { text: state.options.catalogue.client.notIgnored(nickname) });
  return listIgnored(state);
}

export function listIgnored({ ignored }: SessionState): Effects {
  return show({ type: "ignored", nicknames: Array.from(ignored.values()) });
}

/** Another nickname does not make another person of them. */
export function followIgnored({ ignored }: SessionState, from: string, to: string): void {
  if (ignored.size > 0 && ignored.delete(foldNickname(from))) ignored.set(foldNickname(to), to);
}
