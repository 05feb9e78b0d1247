/**
 * Completes a nickname, with `@` or without, where a word begins, `/command` and what it takes where the message begins,
 * and `:name` to an emoji; asked again, it goes on to the next candidate.
 */
import { commandCalled } from "../../session/commands-table.ts";
import { notifyLevels } from "../../../base/notify-level.ts";
import type { Argument } from "../../session/commands-table.ts";
import { isPrivate } from "../../conversation-name.ts";
import { assertNever } from "../../../base/assert-never.ts";
import { emojiNameUnitsMax } from "../../limits.ts";
import { foldNickname } from "../../../protocol/nickname.ts";
import type { Draft } from "./draft.ts";
import { emoji } from "./emoji.ts";

/** All in the order in which they are offered; commands with or without their slash. */
export interface CompletionWords {
  readonly nicknames: readonly string[];
  readonly commands: readonly string[];
  /** Rooms that are known, and the conversations one is in: of these rooms, and private ones as `@nick`. */
  readonly rooms: readonly string[];
  readonly enteredRooms: readonly string[];
}

/** A completion that goes on: `start` to `end` is where the chosen candidate stands in the draft. */
export interface Completion {
  readonly candidates: readonly string[];
  /** What stands behind a candidate; not its space, where one is. */
  readonly suffix: string;
  readonly chosen: number;
  readonly start: number;
  readonly end: number;
}

export interface Completed {
  readonly draft: Draft;
  readonly completion: Completion;
}

/** The first candidate in the draft, or undefined when nothing begins so. */
export function startCompletion(draft: Draft, words: CompletionWords): Completed | undefined {
  const { fragment, candidates, suffix = " " } = offerFor(draft.text.slice(0, draft.cursor), words);
  if (candidates.length === 0) return undefined;
  const start = draft.cursor - fragment.length;
  return choose(draft, { candidates, suffix, chosen: 0, start, end: draft.cursor });
}

/** The next candidate (or the one before) in the place of the chosen one. */
export function continueCompletion(draft: Draft, completion: Completion, step: 1 | -1): Completed {
  const { candidates, chosen } = completion;
  return choose(draft, { ...completion, chosen: (chosen + step + candidates.length) % candidates.length });
}

function choose({ text }: Draft, completion: Completion): Completed {
  const after = text.slice(completion.end);
  const candidate = completion.candidates[completion.chosen] ?? "";
  const { suffix } = completion;
  const inserted = candidate + (/^\s/.test(after) ? suffix.trimEnd() : suffix);
  const end = completion.start + inserted.length;
  return {
    draft: { text: text.slice(0, completion.start) + inserted + after, cursor: end },
    completion: { ...completion, end },
  };
}

/** `fragment` is the end of what stands before the cursor: the candidates take its place. */
interface Offer {
  readonly fragment: string;
  readonly candidates: readonly string[];
  readonly suffix?: string;
}

function offerFor(before: string, words: CompletionWords): Offer {
  const argument = offerForArgument(before, words);
  if (argument !== undefined) return argument;
  const fragment = lastWord(before);
  if (fragment.startsWith("@")) {
    const names = startingWith(fragment.slice(1), words.nicknames);
    return { fragment, candidates: names.map((name) => `@${name}`) };
  }
  if (fragment.startsWith("/") && fragment === before) {
    return { fragment, candidates: startingWith(fragment, slashed(words.commands)) };
  }
  const [colon = "", name, closing] = emojiName.exec(fragment.slice(-emojiWindowUnits)) ?? [];
  if (name === undefined) return offerOfNickname(before, fragment, words);
  return { fragment: colon, candidates: emojiFor(name, closing === ":"), suffix: "" };
}

/** At least two units, so that `:D` stays as it is. */
const emojiName = new RegExp(
  String.raw`(?<![a-z0-9]):([a-z][\w-]{1,${emojiNameUnitsMax - 1}}|[+-]1)(:?)$`,
  "i",
);
/** A name with both colons and what stands before it: the expression need not try each place of a long word. */
const emojiWindowUnits = emojiNameUnitsMax + 3;

/** Who is called at the beginning of a line has a colon behind the nickname. */
function offerOfNickname(before: string, fragment: string, { nicknames }: CompletionWords): Offer {
  const isFirst = fragment.length === before.length || before.at(-fragment.length - 1) === "\n";
  const candidates = fragment === "" ? [] : startingWith(fragment, nicknames);
  return { fragment, candidates, suffix: isFirst ? ": " : " " };
}

/** For the first word behind a command that takes something that is known. */
function offerForArgument(before: string, words: CompletionWords): Offer | undefined {
  const [, typed = "", fragment = ""] = /^(\/\S+)\s+(\S*)$/.exec(before) ?? [];
  const completes = commandCalled(typed)?.takes?.completes;
  // An `@` in front completes as everywhere.
  if (completes === undefined || (completes === "nickname" && fragment.startsWith("@"))) return undefined;
  const wanted = completes === "nickname" ? fragment : fragment.replace(/^[#/]/, "");
  return { fragment, candidates: startingWith(wanted, argumentsOf(completes, words)) };
}

function argumentsOf(argument: Argument, words: CompletionWords): readonly string[] {
  switch (argument) {
    case "room":
      return words.rooms.filter((name) => !isPrivate(name));
    case "enteredRoom":
      return words.enteredRooms.filter((name) => !isPrivate(name));
    case "conversation":
      return words.enteredRooms;
    case "nickname":
      return words.nicknames;
    case "command":
      return slashed(words.commands).map((name) => name.slice(1));
    case "level":
      return notifyLevels;
    default:
      return assertNever(argument);
  }
}

function slashed(commands: readonly string[]): readonly string[] {
  return commands.map((name) => (name.startsWith("/") ? name : `/${name}`));
}

/** What stands before the cursor, back to a space. A loop, since an expression would try every place of a long word. */
function lastWord(before: string): string {
  let start = before.length;
  while (start > 0 && before.charAt(start - 1).trim() !== "") start -= 1;
  return before.slice(start);
}

function startingWith(fragment: string, names: readonly string[]): readonly string[] {
  const prefix = foldNickname(fragment);
  return names.filter((name) => foldNickname(name).startsWith(prefix));
}

/** A name that is closed with a colon stands for itself alone. */
function emojiFor(name: string, closed: boolean): readonly string[] {
  const wanted = name.toLowerCase().replaceAll(/(?<=.)-/g, "_");
  const found = Array.from(emoji).filter(([other]) => (closed ? other === wanted : other.startsWith(wanted)));
  return [...new Set(found.map(([, sign]) => sign))];
}
