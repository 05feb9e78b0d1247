/**
 * Joins and leaves in a row, folded to one sentence that grows while nothing else happens. Pure. Must not know where it
 * is shown.
 */
import type { Notice } from "../../shown-event.ts";
import type { Catalogue } from "../../../locale/catalogue.ts";
import { comingsNamesMax, comingsPauseMs, comingsPeopleMax } from "../../limits.ts";
import { cleanLine } from "../../../protocol/text.ts";

/** In one room. `people` are by nickname, who came or went last at the end. */
export interface Comings {
  readonly room: string;
  readonly time: number;
  readonly people: ReadonlyMap<string, Way>;
}

/** What somebody did first and last; of what was between nobody needs to know. */
export interface Way {
  readonly first: "join" | "leave";
  readonly last: "join" | "leave";
}

/** The fold with one more, or undefined when this one begins another. */
export function withComing(comings: Comings | undefined, notice: Notice): Comings | undefined {
  const { event, room, nickname, time } = notice;
  if (event !== "join" && event !== "leave") return undefined;
  if (comings === undefined)
    return { room, time, people: new Map([[nickname, { first: event, last: event }]]) };
  if (comings.room !== room || Math.abs(time - comings.time) > comingsPauseMs) return undefined;
  if (comings.people.size >= comingsPeopleMax && !comings.people.has(nickname)) return undefined;
  const people = new Map(comings.people);
  people.delete(nickname);
  people.set(nickname, { first: comings.people.get(nickname)?.first ?? event, last: event });
  return { room, time, people };
}

/**
 * One person in the words of every notice. Their numbers stand in front where that spares counting: `+3 −1`, but not
 * before single names.
 */
export function comingsText({ people }: Comings, { notices, client }: Catalogue): string {
  const [[single = "", way] = []] = people;
  if (people.size === 1 && way !== undefined && way.first === way.last)
    return notices[way.first](cleanLine(single), "");
  const names = (first: Way["first"], last: Way["last"]): readonly string[] =>
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
  return text(names.slice(-comingsNamesMax), Math.max(0, names.length - comingsNamesMax));
}
