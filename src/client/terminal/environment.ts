/**
 * What the environment tells of a terminal's abilities. Must not know what is done with them.
 */
import type { Reflow } from "./paint.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether colours are wanted and can be shown. @source https://no-color.org */
export function coloursAllowed(environment: Environment): boolean {
  return !environment["NO_COLOR"] && environment["TERM"] !== "dumb";
}

/**
 * What a terminal does with its rows when it becomes narrower. Most wrap them all again; xterm.js (VS Code) has
 * a way of its own; the old ones cut.
 */
export function reflowOf(environment: Environment): Reflow {
  const term = environment["TERM"] ?? "";
  if (environment["TMUX"] !== undefined) return "all";
  if (environment["TERM_PROGRAM"] === "vscode") return "xterm.js";
  const cuts = environment["XTERM_VERSION"] !== undefined || /^(?:linux|screen|rxvt|st(?:$|-))/.test(term);
  return cuts ? "none" : "all";
}
