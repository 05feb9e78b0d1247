/** What each key does, as data: one table, from which a help text is made. */
import type { KeyTexts } from "../../../locale/face-texts.ts";
import { assertNever } from "../../../base/assert-never.ts";
import type { Motion } from "./draft.ts";
import type { Key } from "./key.ts";
import type { Jump } from "../state/conversation-queries.ts";

export type Command =
  | { readonly type: "insert"; readonly text: string; readonly pasted: boolean }
  | { readonly type: "move"; readonly motion: Motion }
  /** `kept`: what is erased can be brought back with yank. */
  | { readonly type: "erase"; readonly motion: Motion; readonly kept: boolean }
  | { readonly type: "complete"; readonly step: 1 | -1 }
  /** What others do than the editor of the chat line. */
  | { readonly type: "act"; readonly act: Act }
  | { readonly [Name in PlainCommand]: { readonly type: Name } }[PlainCommand];

export type Act =
  | { readonly type: "jump"; readonly jump: Jump }
  /** The text goes to an editor of the person's choice. */
  | { readonly type: "openEditor" }
  | { readonly type: "redraw" }
  | { readonly type: "suspend" };

type PlainCommand =
  | "submit"
  | "search"
  | "searchNewer"
  | "cancel"
  | "lineUp"
  | "lineDown"
  | "yank"
  | "transpose"
  | "undo"
  | "killLineEnd"
  | "killLineStart"
  | "clearOrLeave"
  | "deleteOrLeave";

/** The command of a key, or undefined for a key that does nothing here. */
export function commandOf(key: Key): Command | undefined {
  if (key.type === "focus") return undefined;
  if (key.type === "text" || key.type === "paste") {
    return { type: "insert", text: key.text, pasted: key.type === "paste" };
  }
  return keymap.get(nameOf(key));
}

function move(motion: Motion): Command {
  return { type: "move", motion };
}

function kill(motion: Motion): Command {
  return { type: "erase", motion, kept: true };
}

function drop(motion: Motion): Command {
  return { type: "erase", motion, kept: false };
}

function jump(jump: Jump): Command {
  return { type: "act", act: { type: "jump", jump } };
}

const lineBreak: Command = { type: "insert", text: "\n", pasted: false };

interface KeyBinding {
  readonly text: keyof KeyTexts;
  readonly keys: readonly string[];
  readonly command: Command;
}

