/**
 * A program in a pseudo-terminal, as a person has it in front of them: keys go in, and a real emulator keeps the
 * screen.
 */
import type { IUnicodeVersionProvider } from "@xterm/headless";
import { Terminal } from "@xterm/headless";
import { Watch } from "./watch.ts";

export interface PseudoTerminalOptions {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  /** Rows that are kept when they have left the screen. */
  readonly scrollback?: number | undefined;
}

export type Expected = string | RegExp | ((terminal: PseudoTerminal) => boolean);

export class PseudoTerminal {
  readonly emulator: Terminal;
  readonly #process: Bun.Subprocess;
  readonly #terminal: Bun.Terminal;
  readonly #watch = new Watch();
  #bytes = "";
  #exited = false;
  /** Whether the emulator has taken all that the program wrote. */
  #drained = false;

  constructor(command: readonly string[], options: PseudoTerminalOptions) {
    const { folder, environment, columns = 80, rows = 24, scrollback = 1_000 } = options;
    this.emulator = new Terminal({ cols: columns, rows, scrollback, allowProposedApi: true });
    this.emulator.unicode.register(todaysWidths);
    this.emulator.unicode.activeVersion = todaysWidths.version;
    const decoder = new TextDecoder();
    this.#process = Bun.spawn([...command], {
      cwd: folder,
      env: { ...environment },
      terminal: {
        cols: columns,
        rows,
        data: (_terminal, data) => {
          this.#bytes += decoder.decode(data, { stream: true });
          this.emulator.write(data, () => this.#watch.changed());
        },
        // The last process that had the terminal open has closed it, and all that was written has been read.
        exit: () => {
          this.emulator.write("", () => {
            this.#drained = true;
            this.#watch.changed();
          });
        },
      },
    });
    const { terminal } = this.#process;
    if (terminal === undefined) throw new Error("Bun gave no terminal");
    this.#terminal = terminal;
    // What the program asks its terminal (where the cursor is), the emulator answers.
    this.emulator.onData((answer) => {
      if (!terminal.closed) terminal.write(answer);
    });
    void this.#process.exited.then(() => {
      this.#exited = true;
      this.#watch.changed();
    });
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** All that the program has written, escape sequences too. */
  get bytes(): string {
    return this.#bytes;
  }

  /** How much the program has written. */
  get written(): number {
    return this.#bytes.length;
  }

  /** The rows that were scrolled away and those on the screen, without the blank ones at the end. */
  get rows(): readonly string[] {
    const { active } = this.emulator.buffer;
    const rows = Array.from({ length: active.length }, (_, index) => {
      return active.getLine(index)?.translateToString(true) ?? "";
    });
    return rows.slice(0, rows.findLastIndex((row) => row.trim() !== "") + 1);
  }

  get text(): string {
    return this.rows.join("\n");
  }

  get draft(): string | undefined {
    return draftOf(this.rows);
  }

  type(keys: string): void {
    this.#terminal.write(keys);
  }

  /** As a terminal does it, with marks around the text and carriage returns in it. */
  paste(text: string): void {
    this.type(`\x1b[200~${text.replaceAll("\n", "\r")}\x1b[201~`);
  }

  resize(columns: number, rows: number): void {
    this.resizeUntold(columns, rows);
    this.#terminal.resize(columns, rows);
  }

  /** As terminals do it: they have another size for some time before the program is told, by `resize`. */
  resizeUntold(columns: number, rows: number): void {
    this.emulator.resize(columns, rows);
  }

  /** Resolves when the terminal shows it. */
  async until(expected: Expected): Promise<void> {
    const shows = (): boolean => {
      if (typeof expected === "function") return expected(this);
      return typeof expected === "string" ? this.text.includes(expected) : expected.test(this.text);
    };
    await this.#watch.until(
      () => shows() || undefined,
      () => `${String(expected)}\n${this.picture()}`,
    );
  }

  /** Resolves to the exit code when the program has ended and the terminal shows all that it wrote. */
  async ended(): Promise<number> {
    await this.#watch.until(
      () => (this.#exited && (this.#drained || this.#terminal.closed)) || undefined,
      () => `the end of the program\n${this.picture()}`,
    );
    return this.#process.exited;
  }

  /** The screen in a frame, for whoever reads why a test failed. */
  picture(): string {
    const { cols } = this.emulator;
    const rule = `+${"-".repeat(cols)}+`;
    return [rule, ...this.rows.map((row) => `|${row}`), rule].join("\n");
  }

  /** Closes the terminal, as who closes its window does; the program is told by the system. */
  hangUp(): void {
    this.#terminal.close();
  }

  async close(): Promise<void> {
    if (!this.#exited) this.#process.kill("SIGKILL");
    await this.#process.exited;
    if (!this.#terminal.closed) this.#terminal.close();
    this.emulator.dispose();
  }
}

/**
 * What stands behind the prompt, row by row, without the prompt's columns and
 * blanks at the end; undefined when there is none.
 */
export function draftOf(rows: readonly string[]): string | undefined {
  const first = rows.findLastIndex((row) => row.startsWith("> "));
  if (first < 0) return undefined;
  return rows
    .slice(first)
    .map((row) => row.slice(2).trimEnd())
    .join("\n");
}

/**
 * Characters are as wide as today's terminals have them: an emoji takes two columns, while the emulator's own tables are
 * of a time before them.
 *
 * @source what `charProperties` packs into its number: xterm.js, src/common/services/UnicodeService.ts
 */
const todaysWidths: IUnicodeVersionProvider = {
  version: "today",
  wcwidth: widthOf,
  charProperties(codepoint, preceding) {
    const width = widthOf(codepoint);
    const precedingWidth = preceding === 0 ? 0 : (preceding >> 1) & 3;
    const joins = width === 0 && precedingWidth > 0;
    return ((joins ? precedingWidth : width) << 1) | (joins ? 1 : 0);
  },
};

function widthOf(codepoint: number): 0 | 1 | 2 {
  const width = Bun.stringWidth(String.fromCodePoint(codepoint));
  return width === 0 ? 0 : width === 1 ? 1 : 2;
}
