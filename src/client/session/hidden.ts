/** Whose messages are not shown (`/ignore NICK`): by nickname, in this client alone; neither the server nor they are told. */
import { foldNickname } from "../../protocol/nickname.ts";
import type { Message } from "../shown-event.ts";
import { refuse, show } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { SessionState } from "./state.ts";

export function hides({ hidden }: SessionState, nickname: string): boolean {
  return hidden.size > 0 && hidden.has(foldNickname(nickname));
}

/** One's own messages are always shown. */
export function isHidden(state: SessionState, { from, own }: Pick<Message, "from" | "own">): boolean {
  return !own && hides(state, from);
}

export function hide(state: SessionState, nickname: string): Effects {
  const folded = foldNickname(nickname);
  if (folded === foldNickname(state.nickname))
    return refuse(state, { text: state.options.catalogue.client.notYourself });
  state.hidden.set(folded, nickname);
  return listHidden(state);
}

export function unhide(state: SessionState, nickname: string): Effects {
  if (!state.hidden.delete(foldNickname(nickname)))
    return refuse(state, { text: state.options.catalogue.client.notHidden(nickname) });
  return listHidden(state);
}

export function listHidden({ hidden }: SessionState): Effects {
  return show({ type: "hidden", nicknames: Array.from(hidden.values()) });
}

/** Another nickname does not make another person of them. */
export function followHidden({ hidden }: SessionState, from: string, to: string): void {
  if (hidden.size > 0 && hidden.delete(foldNickname(from))) hidden.set(foldNickname(to), to);
}
