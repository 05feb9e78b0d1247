/** What the environment tells. */
import { expect, test } from "bun:test";
import {
  linksAllowed,
  movesCursor,
  paletteOf,
  reflowOf,
  signalsOf,
} from "../../../../src/client/terminal/screen/environment.ts";

test.each([
  [{ TERM: "xterm" }, "linux", true],
  [{ TERM: "vt100" }, "linux", true],
  [{ TERM: "dumb" }, "linux", false],
  [{ TERM: "unknown" }, "linux", false],
  [{ TERM: "" }, "darwin", false],
  [{}, "linux", false],
  [{}, "win32", true],
  [{ TERM: "dumb" }, "win32", false],
] as const)("movesCursor in %j on %s: %p", (environment, platform, moves) => {
  expect(movesCursor(environment, platform)).toBe(moves);
});

test.each([
  [{ TERM: "xterm-256color" }, "full"],
  [{ TERM: "xterm" }, "full"],
  [{ TERM: "xterm-kitty" }, "full"],
  [{ TERM: "screen" }, "full"],
  [{ TERM: "screen.linux" }, "full"],
  [{ TERM: "tmux" }, "full"],
  [{ TERM: "alacritty" }, "full"],
  [{ TERM: "foot" }, "full"],
  [{ TERM: "putty-256color" }, "full"],
  [{ TERM: "linux", COLORTERM: "truecolor" }, "full"],
  [{ TERM: "linux" }, "basic"],
  [{ TERM: "vt100" }, "basic"],
  [{ TERM: "vt220" }, "basic"],
  [{ TERM: "ansi" }, "basic"],
  [{ TERM: "rxvt" }, "basic"],
  [{ TERM: "xterm-16color" }, "basic"],
  [{ TERM: "xterm-mono" }, "basic"],
  [{ TERM: "xterm-color" }, "basic"],
  [{ TERM: "xterm-m" }, "basic"],
  [{ TERM: "xterm-8color" }, "basic"],
  [{ TERM: "xterm-88color" }, "basic"],
  [{ TERM: "xterm-mono-kitty" }, "full"],
  [{ TERM: "putty-direct" }, "full"],
  [{ TERM: "putty-truecolor" }, "full"],
  [{ TERM: "vte" }, "full"],
  [{ TERM: "gnome" }, "full"],
  [{ TERM: "mintty" }, "full"],
  [{ TERM: "st" }, "full"],
  [{ TERM: "st-16color" }, "basic"],
  [{ TERM: "stv52" }, "basic"],
  [{ TERM: "wezterm" }, "full"],
  [{ TERM: "contour" }, "full"],
  [{ TERM: "konsole" }, "full"],
  [{ TERM: "my-xterm" }, "basic"],
  [{ TERM: "xterm", NO_COLOR: "1" }, "none"],
  [{ TERM: "xterm", NO_COLOR: "" }, "full"],
  [{ TERM: "dumb" }, "none"],
  [{}, "none"],
] as const)("paletteOf %j", (environment, palette) => {
  expect(paletteOf(environment, "linux")).toBe(palette);
});

test("paletteOf a terminal of Windows, which says nothing, has all colours", () => {
  expect([paletteOf({}, "win32"), paletteOf({ NO_COLOR: "1" }, "win32")]).toEqual(["full", "none"]);
});

test.each([
  [{ TERM: "xterm-256color" }, "all"],
  [{ TERM: "screen", TMUX: "/tmp/tmux" }, "tmux"],
  [{ TERM: "xterm-256color", TERM_PROGRAM: "vscode" }, "xterm.js"],
  [{ TERM: "xterm", XTERM_VERSION: "XTerm(390)" }, "none"],
  [{ TERM: "linux" }, "none"],
  [{ TERM: "screen.xterm" }, "none"],
  [{ TERM: "rxvt-unicode" }, "none"],
  [{ TERM: "st" }, "none"],
  [{ TERM: "st-256color" }, "none"],
  [{ TERM: "sterm" }, "all"],
  [{ TERM: "my-screen" }, "all"],
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
  [{ TERM: "tmux-256color", TERM_PROGRAM: "WezTerm" }, false],
  [{ TERM: "my-tmux", TERM_PROGRAM: "WezTerm" }, true],
  [{ TERM: "xterm", TERM_PROGRAM: "vscode" }, true],
  [{ TERM: "xterm", TERM_PROGRAM: "ghostty" }, true],
  [{ TERM: "xterm-ghostty" }, true],
  [{ TERM: "foot" }, true],
  [{ TERM: "alacritty" }, true],
  [{ TERM: "wezterm" }, true],
  [{ TERM: "contour" }, true],
  [{ TERM: "my-foot" }, false],
  [{ TERM: "xterm", WT_SESSION: "x" }, true],
  [{ TERM: "xterm", VTE_VERSION: "5000" }, true],
  [{ TERM: "xterm", VTE_VERSION: "4999" }, false],
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
  [{ TERM: "tmux" }, "none", true],
  [{ TERM: "rxvt" }, "none", true],
  [{ TERM: "rxvt-unicode" }, "osc777", true],
  [{ TERM: "xterm-ghostty" }, "osc777", true],
  [{ TERM: "xterm-kitty" }, "osc9", true],
  [{ TERM: "xterm", TERM_PROGRAM: "WezTerm" }, "osc777", true],
  [{ TERM: "xterm", TERM_PROGRAM: "ghostty" }, "osc777", true],
  [{ TERM: "alacritty" }, "none", true],
  [{ TERM: "wezterm" }, "none", true],
  [{ TERM: "contour" }, "none", true],
  [{ TERM: "konsole" }, "none", true],
  [{ TERM: "vte-256color" }, "none", true],
  [{ TERM: "st" }, "none", true],
  [{ TERM: "st-256color" }, "none", true],
  [{ TERM: "sterm" }, "none", false],
  [{ TERM: "my-xterm" }, "none", false],
  [{ TERM: "xterm-my-foot" }, "none", true],
  [{ TERM: "screen" }, "none", false],
  [{ TERM: "linux" }, "none", false],
  [{ TERM: "dumb" }, "none", false],
  [{}, "none", false],
] as const)("signalsOf %j", (environment, notification, window) => {
  expect(signalsOf(environment)).toEqual({ notification, window });
});
