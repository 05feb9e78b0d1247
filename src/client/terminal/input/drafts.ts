/**
 * The texts that are being written, one for each conversation, for as long as the program runs and, in their file,
 * beyond.
 */
import { conversationsMax } from "../../limits.ts";
import { conversationKey } from "../../conversation-name.ts";
import type { DraftFile } from "./draft-file.ts";

export class Drafts {
  readonly #file: DraftFile;
  /** By conversation, the one that was written to last at the end. */
  readonly #texts: Map<string, string>;

  constructor(file: DraftFile) {
    this.#file = file;
    this.#texts = new Map(file.texts);
  }

  /** Empty when nothing is being written there. */
  textOf(conversation: string): string {
    return this.#texts.get(conversationKey(conversation)) ?? "";
  }

  /** The text of a conversation is this now; with an empty one there is none. */
  keep(conversation: string, text: string): void {
    const key = conversationKey(conversation);
    if (text === this.textOf(conversation)) return;
    this.#texts.delete(key);
    if (text !== "") this.#texts.set(key, text);
    this.#file.keep(key, text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > conversationsMax && oldest !== undefined) this.keep(oldest, "");
  }

  /** A conversation is called otherwise; what was being written in one that was called so before stands above. */
  move(from: string, to: string): void {
    const text = this.textOf(from);
    if (text === "" || conversationKey(from) === conversationKey(to)) return;
    this.keep(to, [this.textOf(to), text].filter(Boolean).join("\n"));
    this.keep(from, "");
  }
}
