/**
 * The message composer: the editor, and which conversation's draft is in it. It follows the person from conversation to
 * conversation, so that no draft stands in another conversation than it is meant for.
 */
import { lobby } from "../../protocol/entry.ts";
import { parseRoom } from "../../protocol/room.ts";
import type { Returned, ShownEvent } from "../shown-event.ts";
import { parseInput } from "../session/input.ts";
import type { Drafts } from "./input/drafts.ts";
import type { EditorState } from "./input/editor.ts";
import { editorWith, emptyEditor, rewrite, unfinished, withDraft } from "./input/editor.ts";
import { append } from "./input/input-history.ts";
import { isSame } from "../conversation-name.ts";

export class Composer {
  readonly #drafts: Drafts;
  #editor: EditorState;
  #here: string = lobby;
  /** The room that was asked for last: what is typed since is meant for it, also before the server has let one in. */
  #awaited: string | undefined;
  /** The conversation whose text is in another program. */
  #editedElsewhere: string | undefined;

  /** @param lines lines of earlier runs */
  constructor(lines: readonly string[], drafts: Drafts) {
    this.#drafts = drafts;
    this.#editor = editorWith(lines, drafts.textOf(lobby));
  }

  get editor(): EditorState {
    return this.#editor;
  }

  /** What a key made of it. Returns whether the text is another now. */
  update(editor: EditorState): boolean {
    const isOther = editor.draft.text !== this.#editor.draft.text;
    this.#editor = editor;
    if (isOther) this.#drafts.keep(this.#here, unfinished(editor));
    return isOther;
  }

  /** A line was sent. */
  sent(text: string): void {
    const input = parseInput(text);
    if (input.type !== "command" || input.name !== "join") return;
    const room = parseRoom(input.rest);
    if (room.ok) this.#awaited = room.value;
  }

  /** @param here the conversation one is in, after what happened */
  follow(event: ShownEvent, here: string): void {
    if (event.type === "left" && !isSame(event.conversation, this.#here))
      this.#drafts.keep(event.conversation, "");
    if (event.type === "notice" && event.event === "nick")
      this.#rename(`@${event.nickname}`, `@${event.to ?? event.nickname}`);
    if (!isSame(here, this.#here)) this.#go(here);
    if (event.type === "here") this.#awaited = undefined;
    if (event.type === "refused" && event.returned !== undefined) this.#takeBack(event.returned);
  }

  /** The text, for another program to change. */
  startExternalEdit(): string {
    this.#editedElsewhere = this.#here;
    return this.#editor.draft.text;
  }

  /** The text comes back to where it was taken from. Returns whether that is here, and it is another now. */
  finishExternalEdit(text: string): boolean {
    const from = this.#editedElsewhere ?? this.#here;
    if (isSame(from, this.#here)) return this.update(rewrite(this.#editor, text));
    this.#drafts.keep(from, unfinished(rewrite(emptyEditor, text)));
    return false;
  }

  /**
   * A message was refused: it becomes a line of the input history, also while an earlier line is looked at, and the draft
   * again where that is asked for and nothing else is being written.
   */
  #takeBack({ conversation, text, draft }: Returned): void {
    const { history, search, refusedBytes } = this.#editor;
    const isAtDraft = history.at === history.lines.length;
    this.#editor = { ...this.#editor, history: append(history, text) };
    if (!draft) return;
    const isHere = isSame(conversation, this.#here);
    const isBusy = isHere && (!isAtDraft || search !== undefined || refusedBytes !== undefined);
    const written = isHere ? this.#editor.draft.text : this.#drafts.textOf(conversation);
    if (isBusy || written !== "") return;
    if (isHere) this.#editor = withDraft(this.#editor, text);
    this.#drafts.keep(conversation, text);
  }

  #go(here: string): void {
    const text = unfinished(this.#editor);
    const there = this.#drafts.textOf(here);
    const isAhead = here === this.#awaited;
    const all = isAhead ? [there, text].filter(Boolean).join(" ") : there;
    this.#drafts.keep(here, all);
    this.#drafts.keep(this.#here, isAhead ? "" : text);
    this.#here = here;
    if (!isAhead || there !== "") this.#editor = withDraft(this.#editor, all);
  }

  #rename(from: string, to: string): void {
    this.#drafts.move(from, to);
    if (this.#editedElsewhere !== undefined && isSame(this.#editedElsewhere, from))
      this.#editedElsewhere = to;
    if (!isSame(this.#here, from)) return;
    this.#here = to;
    const text = this.#drafts.textOf(to);
    if (text !== unfinished(this.#editor)) this.#editor = withDraft(this.#editor, text);
  }
}
