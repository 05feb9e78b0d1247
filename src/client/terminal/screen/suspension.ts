/** Suspends the face for the shell (Ctrl-Z) or an editor, which have the terminal meanwhile, and resumes it. */
import type { TerminalInput, TerminalOutput } from "./device.ts";
import { enterModes, leaveModes } from "./device.ts";
import type { OpenEditor, Written } from "../input/external-editor.ts";
import type { JobControl } from "./job-control.ts";
import type { Screen } from "./screen.ts";

export interface SuspensionOptions {
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
  readonly screen: Screen;
  /** The modes beside those that every face needs, and what takes them back. */
  readonly modes: { readonly open: string; readonly close: string };
  readonly openEditor: OpenEditor | undefined;
  readonly jobControl: JobControl | undefined;
}

export class Suspension {
  readonly #options: SuspensionOptions;
  #holder: "nobody" | "shell" | "editor" = "nobody";
  #editor: { readonly abort: () => void; readonly ended: Promise<void> } | undefined;

  /** Takes the terminal. */
  constructor(options: SuspensionOptions) {
    this.#options = options;
    enterModes(options.input, options.output, options.modes.open);
    options.input.resume();
  }

  /** Then input is not the face's. */
  get isSuspended(): boolean {
    return this.#holder !== "nobody";
  }

  suspendToShell(): void {
    const { jobControl } = this.#options;
    if (jobControl === undefined || this.#holder === "shell") return;
    // The terminal is the editor's as it is, which is stopped, too.
    if (this.#holder === "editor") return jobControl.suspend();
    this.#holder = "shell";
    this.#release(jobControl.suspend);
  }

  /** @param done called just before the terminal is taken again, but not after `end` */
  runEditor(text: string, done: (written: Written) => void): void {
    const { openEditor } = this.#options;
    if (this.isSuspended || openEditor === undefined) return;
    const abort = new AbortController();
    this.#holder = "editor";
    const ended = Promise.withResolvers<void>();
    this.#editor = { abort: () => abort.abort(), ended: ended.promise };
    this.#release(() => {
      this.#options.input.pause();
      void openEditor(text, abort.signal).then((written) => {
        ended.resolve();
        if (abort.signal.aborted) return;
        this.#editor = undefined;
        done(written);
        this.#acquire();
        this.#options.input.resume();
      });
    });
  }

  /** A shell may say "continue" more than once, and others stop programs too: then the area is where it was. */
  continued(): void {
    if (this.#holder === "editor") return;
    if (this.#holder === "shell") return this.#acquire();
    enterModes(this.#options.input, this.#options.output, "");
    this.#options.screen.redraw();
  }

  /** An editor that still runs is ended; resolves when it is. */
  async end(): Promise<void> {
    this.#editor?.abort();
    await this.#editor?.ended;
  }

  #release(done: () => void): void {
    const { input, output, screen, modes } = this.#options;
    screen.clear();
    leaveModes(input, output, { more: modes.close, done });
  }

  #acquire(): void {
    const { input, output, screen, modes } = this.#options;
    this.#holder = "nobody";
    enterModes(input, output, modes.open);
    screen.appear();
  }
}
