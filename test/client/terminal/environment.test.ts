/** What the environment tells. */
import { expect, test } from "bun:test";
import { coloursAllowed, reflowOf } from "../../../src/client/terminal/environment.ts";

test.each([
  [{ TERM: "xterm-256color" }, true],
  [{ TERM: "xterm", NO_COLOR: "1" }, false],
  [{ TERM: "xterm", NO_COLOR: "" }, true],
  [{ TERM: "dumb" }, false],
])("coloursAllowed in %j", (environment, allowed) => {
  expect(coloursAllowed(environment)).toBe(allowed);
});

test.each([
  [{ TERM: "xterm-256color" }, "all"],
  [{ TERM: "screen", TMUX: "/tmp/tmux" }, "all"],
  [{ TERM: "xterm-256color", TERM_PROGRAM: "vscode" }, "xterm.js"],
  [{ TERM: "xterm", XTERM_VERSION: "XTerm(390)" }, "none"],
  [{ TERM: "linux" }, "none"],
  [{ TERM: "screen.xterm" }, "none"],
  [{}, "all"],
] as const)("reflowOf %j", (environment, reflow) => {
  expect(reflowOf(environment)).toBe(reflow);
});
