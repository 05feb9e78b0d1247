/**
 * The chat line as a pure state machine: a key goes in, the next state comes out and, perhaps, something for others to
 * do.
 */
import { assertNever } from "../../../base/assert-never.ts";
import { cleanText } from "../../../protocol/text.ts";
import {
  draftUnitsMax,
  longDraftBytesMax,
  longDraftLinesMax,
  searchUnitsMax,
  undoStepsMax,
} from "../../limits.ts";
import { messageBytesMax } from "../../../protocol/limits.ts";
import type { Completed, Completion, CompletionWords } from "./completion.ts";
import { continueCompletion, startCompletion } from "./completion.ts";
import type { Draft, Motion } from "./draft.ts";
import { draftOf, emptyDraft, erase, insert, move, transpose } from "./draft.ts";
import type { InputHistory, InputHistoryStep } from "./input-history.ts";
import { atDraft, emptyInputHistory, newer, older, remember } from "./input-history.ts";
import type { Key } from "./key.ts";
import type { Act, Command } from "./keymap.ts";
import { commandOf } from "./keymap.ts";
import { moveRow } from "./input-rows.ts";
import type { Search, Searched } from "./search.ts";
import { searchFor, searchOn, startSearch } from "./search.ts";

export interface EditorState {
  readonly draft: Draft;
  /** What was erased last, for yank. */
  readonly killed: string;
  readonly history: InputHistory;
  /** There while Tab is pressed again and again. */
  readonly completion: Completion | undefined;
  /** There while the history is searched: the draft is what was found. */
  readonly search: Search | undefined;
  /** Whether it was asked if a long text shall be sent: Enter says yes, any other key goes back to it. */
  readonly asking: boolean;
  /** How many bytes the text would have with what was pasted and did not fit: any key but Enter goes back to it. */
  readonly refusedBytes: number | undefined;
  /** Earlier drafts, the latest last. */
  readonly undo: readonly Draft[];
  /** Whether the last key was typed text: a run of it is undone together. */
  readonly typing: boolean;
}

export type EditorAction =
  | { readonly type: "submit"; readonly text: string }
  | { readonly type: "leave" }
  | Act
  /** The key could not be handled: the text is as long as it may be. */
  | { readonly type: "full" };

/** What a key's meaning depends on: the words that can be completed, and how wide the input's rows are. */
export interface EditorContext extends CompletionWords {
  readonly rowColumns: number;
}

export interface Edited {
  readonly state: EditorState;
  readonly action?: EditorAction | undefined;
}

export const emptyEditor: EditorState = {
  draft: emptyDraft,
  killed: "",
  history: emptyInputHistory,
  completion: undefined,
  search: undefined,
  asking: false,
  refusedBytes: undefined,
  undo: [],
  typing: false,
};

/** An editor with lines of earlier runs, and the text that the last one was writing. */
export function editorWith(lines: readonly string[], text = ""): EditorState {
  return { ...emptyEditor, draft: draftOf(text), history: lines.reduce(remember, emptyInputHistory) };
}

/** The text is another now, written elsewhere; the one before can be had back. One that is too long is cut. */
export function rewrite(state: EditorState, text: string): EditorState {
  const draft = draftOf(withoutLineEnds(cleanText(text)).slice(0, draftUnitsMax).toWellFormed());
  return { ...settled(change(state, draft)), search: undefined, typing: false };
}

/** What is lost if it is not kept: what was being written before a line of the history was looked at. */
export function unfinished({ draft, history, search }: EditorState): string {
  const { text } = search?.kept ?? draft;
  return history.at < history.lines.length && history.kept.text !== "" ? history.kept.text : text;
}

/** The editor at another text, with the cursor at its end and no way back to the one before. */
export function withDraft(state: EditorState, text: string): EditorState {
  const { killed, history } = state;
  return { ...emptyEditor, killed, history: atDraft(history), draft: draftOf(text) };
}

/** What a key makes of the line. */
export function edit(state: EditorState, key: Key, context: EditorContext): Edited {
  const command = commandOf(key);
  if (command === undefined) return { state };
  if (state.search !== undefined) return search(state, { search: state.search, command }, context);
  return runAny(state, command, context);
}

/** More than 50 lines, or nearly as much as a message may hold. */
function isLong(text: string): boolean {
  return lineCount(text) > longDraftLinesMax || Buffer.byteLength(text) > longDraftBytesMax;
}

export function lineCount(text: string): number {
  return text.split("\n").length;
}

function runAny(state: EditorState, command: Command, context: EditorContext): Edited {
  if (command.type === "submit") return submit({ ...state, completion: undefined, typing: false });
  if (command.type === "complete")
    return { state: complete({ ...settled(state), completion: state.completion }, command.step, context) };
  if (command.type === "insert") return insertText(settled(state), command);
  return run({ ...settled(state), typing: false }, command, context);
}

