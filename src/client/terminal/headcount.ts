/**
 * How many are in a room, as far as what happened tells: a number that was told, or everybody by name, and who came and
 * went since. Pure. Must not know how it is shown.
 */
import type { Happening } from "../face.ts";

/** `names` are all of them, when they were listed. Undefined: not known. */
export interface Headcount {
  readonly count: number | undefined;
  readonly names: ReadonlySet<string> | undefined;
}

export const uncounted: Headcount = { count: undefined, names: undefined };

/** A number from the server; one that it did not say changes nothing. */
export function told(before: Headcount, count: number | undefined): Headcount {
  return count === undefined || count === before.count ? before : { count, names: undefined };
}

export function listed(nicknames: readonly string[]): Headcount {
  const names = new Set(nicknames);
  return { count: names.size, names };
}

/** With names nobody is counted twice; without, what is announced is believed. */
export function withNotice(
  before: Headcount,
  { event, nickname, to }: Pick<Extract<Happening, { type: "notice" }>, "event" | "nickname" | "to">,
): Headcount {
  if (before.count === undefined || event === "topic" || event === "away") return before;
  if (before.names === undefined) {
    if (event === "nick") return before;
    return { count: Math.max(1, before.count + (event === "join" ? 1 : -1)), names: undefined };
  }
  const names = new Set(before.names);
  if (event === "join") names.add(nickname);
  else names.delete(nickname);
  if (event === "nick" && to !== undefined) names.add(to);
  return { count: names.size, names };
}
