/** What the environment tells. */
import { expect, test } from "bun:test";
import {
  coloursAllowed,
  linksAllowed,
  reflowOf,
  signalsOf,
} from "../../../src/client/terminal/environment.ts";

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
  [{ TERM: "screen", TMUX: "/tmp/tmux" }, "tmux"],
  [{ TERM: "xterm-256color", TERM_PROGRAM: "vscode" }, "xterm.js"],
  [{ TERM: "xterm", XTERM_VERSION: "XTerm(390)" }, "none"],
  [{ TERM: "linux" }, "none"],
  [{ TERM: "screen.xterm" }, "none"],
  [{}, "all"],
] as const)("reflowOf %j", (environment, reflow) => {
  expect(reflowOf(environment)).toBe(reflow);
});

test.each([
  [{ TERM: "xterm-256color" }, false],
  [{ TERM: "xterm-256color", TERM_PROGRAM: "iTerm.app" }, true],
  [{ TERM: "xterm-256color", VTE_VERSION: "7200" }, true],
  [{ TERM: "xterm-256color", VTE_VERSION: "4800" }, false],
  [{ TERM: "xterm-kitty" }, true],
  [{ TERM: "screen.xterm-kitty", TERM_PROGRAM: "WezTerm" }, false],
  [{ TERM: "tmux-256color", TMUX: "x", TERM_PROGRAM: "tmux", TERM_PROGRAM_VERSION: "3.3a" }, false],
  [{ TERM: "tmux-256color", TMUX: "x", TERM_PROGRAM: "tmux", TERM_PROGRAM_VERSION: "3.4" }, true],
  [{ TERM: "linux" }, false],
  [{}, false],
])("linksAllowed in %j: %p", (environment, allowed) => {
  expect(linksAllowed(environment)).toBe(allowed);
});

test.each([
  [{ TERM: "xterm-256color" }, "none", true],
  [{ TERM: "xterm-256color", TERM_PROGRAM: "iTerm.app" }, "osc9", true],
  [{ TERM: "foot" }, "osc777", true],
  [{ TERM: "xterm-kitty", TMUX: "x" }, "none", true],
  [{ TERM: "screen" }, "none", false],
  [{ TERM: "linux" }, "none", false],
  [{ TERM: "dumb" }, "none", false],
  [{}, "none", false],
] as const)("signalsOf %j", (environment, notification, window) => {
  expect(signalsOf(environment)).toEqual({ notification, window });
});
