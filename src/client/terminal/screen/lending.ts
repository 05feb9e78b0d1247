/**
 * Whose the terminal is: the face's, or lent to the shell (Ctrl-Z) or to an editor, and taken again after. Must not know
 * what is shown or written.
 */
import type { TerminalInput, TerminalOutput } from "./device.ts";
import { enterModes, leaveModes } from "./device.ts";
import type { OpenEditor, Written } from "../input/external-editor.ts";
import type { JobControl } from "./job-control.ts";
import type { Screen } from "./screen.ts";

export interface LendingOptions {
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
  readonly screen: Screen;
  /** The modes beside those that every face needs, and what takes them back. */
  readonly modes: { readonly open: string; readonly close: string };
  readonly openEditor: OpenEditor | undefined;
  readonly jobControl: JobControl | undefined;
}

export class Lending {
  readonly #options: LendingOptions;
  #lentTo: "nobody" | "shell" | "editor" = "nobody";
  #recall: { readonly abort: () => void; readonly ended: Promise<void> } | undefined;

  /** Takes the terminal. */
  constructor(options: LendingOptions) {
    this.#options = options;
    enterModes(options.input, options.output, options.modes.open);
    options.input.resume();
  }

  /** Then what is typed is for others. */
  get isLent(): boolean {
    return this.#lentTo !== "nobody";
  }

  toShell(): void {
    const { jobControl } = this.#options;
    if (jobControl === undefined || this.#lentTo === "shell") return;
    // The terminal is the editor's as it is, which is stopped, too.
    if (this.#lentTo === "editor") return jobControl.suspend();
    this.#lentTo = "shell";
    this.#giveBack(jobControl.suspend);
  }

  /** @param done called just before the terminal is taken again, but not after `end` */
  toEditor(text: string, done: (written: Written) => void): void {
    const { openEditor } = this.#options;
    if (this.isLent || openEditor === undefined) return;
    const recall = new AbortController();
    this.#lentTo = "editor";
    const ended = Promise.withResolvers<void>();
    this.#recall = { abort: () => recall.abort(), ended: ended.promise };
    this.#giveBack(() => {
      this.#options.input.pause();
      void openEditor(text, recall.signal).then((written) => {
        ended.resolve();
        if (recall.signal.aborted) return;
        this.#recall = undefined;
        done(written);
        this.#take();
        this.#options.input.resume();
      });
    });
  }

  /** A shell may say "continue" more than once, and others stop programs too: then the area is where it was. */
  continued(): void {
    if (this.#lentTo === "editor") return;
    if (this.#lentTo === "shell") return this.#take();
    enterModes(this.#options.input, this.#options.output, "");
    this.#options.screen.redraw();
  }

  /** An editor that still runs is ended; resolves when it is. */
  async end(): Promise<void> {
    this.#recall?.abort();
    await this.#recall?.ended;
  }

  #giveBack(done: () => void): void {
    const { input, output, screen, modes } = this.#options;
    screen.clear();
    leaveModes(input, output, { more: modes.close, done });
  }

  #take(): void {
    const { input, output, screen, modes } = this.#options;
    this.#lentTo = "nobody";
    enterModes(input, output, modes.open);
    screen.appear();
  }
}
