/**
 * Messages that wait for what was said before them, which was asked for on coming into a room: within bounds, and not for
 * ever.
 */
import { backlogTimeoutMs, heldMessagesMax, heldUnitsMax } from "../limits.ts";
import type { Message } from "../shown-event.ts";
import { show } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { Held, SessionState } from "./state.ts";

/** Whether this key is that of a request for what was said before one came into the room. */
export function isBacklog({ held, released }: SessionState, key: string | undefined, room: string): boolean {
  return key !== undefined && (held.get(room)?.key === key || released.get(key)?.room === room);
}

/** A message waits for what was said before it, unless too much does already. */
export function hold(state: SessionState, held: Held, message: Message): Effects {
  held.messages.push(message);
  held.units += message.text.length;
  if (held.messages.length < heldMessagesMax && held.units < heldUnitsMax) return [];
  return releaseEarly(state, message.room);
}

/** After a while: what has waited for so long is shown without what was said before it. */
export function releaseOverdue(state: SessionState): Effects {
  const { held } = state;
  const overdue = Array.from(held).flatMap(([room, { isOverdue }]) => (isOverdue ? [room] : []));
  const shown = overdue.flatMap((room) => releaseEarly(state, room));
  for (const waiting of held.values()) waiting.isOverdue = true;
  return held.size === 0 ? shown : [...shown, { type: "arm", timer: "backlog", afterMs: backlogTimeoutMs }];
}

/** What was said before may still come. */
function releaseEarly(state: SessionState, room: string): Effects {
  const waiting = state.held.get(room);
  if (waiting !== undefined) state.released.set(waiting.key, { room, after: waiting.after });
  return release(state, room);
}

/** What was said before will not come any more: shows what has waited for it, which the server will not send again. */
export function release({ held }: SessionState, room: string): Effects {
  const messages = held.get(room)?.messages ?? [];
  held.delete(room);
  return messages.flatMap(show);
}

/** The room for whose past a request with this key has asked. */
export function backlogRoom({ held }: SessionState, key: string | undefined): string | undefined {
  for (const [room, waiting] of held) if (waiting.key === key) return room;
  return undefined;
}
