/**
 * What each key does, as data: one table, from which a help text can be made. Must not know how it is done.
 */
import { assertNever } from "../../protocol/faults.ts";
import type { Motion } from "./draft.ts";
import type { Key } from "./key.ts";

export type Command =
  | { readonly type: "insert"; readonly text: string; readonly pasted: boolean }
  | { readonly type: "move"; readonly motion: Motion }
  /** `kept`: what is erased can be brought back with yank. */
  | { readonly type: "erase"; readonly motion: Motion; readonly kept: boolean }
  | { readonly type: "complete"; readonly step: 1 | -1 }
  | { readonly [Name in PlainCommand]: { readonly type: Name } }[PlainCommand];

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
  | "deleteOrLeave"
  | "redraw"
  | "suspend";

/** The command of a key, or undefined for a key that does nothing here. */
export function commandOf(key: Key): Command | undefined {
  if (key.type === "focus") return undefined;
  if (key.type === "text" || key.type === "paste") {
    return { type: "insert", text: key.text, pasted: key.type === "paste" };
  }
  return keymap[nameOf(key)];
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

const lineBreak: Command = { type: "insert", text: "\n", pasted: false };

/** Emacs' keys, and the keys that bear their meaning on them. */
const keymap: Readonly<Record<string, Command>> = {
  enter: { type: "submit" },
  "alt-enter": lineBreak,
  "shift-enter": lineBreak,
  "ctrl-enter": lineBreak,
  tab: { type: "complete", step: 1 },
  "shift-tab": { type: "complete", step: -1 },

  left: move("characterBackward"),
  "ctrl-b": move("characterBackward"),
  right: move("characterForward"),
  "ctrl-f": move("characterForward"),
  "alt-left": move("wordBackward"),
  "ctrl-left": move("wordBackward"),
  "alt-b": move("wordBackward"),
  "alt-right": move("wordForward"),
  "ctrl-right": move("wordForward"),
  "alt-f": move("wordForward"),
  home: move("lineStart"),
  "ctrl-a": move("lineStart"),
  end: move("lineEnd"),
  "ctrl-e": move("lineEnd"),
  "ctrl-home": move("textStart"),
  "alt-<": move("textStart"),
  "ctrl-end": move("textEnd"),
  "alt->": move("textEnd"),
  up: { type: "lineUp" },
  "ctrl-p": { type: "lineUp" },
  down: { type: "lineDown" },
  "ctrl-n": { type: "lineDown" },

  backspace: drop("characterBackward"),
  "shift-backspace": drop("characterBackward"),
  "ctrl-h": drop("characterBackward"),
  delete: drop("characterForward"),
  "ctrl-d": { type: "deleteOrLeave" },
  "ctrl-w": kill("spaceBackward"),
  "alt-backspace": kill("wordBackward"),
  "ctrl-backspace": kill("wordBackward"),
  "alt-d": kill("wordForward"),
  "alt-delete": kill("wordForward"),
  "ctrl-delete": kill("wordForward"),
  "ctrl-k": { type: "killLineEnd" },
  "ctrl-u": { type: "killLineStart" },
  "ctrl-y": { type: "yank" },
  "ctrl-t": { type: "transpose" },
  "ctrl-_": { type: "undo" },

  "ctrl-r": { type: "search" },
  "ctrl-s": { type: "searchNewer" },
  "ctrl-g": { type: "cancel" },
  escape: { type: "cancel" },
  "ctrl-c": { type: "clearOrLeave" },
  "ctrl-l": { type: "redraw" },
  "ctrl-z": { type: "suspend" },
};

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