/** Nothing is asked or goes on. */
function settled(state: EditorState): EditorState {
  return { ...state, completion: undefined, asking: false, refusedBytes: undefined };
}

function run(
  state: EditorState,
  command: Exclude<Command, { readonly type: "insert" | "complete" | "submit" }>,
  { rowColumns }: EditorContext,
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
      return { state: lineUp(state, rowColumns) };
    case "lineDown":
      return { state: lineDown(state, rowColumns) };
    case "search":
      return { state: searched(state, startSearch(state.history.lines, draft)) };
    case "searchNewer":
    case "cancel":
      return { state };
    case "clearOrLeave":
      return draft.text === "" ? { state, action: leave } : { state: change(state, emptyDraft) };
    case "deleteOrLeave":
      if (draft.text === "") return { state, action: leave };
      return { state: eraseText(state, "characterForward", false) };
    case "act":
      return { state, action: command.act };
    default:
      return assertNever(command);
  }
}

const leave: EditorAction = { type: "leave" };
const full: EditorAction = { type: "full" };

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
  if (state.draft.text.length + clean.length > draftUnitsMax) {
    const refusedBytes = Buffer.byteLength(state.draft.text) + Buffer.byteLength(clean);
    return { state: { ...state, refusedBytes }, action: full };
  }
  const draft = insert(state.draft, clean);
  if (pasted) return { state: { ...change(state, draft), typing: false, asking: isLong(draft.text) } };
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

function lineUp(state: EditorState, rowColumns: number): EditorState {
  const draft = moveRow(state.draft, "up", rowColumns);
  return draft === undefined ? walk(state, older(state.history, state.draft)) : { ...state, draft };
}

function lineDown(state: EditorState, rowColumns: number): EditorState {
  const draft = moveRow(state.draft, "down", rowColumns);
  return draft === undefined ? walk(state, newer(state.history)) : { ...state, draft };
}

function walk(state: EditorState, step: InputHistoryStep | undefined): EditorState {
  return step === undefined ? state : { ...state, ...step, undo: [] };
}

function withoutLineEnds(text: string): string {
  let end = text.length;
  while (text.charAt(end - 1) === "\n") end -= 1;
  return text.slice(0, end);
}

/** Spaces alone are not sent, only cleared away. A line that ends in a backslash goes on in the next. */
function submit(state: EditorState): Edited {
  const { draft } = state;
  if (state.refusedBytes !== undefined) return { state, action: full };
  if (draft.cursor === draft.text.length && oddBackslashes.test(draft.text)) {
    const goneOn = insert(erase(draft, "characterBackward").draft, "\n");
    return { state: { ...change(state, goneOn), asking: false } };
  }
  const text = withoutLineEnds(draft.text);
  const cleared = { ...state, draft: emptyDraft, undo: [], asking: false };
  if (text.trim() === "") return { state: { ...cleared, history: atDraft(state.history) } };
  if (isLong(text) && !state.asking) return { state: { ...state, asking: true } };
  if (Buffer.byteLength(text) > messageBytesMax) return { state, action: full };
  return { state: { ...cleared, history: remember(state.history, text) }, action: { type: "submit", text } };
}

/** Two of them are meant as they stand. */
const oddBackslashes = /(?<!\\)(?:\\\\)*\\$/;

interface SearchKey {
  readonly search: Search;
  readonly command: Command;
}

/** Enter takes what was found over without sending it; any other key does so too, and then what it always does. */
function search(state: EditorState, { search, command }: SearchKey, context: EditorContext): Edited {
  const { draft, history } = state;
  const now: Searched = { search, draft };
  switch (command.type) {
    case "search":
    case "searchNewer":
      return { state: searched(state, searchOn(history.lines, now, command.type === "search" ? -1 : 1)) };
    case "cancel":
    case "clearOrLeave":
      return { state: { ...state, draft: search.kept, search: undefined } };
    case "insert": {
      const query = (search.query + cleanText(command.text)).slice(0, searchUnitsMax);
      return { state: searched(state, searchFor(history.lines, now, query)) };
    }
    case "erase":
      if (command.motion !== "characterBackward") break;
      return { state: searched(state, searchFor(history.lines, now, withoutLast(search.query))) };
    default:
      break;
  }
  const taken = { ...change({ ...state, draft: search.kept }, draft), search: undefined };
  return command.type === "submit" || command.type === "complete"
    ? { state: taken }
    : runAny(taken, command, context);
}

function searched(state: EditorState, found: Searched): EditorState {
  return { ...state, ...found, typing: false };
}

function withoutLast(text: string): string {
  return erase({ text, cursor: text.length }, "characterBackward").draft.text;
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
