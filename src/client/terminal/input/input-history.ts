/** The lines that were sent, for the arrow keys, and the draft that was left to look at them. */
import { inputHistoryLinesMax } from "../../limits.ts";
import type { Draft } from "./draft.ts";
import { draftOf, emptyDraft } from "./draft.ts";

/**
 * `at` is the line that is shown: at `lines.length` it is the draft itself, at -1 a line that has been dropped since, older
 * than all.
 */
export interface InputHistory {
  readonly lines: readonly string[];
  readonly at: number;
  readonly kept: Draft;
}

/** A step in it: where it stands now, and what is to be edited there. */
export interface InputHistoryStep {
  readonly history: InputHistory;
  readonly draft: Draft;
}

export const emptyInputHistory: InputHistory = { lines: [], at: 0, kept: emptyDraft };

/** Adds a sent line, unless it repeats the last one, and goes back to its end. */
export function remember(history: InputHistory, text: string): InputHistory {
  return atDraft(append(history, text));
}

/** Adds a line, unless it repeats the last one. Whoever looks at an earlier line, or writes a draft, goes on doing so. */
export function append({ lines, at, kept }: InputHistory, text: string): InputHistory {
  if (lines.at(-1) === text) return { lines, at, kept };
  const all = [...lines, text].slice(-inputHistoryLinesMax);
  const dropped = lines.length + 1 - all.length;
  return { lines: all, at: at === lines.length ? all.length : Math.max(-1, at - dropped), kept };
}

/** What is shown has become a draft of its own. */
export function atDraft(history: InputHistory): InputHistory {
  return { lines: history.lines, at: history.lines.length, kept: emptyDraft };
}

export function older(history: InputHistory, draft: Draft): InputHistoryStep | undefined {
  const text = history.lines[history.at - 1];
  if (text === undefined) return undefined;
  const kept = history.at === history.lines.length ? draft : history.kept;
  return { history: { ...history, at: history.at - 1, kept }, draft: draftOf(text) };
}

export function newer(history: InputHistory): InputHistoryStep | undefined {
  if (history.at >= history.lines.length) return undefined;
  const at = history.at + 1;
  const text = history.lines[at];
  return { history: { ...history, at }, draft: text === undefined ? history.kept : draftOf(text) };
}
