/** Sums up joins and leaves in a row in one sentence, which grows while nothing else happens. Pure. */
import type { Notice } from "../../shown-event.ts";
import type { Catalogue } from "../../../locale/catalogue.ts";
import { joinLeaveNamesMax, joinLeavePauseMs, joinLeavePeopleMax } from "../../limits.ts";
import { cleanLine } from "../../../protocol/text.ts";

/** In one room. `people` are by nickname, who came or went last at the end. */
export interface JoinLeaveSummary {
  readonly room: string;
  readonly time: number;
  readonly people: ReadonlyMap<string, Change>;
}

/** What somebody did first and last; of what was between nobody needs to know. */
export interface Change {
  readonly first: "join" | "leave";
  readonly last: "join" | "leave";
}

/** The summary with one more; undefined when this one begins another. */
export function withJoinOrLeave(
  summary: JoinLeaveSummary | undefined,
  notice: Notice,
): JoinLeaveSummary | undefined {
  const { event, room, nickname, time } = notice;
  if (event !== "join" && event !== "leave") return undefined;
  if (summary === undefined)
    return { room, time, people: new Map([[nickname, { first: event, last: event }]]) };
  if (summary.room !== room || Math.abs(time - summary.time) > joinLeavePauseMs) return undefined;
  if (summary.people.size >= joinLeavePeopleMax && !summary.people.has(nickname)) return undefined;
  const people = new Map(summary.people);
  people.delete(nickname);
  people.set(nickname, { first: summary.people.get(nickname)?.first ?? event, last: event });
  return { room, time, people };
}

/**
 * One person in the words of every notice. Their numbers stand in front where that spares counting: `+3 −1`, but not
 * before single names.
 */
export function joinLeaveText({ people }: JoinLeaveSummary, { notices, client }: Catalogue): string {
  const [[single = "", way] = []] = people;
  if (people.size === 1 && way !== undefined && way.first === way.last)
    return notices[way.first](cleanLine(single), "");
  const names = (first: Change["first"], last: Change["last"]): readonly string[] =>
    Array.from(people)
      .filter(([, other]) => other.first === first && other.last === last)
      .map(([nickname]) => cleanLine(nickname));
  const [came, went] = [names("join", "join"), names("leave", "leave")];
  const parts = [
    sentence(came, client.came),
    sentence(went, client.went),
    sentence(names("leave", "join"), client.cameBack),
    sentence(names("join", "leave"), client.passedBy),
  ].filter((part) => part !== undefined);
  const counts = [came.length > 0 ? `+${came.length}` : "", went.length > 0 ? `−${went.length}` : ""];
  const sum = Math.max(came.length, went.length) > 1 ? `${counts.filter(Boolean).join(" ")}: ` : "";
  return sum + parts.join("; ");
}

function sentence(
  names: readonly string[],
  text: (names: readonly string[], more: number) => string,
): string | undefined {
  if (names.length === 0) return undefined;
  // The latest are named: who looks up now wants to know about them.
  return text(names.slice(-joinLeaveNamesMax), Math.max(0, names.length - joinLeaveNamesMax));
}
