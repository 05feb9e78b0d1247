/**
 * A program in tmux, and tmux in a pseudo-terminal: what the pane shows and what has left it upwards is what tmux says.
 * Its server is one of its own, in the stage's folder, and ends with it.
 */
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hangGuardMs } from "./hang-guard.ts";
import { draftOf } from "./pseudo-terminal.ts";
import type { PseudoTerminal } from "./pseudo-terminal.ts";
import type { JoinOptions, Stage } from "./stage.ts";

/** Null where there is none. */
export const tmux = Bun.which("tmux");

export class TmuxPane {
  readonly #terminal: PseudoTerminal;
  readonly #socket: string;
  readonly #output: string;

  constructor(stage: Stage, parameters: readonly string[], options: JoinOptions = {}) {
    this.#socket = join(stage.folder, "tmux");
    const settings = join(stage.folder, "tmux.conf");
    writeFileSync(settings, "set -g status off\nset -g history-limit 20000\nset -s escape-time 10\n");
    this.#output = join(stage.folder, "tmux.output");
    const session = ["-u", "-S", this.#socket, "-f", settings, "new-session"];
    const record = [";", "pipe-pane", `exec cat >>${this.#output}`];
    const command = [tmux ?? "tmux", ...session, stage.binary, ...parameters, ...record];
    this.#terminal = stage.show(command, options);
  }

  /** The rows that were scrolled away and those on the screen. */
  get text(): string {
    return this.#capture("-S", "-");
  }

  get screen(): string {
    return this.#capture();
  }

  /** As `PseudoTerminal.draft`. */
  get draft(): string | undefined {
    return draftOf(this.screen.split("\n"));
  }

  /** How much the program has written. */
  get written(): number {
    return statSync(this.#output, { throwIfNoEntry: false })?.size ?? 0;
  }

  type(keys: string): void {
    this.#terminal.type(keys);
  }

  paste(text: string): void {
    this.#terminal.paste(text);
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
  }

  /** Resolves when the pane shows it. tmux tells nobody that it has changed, so it is asked again and again. */
  async until(expected: string | RegExp | ((pane: TmuxPane) => boolean)): Promise<void> {
    const shows = (): boolean => {
      if (typeof expected === "function") return expected(this);
      return typeof expected === "string" ? this.text.includes(expected) : expected.test(this.text);
    };
    const deadline = performance.now() + hangGuardMs;
    while (!shows()) {
      if (performance.now() > deadline)
        throw new Error(`tmux does not show ${String(expected)}:\n${this.text}`);
      await Bun.sleep(askPauseMs);
    }
  }

  /** Ends its tmux server, and so the program in it. */
  async close(): Promise<void> {
    this.#ask("kill-server");
    await this.#terminal.close();
  }

  /** With the blanks at a row's end: behind the prompt of an empty draft there is one. */
  #capture(...from: readonly string[]): string {
    return this.#ask("capture-pane", "-p", "-N", ...from).replace(/\n+$/, "");
  }

  #ask(...words: readonly string[]): string {
    return Bun.spawnSync([tmux ?? "tmux", "-S", this.#socket, ...words]).stdout.toString();
  }
}

const askPauseMs = 20;