/** Emacs' keys, the keys that bear their meaning on them, and irssi's for its windows. */
const rows: readonly KeyBinding[] = [
  { text: "send", keys: ["enter"], command: { type: "submit" } },
  { text: "newLine", keys: ["alt-enter", "shift-enter", "ctrl-enter"], command: lineBreak },
  { text: "complete", keys: ["tab"], command: { type: "complete", step: 1 } },
  { text: "completeBack", keys: ["shift-tab"], command: { type: "complete", step: -1 } },

  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((number): KeyBinding => {
    return { text: "goTo", keys: [`alt-${number}`], command: jump({ to: "number", number }) };
  }),
  { text: "goBack", keys: ["alt-left", "alt-up"], command: jump({ to: "side", step: -1 }) },
  { text: "goOn", keys: ["alt-right", "alt-down"], command: jump({ to: "side", step: 1 }) },
  { text: "goToNews", keys: ["alt-a"], command: jump({ to: "news" }) },
  { text: "editor", keys: ["alt-e"], command: { type: "act", act: { type: "openEditor" } } },

  { text: "searchOlder", keys: ["ctrl-r"], command: { type: "search" } },
  { text: "searchNewer", keys: ["ctrl-s"], command: { type: "searchNewer" } },
  { text: "cancel", keys: ["escape", "ctrl-g"], command: { type: "cancel" } },
  { text: "lineUp", keys: ["up", "ctrl-p"], command: { type: "lineUp" } },
  { text: "lineDown", keys: ["down", "ctrl-n"], command: { type: "lineDown" } },

  { text: "characterBackward", keys: ["left", "ctrl-b"], command: move("characterBackward") },
  { text: "characterForward", keys: ["right", "ctrl-f"], command: move("characterForward") },
  { text: "wordBackward", keys: ["ctrl-left", "alt-b"], command: move("wordBackward") },
  { text: "wordForward", keys: ["ctrl-right", "alt-f"], command: move("wordForward") },
  { text: "lineStart", keys: ["home", "ctrl-a"], command: move("lineStart") },
  { text: "lineEnd", keys: ["end", "ctrl-e"], command: move("lineEnd") },
  { text: "textStart", keys: ["ctrl-home", "alt-<"], command: move("textStart") },
  { text: "textEnd", keys: ["ctrl-end", "alt->"], command: move("textEnd") },

  {
    text: "eraseBackward",
    keys: ["backspace", "ctrl-h", "shift-backspace"],
    command: drop("characterBackward"),
  },
  { text: "eraseForward", keys: ["delete"], command: drop("characterForward") },
  { text: "eraseForwardOrLeave", keys: ["ctrl-d"], command: { type: "deleteOrLeave" } },
  { text: "killSpaceBackward", keys: ["ctrl-w"], command: kill("spaceBackward") },
  {
    text: "killWordBackward",
    keys: ["alt-backspace", "ctrl-backspace"],
    command: kill("wordBackward"),
  },
  { text: "killWordForward", keys: ["alt-d", "alt-delete", "ctrl-delete"], command: kill("wordForward") },
  { text: "killLineEnd", keys: ["ctrl-k"], command: { type: "killLineEnd" } },
  { text: "killLineStart", keys: ["ctrl-u"], command: { type: "killLineStart" } },
  { text: "yank", keys: ["ctrl-y"], command: { type: "yank" } },
  { text: "transpose", keys: ["ctrl-t"], command: { type: "transpose" } },
  { text: "undo", keys: ["ctrl-_"], command: { type: "undo" } },

  { text: "clearOrLeave", keys: ["ctrl-c"], command: { type: "clearOrLeave" } },
  { text: "redraw", keys: ["ctrl-l"], command: { type: "act", act: { type: "redraw" } } },
  { text: "suspend", keys: ["ctrl-z"], command: { type: "act", act: { type: "suspend" } } },
];

const keymap = new Map(rows.flatMap(({ keys, command }) => keys.map((key) => [key, command] as const)));

/** What can be pressed, as it stands on keyboards, and what it does, in the order of a help text. */
export const keyTopics: readonly { readonly keys: string; readonly text: keyof KeyTexts }[] = Array.from(
  Map.groupBy(rows, ({ text }) => text),
  ([text, alike]) => ({ text, keys: keyList(alike.flatMap(({ keys }) => keys).map(forPeople)) }),
);

function keyList(keys: readonly string[]): string {
  return keys.length > 3 ? `${keys[0]} … ${keys.at(-1)}` : keys.join(", ");
}

/** `alt-left` is Alt-Left; letters with Ctrl stand as capitals, as on the keys, but Alt-a is not Alt-A. */
function forPeople(key: string): string {
  const [, modifiers = "", name = ""] = /^((?:(?:ctrl|alt|shift)-)*)(.+)$/.exec(key) ?? [];
  const isLetter = name.length === 1;
  const shown = isLetter && !modifiers.includes("ctrl") ? name : capitalised(name);
  return modifiers.replace(/\w+(?=-)/g, capitalised) + shown;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

type BoundKey = Exclude<Key, { readonly type: "text" | "paste" | "focus" }>;

function nameOf(key: BoundKey): string {
  switch (key.type) {
    case "ctrl":
      return `ctrl-${key.letter}`;
    case "alt":
      return `alt-${key.letter}`;
    case "named":
      return `${key.ctrl ? "ctrl-" : ""}${key.alt ? "alt-" : ""}${key.shift ? "shift-" : ""}${key.name}`;
    default:
      return assertNever(key);
  }
}
