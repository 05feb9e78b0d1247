/** How somebody likes the room to be, beside who they are and where. */
import type { NotifyLevel } from "../base/notify-level.ts";

export interface Preferences {
  /** Whether others are told that one is writing. */
  readonly typing: boolean;
  /** What calls, where nothing else was chosen. */
  readonly notify: NotifyLevel;
  readonly bell: boolean;
  /** On the desktop, where the terminal can. */
  readonly notifications: boolean;
  readonly colour: Colour;
  /** Whether typed lines are kept on disk. */
  readonly inputHistory: boolean;
  /** Messages from before that are shown on coming into a room. */
  readonly backlog: number;
}

/** `auto`: as the terminal and its environment are. */
export type Colour = (typeof colours)[number];

export const colours = ["auto", "always", "never"] as const;
