/**
 * The chat line as a pure state machine: a key goes in, the next state comes out and, perhaps, something for others to
 * do. Must not know terminals, rooms, time or how it is shown.
 */
import { assertNever } from "../../protocol/faults.ts";
import { cleanText } from "../../protocol/text.ts";
import type { Completed, Completion, CompletionWords } from "./completion.ts";
import { continueCompletion, startCompletion } from "./completion.ts";
import type { Draft, Motion } from "./draft.ts";
import { emptyDraft, erase, insert, move, moveLine, transpose } from "./draft.ts";
import type { History, HistoryStep } from "./history.ts";
import { atDraft, emptyHistory, newer, older, remember } from "./history.ts";
import type { Key } from "./key.ts";
import type { Command } from "./keymap.ts";
import { commandOf } from "./keymap.ts";

export interface EditorState {
  readonly draft: Draft;
  /** What was erased last, for yank. */
  readonly killed: string;
  readonly history: History;
  /** There while Tab is pressed again and again. */
  readonly completion: Completion | undefined;
  /** Earlier drafts, the latest last. */
  readonly undo: readonly Draft[];
  /** Whether the last key was typed text: a run of it is undone together. */
  readonly typing: boolean;
}

export type EditorAction =
  | { readonly type: "submit"; readonly text: string }
  | { readonly type: "leave" }
  | { readonly type: "redraw" }
  | { readonly type: "suspend" }
  /** The key could not be obeyed: the text is as long as it may be. */
  | { readonly type: "full" };

export interface Edited {
  readonly state: EditorState;
  readonly action?: EditorAction | undefined;
}

export const emptyEditor: EditorState = {
  draft: emptyDraft,
  killed: "",
  history: emptyHistory,
  completion: undefined,
  undo: [],
  typing: false,
};

/** What a key makes of the line. */
export function edit(state: EditorState, key: Key, words: CompletionWords): Edited {
  const command = commandOf(key);
  if (command === undefined) return { state };
  if (command.type === "complete") return { state: complete(state, command.step, words) };
  const settled = state.completion === undefined ? state : { ...state, completion: undefined };
  if (command.type === "insert") return insertText(settled, command);
  return obey({ ...settled, typing: false }, command);
}

/** More than any message may have, so that one that is too long can be edited; less than what makes keys slow. */
const draftUnitsMax = 64 * 1024;
const undoStepsMax = 100;

function obey(
  state: EditorState,
  command: Exclude<Command, { readonly type: "insert" | "complete" }>,
): Edited {
  const { draft } = state;
  switch (command.type) {
    case "move":
      return { state: { ...state, draft: move(draft, command.motion) } };
    case "erase":
      return { state: eraseText(state, command.motion, command.kept) };
    case "killLineEnd":
      return { state: killLine(state, "lineEnd", "characterForward") };
    case "killLineStart":
      return { state: killLine(state, "lineStart", "characterBackward") };
    case "yank":
      return insertText(state, { text: state.killed, pasted: false });
    case "transpose":
      return { state: change(state, transpose(draft)) };
    case "undo":
      return { state: undo(state) };
    case "lineUp":
      return { state: lineUp(state) };
    case "lineDown":
      return { state: lineDown(state) };
    case "submit":
      return submit(state);
    case "clearOrLeave":
      return draft.text === "" ? { state, action: leave } : { state: change(state, emptyDraft) };
    case "deleteOrLeave":
      if (draft.text === "") return { state, action: leave };
      return { state: eraseText(state, "characterForward", false) };
    case "redraw":
      return { state, action: { type: "redraw" } };
    case "suspend":
      return { state, action: { type: "suspend" } };
    default:
      return assertNever(command);
  }
}

const leave: EditorAction = { type: "leave" };

/** A new draft, from which undo leads back. What came out of the history becomes a draft of its own. */
function change(state: EditorState, draft: Draft): EditorState {
  if (draft.text === state.draft.text) return { ...state, draft };
  const undoSteps = [...state.undo, state.draft].slice(-undoStepsMax);
  return { ...state, draft, undo: undoSteps, history: atDraft(state.history) };
}

/** A paste loses the line break at its end, since it would be an empty line; the others stay in the message. */
function insertText(state: EditorState, { text, pasted }: { text: string; pasted: boolean }): Edited {
  const clean = pasted ? withoutLineEnds(cleanText(text)) : cleanText(text);
  if (clean === "") return { state };
  if (state.draft.text.length + clean.length > draftUnitsMax) return { state, action: { type: "full" } };
  const draft = insert(state.draft, clean);
  if (pasted) return { state: { ...change(state, draft), typing: false } };
  if (state.typing) return { state: { ...state, draft } };
  return { state: { ...change(state, draft), typing: true } };
}

function eraseText(state: EditorState, motion: Motion, kept: boolean): EditorState {
  const { draft, erased } = erase(state.draft, motion);
  const changed = change(state, draft);
  return kept && erased !== "" ? { ...changed, killed: erased } : changed;
}

/** To the line's end or start; from there on, the line break itself. */
function killLine(state: EditorState, motion: "lineEnd" | "lineStart", beyond: Motion): EditorState {
  const isThere = move(state.draft, motion).cursor === state.draft.cursor;
  return eraseText(state, isThere ? beyond : motion, true);
}

function undo(state: EditorState): EditorState {
  const draft = state.undo.at(-1);
  if (draft === undefined) return state;
  return { ...state, draft, undo: state.undo.slice(0, -1), history: atDraft(state.history) };
}

function lineUp(state: EditorState): EditorState {
  const draft = moveLine(state.draft, "up");
  return draft === undefined ? walk(state, older(state.history, state.draft)) : { ...state, draft };
}

function lineDown(state: EditorState): EditorState {
  const draft = moveLine(state.draft, "down");
  return draft === undefined ? walk(state, newer(state.history)) : { ...state, draft };
}

function walk(state: EditorState, step: HistoryStep | undefined): EditorState {
  return step === undefined ? state : { ...state, ...step, undo: [] };
}

function withoutLineEnds(text: string): string {
  let end = text.length;
  while (text.charAt(end - 1) === "\n") end -= 1;
  return text.slice(0, end);
}

/** Spaces alone are not sent, only cleared away. */
function submit(state: EditorState): Edited {
  const text = withoutLineEnds(state.draft.text);
  const cleared = { ...state, draft: emptyDraft, undo: [] };
  if (text.trim() === "") return { state: { ...cleared, history: atDraft(state.history) } };
  return { state: { ...cleared, history: remember(state.history, text) }, action: { type: "submit", text } };
}

function complete(state: EditorState, step: 1 | -1, words: CompletionWords): EditorState {
  const completed: Completed | undefined =
    state.completion === undefined
      ? startCompletion(state.draft, words)
      : continueCompletion(state.draft, state.completion, step);
  if (completed === undefined) return { ...state, typing: false };
  const changed = state.completion === undefined ? change(state, completed.draft) : state;
  return { ...changed, ...completed, typing: false };
}
