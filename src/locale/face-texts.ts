/** What the faces say about conversations and people, and what the keys do. */
import type { NotifyLevel } from "../base/notify-level.ts";

/** Names and texts that come in are clean. */
export interface FaceTexts {
  /** Where one is, on coming in; `topic` may be empty. */
  readonly privateWith: (nickname: string) => string;
  readonly peopleHere: (count: number) => string;
  readonly privateClosed: (nickname: string) => string;
  readonly renamed: (nickname: string) => string;
  /** One's own being away; `text` may be empty. */
  readonly youAreAway: (text: string) => string;
  readonly youAreBack: string;
  /** Behind a nickname in a list. */
  readonly memberAway: (text: string) => string;
  readonly whois: WhoisTexts;
  readonly notify: { readonly [Level in NotifyLevel]: (conversation: string) => string };
  readonly hiddenNobody: string;
  readonly hidden: (nicknames: string) => string;
  /** One or two names; `typingMany` when they are more. */
  readonly typing: (names: readonly string[]) => string;
  readonly typingMany: (count: number) => string;
  /** In the row above the input. */
  readonly away: string;
  /** In a rule: so many new messages, or the first of them below it. */
  readonly newCount: (count: number) => string;
  readonly newBelow: string;
  readonly newSince: (when: string) => string;
  readonly today: (time: string) => string;
  readonly yesterday: (time: string) => string;
  readonly onDay: (day: string, time: string) => string;
  /** Messages that are not shown, and how to see them. */
  readonly earlier: (count: number) => string;
  readonly missed: (count: number) => string;
  /** Of an editor that was to write the message; its name is clean. */
  /** Of a face that is not at the program's own terminal. */
  readonly noEditor: string;
  readonly editorMissing: (editor: string) => string;
  readonly editorFailed: (editor: string) => string;
  readonly editorTooLong: (charactersMax: number) => string;
}

/** `when` is a day and a time, or a time of today. */
export interface WhoisTexts {
  readonly rooms: (nickname: string, rooms: string) => string;
  readonly since: (when: string) => string;
  readonly spoke: (when: string) => string;
  readonly silent: string;
  readonly away: (text: string) => string;
}

/** What keys do, in a few words each. */
export interface KeyTexts {
  readonly send: string;
  readonly newLine: string;
  readonly complete: string;
  readonly completeBack: string;
  readonly goTo: string;
  readonly goBack: string;
  readonly goOn: string;
  readonly goToNews: string;
  readonly editor: string;
  readonly searchOlder: string;
  readonly searchNewer: string;
  readonly cancel: string;
  readonly lineUp: string;
  readonly lineDown: string;
  readonly characterBackward: string;
  readonly characterForward: string;
  readonly wordBackward: string;
  readonly wordForward: string;
  readonly lineStart: string;
  readonly lineEnd: string;
  readonly textStart: string;
  readonly textEnd: string;
  readonly eraseBackward: string;
  readonly eraseForward: string;
  readonly eraseForwardOrLeave: string;
  readonly killSpaceBackward: string;
  readonly killWordBackward: string;
  readonly killWordForward: string;
  readonly killLineEnd: string;
  readonly killLineStart: string;
  readonly yank: string;
  readonly transpose: string;
  readonly undo: string;
  readonly clearOrLeave: string;
  readonly redraw: string;
  readonly suspend: string;
}
