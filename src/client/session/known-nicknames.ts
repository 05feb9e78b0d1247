/** Who is known to be in the room, for completion, by who spoke last. */
import { completionNicknamesMax } from "../limits.ts";

/** Owned and changed by the functions here. */
export interface KnownNicknames {
  /** The most recent speaker last. */
  order: Set<string>;
  /** Whether it differs from what `mostRecentFirst` gave last. */
  changed: boolean;
}

export function noNicknames(): KnownNicknames {
  return { order: new Set(), changed: false };
}

/** Somebody spoke or came; the one who was silent for longest is forgotten when there are too many. */
export function heardFrom(known: KnownNicknames, nickname: string): void {
  known.order.delete(nickname);
  known.order.add(nickname);
  known.changed = true;
  if (known.order.size <= completionNicknamesMax) return;
  const [oldest] = known.order;
  if (oldest !== undefined) known.order.delete(oldest);
}

export function goneAway(known: KnownNicknames, nickname: string): void {
  if (known.order.delete(nickname)) known.changed = true;
}

/** Keeps the place of who takes another nickname; who was not known is, as one who has not spoken. */
export function renamed(known: KnownNicknames, from: string, to: string): void {
  const others = Array.from(known.order).filter((nickname) => nickname !== to);
  const renamedOrder = others.includes(from)
    ? others.map((nickname) => (nickname === from ? to : nickname))
    : [to, ...others];
  known.order = new Set(renamedOrder.slice(-completionNicknamesMax));
  known.changed = true;
}

/** Exactly these are there. Who spoke keeps the place before those who did not. */
export function replaceAll(known: KnownNicknames, nicknames: readonly string[]): void {
  const present = new Set(nicknames);
  const spoke = Array.from(known.order).filter((nickname) => present.has(nickname));
  known.order = new Set([...present.difference(known.order), ...spoke].slice(-completionNicknamesMax));
  known.changed = true;
}

export function mostRecentFirst(known: KnownNicknames): readonly string[] {
  known.changed = false;
  return Array.from(known.order).reverse();
}
