/** What a person pressed, in the words of a keyboard. */

export type Key =
  /** One code point that was typed. */
  | { readonly type: "text"; readonly text: string }
  /** A bracketed paste, whole and as it came: not cleaned. */
  | { readonly type: "paste"; readonly text: string }
  /** A letter or sign with Ctrl, lower case. */
  | { readonly type: "ctrl"; readonly letter: string }
  /** A letter or sign with Alt (or after Escape), as typed. */
  | { readonly type: "alt"; readonly letter: string }
  /** No key: the terminal tells that it has come to the front, or gone behind others. */
  | { readonly type: "focus"; readonly focused: boolean }
  | ({ readonly type: "named"; readonly name: KeyName } & Modifiers);

export type KeyName =
  | "enter"
  | "tab"
  | "escape"
  | "backspace"
  | "delete"
  | "up"
  | "down"
  | "left"
  | "right"
  | "home"
  | "end"
  | "pageUp"
  | "pageDown";

export interface Modifiers {
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
}

export function namedKey(name: KeyName, modifiers: Partial<Modifiers> = {}): Key {
  return { type: "named", name, shift: false, alt: false, ctrl: false, ...modifiers };
}
