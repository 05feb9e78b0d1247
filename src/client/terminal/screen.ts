/**
 * When frames are painted: the first change at once, further ones together, at most thirty times a second, and none while
 * the terminal does not take what was written. Must not know what is on the screen.
 */
import { framePauseMs } from "../../protocol/limits.ts";
import type { Clock } from "./clock.ts";
import type { Frame, Painted, Reflow } from "./paint.ts";
import { clearing, paint, samePicture } from "./paint.ts";

export interface ScreenOptions {
  readonly clock: Clock;
  readonly reflow: Reflow;
  /** The picture as it is now; its lines are taken over and not asked for again. */
  readonly compose: () => Frame;
  /** Whether more may be written now; if not, `drained` is called later. */
  readonly write: (text: string) => boolean;
}

/** Owns the input area on the terminal and the time of its next frame. */
export class Screen {
  readonly #options: ScreenOptions;
  #painted: Painted | undefined;
  #lastMs = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;
  #blocked = false;
  #wanted = false;
  #forced = false;
  #hidden = false;

  constructor(options: ScreenOptions) {
    this.#options = options;
  }

  /** Something changed: it will be seen within one pause. */
  invalidate(): void {
    this.#wanted = true;
    if (this.#hidden || this.#blocked || this.#cancel !== undefined) return;
    const { clock } = this.#options;
    const waitMs = this.#lastMs + framePauseMs - clock.now();
    if (waitMs <= 0) this.#paint();
    else {
      this.#cancel = clock.after(waitMs, () => {
        this.#cancel = undefined;
        this.#paint();
      });
    }
  }

  /** The same, also if the picture is what it was: somebody may have written over it. */
  redraw(): void {
    this.#forced = true;
    this.invalidate();
  }

  /** The terminal takes more again. */
  drained(): void {
    this.#blocked = false;
    if (this.#wanted) this.invalidate();
  }

  /** Draws the area anew, where the cursor is now, after `clear`. */
  appear(): void {
    this.#hidden = false;
    this.redraw();
  }

  /**
   * Prints the lines that wait and takes the area away until `appear`; the cursor is left at the beginning of an empty
   * row.
   */
  clear(): void {
    this.#hidden = true;
    this.#cancel?.();
    this.#cancel = undefined;
    this.#wanted = false;
    const { compose, reflow, write } = this.#options;
    const { lines, columns } = compose();
    const printed = lines.map((line) => `${line}\r\n`).join("");
    const text = clearing(this.#painted, columns, reflow) + printed;
    this.#painted = undefined;
    if (text !== "") this.#blocked = !write(text);
  }

  #paint(): void {
    this.#wanted = false;
    const { clock, compose, reflow, write } = this.#options;
    const frame = compose();
    if (!this.#forced && samePicture(frame, this.#painted)) return;
    this.#forced = false;
    const text = paint(frame, this.#painted, reflow);
    this.#painted = { rows: frame.rows, cursor: frame.cursor, columns: frame.columns };
    this.#lastMs = clock.now();
    this.#blocked = !write(text);
  }
}
