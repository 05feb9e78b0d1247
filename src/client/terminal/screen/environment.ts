/** What the environment tells of a terminal's abilities. A terminal that is not known has none. */
import process from "node:process";
import type { Palette } from "../view/style.ts";
import type { Signals } from "./attention.ts";
import { bellOnly } from "./attention.ts";
import type { Reflow } from "./reflow.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether more than lines can be shown. On Windows nothing says what a terminal is, and every one can. */
export function movesCursor({ TERM = "" }: Environment, platform: string = process.platform): boolean {
  return TERM === "" ? platform === "win32" : TERM !== "dumb" && TERM !== "unknown";
}

/** The colours that are wanted and can be shown. @source https://no-color.org */
export function paletteOf(environment: Environment, platform: string = process.platform): Palette {
  const { TERM = "", COLORTERM = "", NO_COLOR = "" } = environment;
  if (NO_COLOR !== "" || !movesCursor(environment, platform)) return "none";
  return TERM === "" || COLORTERM !== "" || knows256Colours(TERM) ? "full" : "basic";
}

/**
 * What a terminal does with its rows when it becomes narrower. Most wrap them all again, tmux in a way of its own, and
 * xterm.js (VS Code) too; the old ones cut.
 */
export function reflowOf(environment: Environment): Reflow {
  const term = environment["TERM"] ?? "";
  if (environment["TMUX"] !== undefined) return "tmux";
  if (environment["TERM_PROGRAM"] === "vscode") return "xterm.js";
  const cuts = environment["XTERM_VERSION"] !== undefined || /^(?:linux|screen|rxvt|st(?:$|-))/.test(term);
  return cuts ? "none" : "all";
}

/**
 * Whether it can be told where a text leads. tmux passes it on from 3.4.
 *
 * @source "Hyperlinks in Terminal Emulators" (Egmont Koblinger) and the terminals' own notes
 */
export function linksAllowed(environment: Environment): boolean {
  const { TERM = "", TERM_PROGRAM = "", TERM_PROGRAM_VERSION = "" } = environment;
  if (environment["TMUX"] !== undefined)
    return TERM_PROGRAM === "tmux" && Number.parseFloat(TERM_PROGRAM_VERSION) >= 3.4;
  if (isMultiplexed(TERM)) return false;
  if (["iTerm.app", "WezTerm", "vscode", "ghostty"].includes(TERM_PROGRAM)) return true;
  if (/^(?:xterm-kitty|xterm-ghostty|foot|alacritty|wezterm|contour)/.test(TERM)) return true;
  return Number(environment["VTE_VERSION"] ?? 0) >= vteWithLinks || environment["WT_SESSION"] !== undefined;
}

/** Version 0.50 as VTE writes it. */
const vteWithLinks = 5_000;

/** How somebody who looks elsewhere can be reached. Inside tmux and screen a notification would not get out. */
export function signalsOf(environment: Environment): Signals {
  const { TERM = "", TERM_PROGRAM = "" } = environment;
  const window = /^(?:xterm|tmux|rxvt|alacritty|foot|wezterm|contour|konsole|vte|st(?:$|-))/.test(TERM);
  if (environment["TMUX"] !== undefined) return { notification: "none", window: true };
  if (!window) return bellOnly;
  if (TERM_PROGRAM === "iTerm.app" || TERM === "xterm-kitty") return { notification: "osc9", window };
  const isKnown =
    ["WezTerm", "ghostty"].includes(TERM_PROGRAM) || /^(?:foot|xterm-ghostty|rxvt-unicode)/.test(TERM);
  return { notification: isKnown ? "osc777" : "none", window };
}

/** By what it says, else by its name. */
function knows256Colours(term: string): boolean {
  if (/256color|direct|truecolor/.test(term)) return true;
  const fewer = /-(?:m|mono|color|8color|16color|88color)$/.test(term);
  const known = /^(?:xterm|tmux|screen|alacritty|foot|wezterm|contour|konsole|vte|gnome|mintty|st)(?:$|[-.])/;
  return !fewer && known.test(term);
}

/** GNU screen, or tmux seen from behind ssh. */
function isMultiplexed(term: string): boolean {
  return /^(?:screen|tmux)/.test(term);
}
