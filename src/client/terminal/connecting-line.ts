/**
 * What a person sees at a terminal until they are in: one line that moves, and that is gone when something else is to be
 * shown.
 */
import { spinnerDelayMs, spinnerPauseMs, terminalColumnsDefault } from "../limits.ts";
import { linesOf, truncate } from "./view/cells.ts";
import type { Clock } from "../clock.ts";
import type { Output } from "../../base/streams.ts";

/** Owns one line of the terminal, from `show` to `hide`. */
export class ConnectingLine {
  readonly #output: Output;
  readonly #clock: Clock;
  #cancel: (() => void) | undefined;
  #turn = 0;
  #shown = false;

  constructor(output: Output, clock: Clock) {
    this.#output = output;
    this.#clock = clock;
  }

  /** After a moment: a server that answers at once leaves nothing to see. @param text clean */
  show(text: string): void {
    this.hide();
    this.#cancel = this.#clock.after(spinnerDelayMs, () => this.#draw(text));
  }

  /** The line is empty again, with the cursor at its start. */
  hide(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#shown) this.#output.write(`${eraseLine}${showCursor}`);
    this.#shown = false;
  }

  #draw(text: string): void {
    const sign = signs[this.#turn % signs.length] ?? "";
    this.#turn += 1;
    this.#shown = true;
    // The last column stays free: some terminals go to the next line behind it.
    const cells = linesOf([{ text: `${sign} ${text}` }])[0] ?? [];
    const line = truncate(cells, (this.#output.columns ?? terminalColumnsDefault) - 1).map(
      (cell) => cell.text,
    );
    this.#output.write(`${hideCursor}${eraseLine}${line.join("")}`);
    this.#cancel = this.#clock.after(spinnerPauseMs, () => this.#draw(text));
  }
}

const signs = ["|", "/", "-", "\\"] as const;
const eraseLine = "\r\x1b[2K";
const hideCursor = "\x1b[?25l";
const showCursor = "\x1b[?25h";
