/**
 * How many are in a room, as far as what happened tells: a number that was told, or everybody by name, and who came and
 * went since. Pure.
 */
import { noticeMembersMax } from "../../../protocol/limits.ts";
import type { Notice } from "../../shown-event.ts";

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

/**
 * The number of people after a notice: the one that the server says in it. If it says none and the names are known,
 * nobody is counted twice; otherwise each notice counts.
 */
export function withNotice(
  before: Headcount,
  { event, nickname, to = nickname, members }: Pick<Notice, "event" | "nickname" | "to" | "members">,
): Headcount {
  const { count, names } = before;
  if (event === "topic" || event === "away") return before;
  if (event === "nick") return withNickname(before, nickname, to);
  if (count === undefined) return members === undefined ? before : bounded(told(before, members));
  const counted =
    names === undefined
      ? { count: Math.max(1, count + (event === "join" ? 1 : -1)), names }
      : listed(
          event === "join" ? [...names, nickname] : Array.from(names).filter((name) => name !== nickname),
        );
  if (members !== undefined) return bounded(told(counted, members));
  return count >= noticeMembersMax ? uncounted : bounded(counted);
}

/** Beyond that many not everything is announced. */
function bounded(headcount: Headcount): Headcount {
  return (headcount.count ?? 0) >= noticeMembersMax ? uncounted : headcount;
}

/** Somebody is called otherwise, perhaps the reader. */
export function withNickname(before: Headcount, from: string | undefined, to: string): Headcount {
  const { names } = before;
  if (names === undefined || from === undefined || !names.has(from)) return before;
  return listed(Array.from(names, (name) => (name === from ? to : name)));
}
