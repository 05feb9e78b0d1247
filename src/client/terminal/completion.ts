/**
 * Completes `@nick` where a word begins and `/command` where the message begins; asked again, it goes on to the next
 * candidate. Must not know keys, or who is in the room: the words come in.
 */
import { foldNickname } from "../../protocol/nickname.ts";
import type { Draft } from "./draft.ts";

/** Nicknames in the order in which they are offered; commands with or without their slash. */
export interface CompletionWords {
  readonly nicknames: readonly string[];
  readonly commands: readonly string[];
}

/** A completion that goes on: `start` to `end` is where the chosen candidate stands in the draft. */
export interface Completion {
  readonly candidates: readonly string[];
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
  const fragment = fragmentBefore(draft);
  const candidates = candidatesFor(fragment, fragment.length === draft.cursor, words);
  if (candidates.length === 0) return undefined;
  const start = draft.cursor - fragment.length;
  return choose(draft, { candidates, chosen: 0, start, end: draft.cursor });
}

/** The next candidate (or the one before) in the place of the chosen one. */
export function continueCompletion(draft: Draft, completion: Completion, step: 1 | -1): Completed {
  const { candidates, chosen } = completion;
  return choose(draft, { ...completion, chosen: (chosen + step + candidates.length) % candidates.length });
}

function choose({ text }: Draft, completion: Completion): Completed {
  const after = text.slice(completion.end);
  const candidate = completion.candidates[completion.chosen] ?? "";
  const inserted = /^\s/.test(after) ? candidate : `${candidate} `;
  const end = completion.start + inserted.length;
  return {
    draft: { text: text.slice(0, completion.start) + inserted + after, cursor: end },
    completion: { ...completion, end },
  };
}

/** The signs before the cursor, back to a space. */
function fragmentBefore({ text, cursor }: Draft): string {
  let start = cursor;
  while (start > 0 && text.charAt(start - 1).trim() !== "") start -= 1;
  return text.slice(start, cursor);
}

function candidatesFor(fragment: string, atStart: boolean, words: CompletionWords): readonly string[] {
  if (fragment.startsWith("@")) {
    const prefix = foldNickname(fragment.slice(1));
    return words.nicknames.filter((name) => foldNickname(name).startsWith(prefix)).map((name) => `@${name}`);
  }
  if (!fragment.startsWith("/") || !atStart) return [];
  const commands = words.commands.map((name) => (name.startsWith("/") ? name : `/${name}`));
  return commands.filter((name) => name.startsWith(fragment.toLowerCase()));
}
