/**
 * When frames are painted: the first change at once, further ones together, at most thirty a second, and none while the
 * terminal does not take what was written. What a key does is seen at once: a frame for it is drawn ahead of its time,
 * and those behind it wait for so much longer. Must not know what is on the screen.
 */
import {
  framePauseMs,
  frameTravelMs,
  framesAheadMs,
  resizeBurstMaxMs,
  resizeSettleMs,
} from "../../protocol/limits.ts";
import type { Clock } from "./clock.ts";
import type { Frame } from "./paint.ts";
import { clearing, paint, paintedBy, samePicture } from "./paint.ts";
import type { Painted, Reflow } from "./reflow.ts";

export interface ScreenOptions {
  readonly clock: Clock;
  readonly reflow: Reflow;
  /** The picture as it is now; its lines are taken over and not asked for again. `last`: nothing is held back. */
  readonly compose: (last: boolean) => Frame;
  /** Whether more may be written now; if not, `drained` is called later. */
  readonly write: (text: string) => boolean;
}

/** Owns the input area on the terminal and the time of its next frame. */
export class Screen {
  readonly #options: ScreenOptions;
  #painted: Painted | undefined;
  #lastMs = Number.NEGATIVE_INFINITY;
  /** When the next frame is due. */
  #dueMs = Number.NEGATIVE_INFINITY;
  /** Whether the last frame printed lines. */
  #printed = false;
  /** Whether the last lines may have been printed when the terminal already had its new size. */
  #doubtful = false;
  #cancel: (() => void) | undefined;
  #blocked = false;
  #wanted = false;
  #forced = false;
  #hidden = false;
  #wiping = false;
  #burstSinceMs: number | undefined;

  constructor(options: ScreenOptions) {
    this.#options = options;
  }

  /** Something changed: it will be seen when the next frame is due; what a key did, at once, but for very fast ones. */
  invalidate(cause: "news" | "key" = "news"): void {
    this.#wanted = true;
    if (this.#hidden || this.#blocked) return;
    const waitMs = this.#dueMs - this.#options.clock.now();
    const isAhead = cause === "key" && waitMs <= framesAheadMs && this.#burstSinceMs === undefined;
    if (this.#cancel !== undefined && !isAhead) return;
    if (waitMs > 0 && !isAhead) return this.#paintAfter(waitMs);
    this.#cancel?.();
    this.#cancel = undefined;
    this.#paint();
  }

  /**
   * The terminal has another size. One whose edge is being drawn says so many times a second, and is already narrower
   * than it says while a frame for that width is on its way: so nothing is painted until it is quiet, or this lasts too
   * long. The area is then where one change, from the last frame's width to the last width, has left it; unless that
   * frame was on its way while the size changed, and so was drawn after it. When it printed lines, these are not put at
   * risk: to leave rows of an old area does less harm than to take away a message.
   */
  resized(): void {
    this.#wanted = true;
    if (this.#hidden || this.#blocked) return;
    const nowMs = this.#options.clock.now();
    this.#doubtful ||= this.#printed && nowMs - this.#lastMs < frameTravelMs;
    this.#burstSinceMs ??= nowMs;
    this.#cancel?.();
    const leftMs = this.#burstSinceMs + resizeBurstMaxMs - nowMs;
    this.#paintAfter(Math.max(0, Math.min(resizeSettleMs, leftMs)));
  }

  /** The same, also if the picture is what it was: somebody may have written over it. */
  redraw(): void {
    this.#forced = true;
    this.invalidate();
  }

  /** An empty screen with the area at its top; what was on it goes up into the scrollback. */
  wipe(): void {
    this.#wiping = true;
    this.redraw();
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
    this.#burstSinceMs = undefined;
    const { compose, reflow, write } = this.#options;
    const { lines, columns, signals } = compose(true);
    const printed = lines.map((line) => `${line}\r\n`).join("");
    const text = clearing(this.#painted, columns, reflow) + printed + signals;
    this.#painted = undefined;
    if (text !== "") this.#blocked = !write(text);
  }

  #paintAfter(waitMs: number): void {
    this.#cancel = this.#options.clock.after(waitMs, () => {
      this.#cancel = undefined;
      this.#burstSinceMs = undefined;
      this.#paint();
    });
  }

  #paint(): void {
    this.#wanted = false;
    const { clock, compose, write } = this.#options;
    const reflow = this.#doubtful ? "none" : this.#options.reflow;
    const frame = compose(false);
    if (!this.#forced && samePicture(frame, this.#painted)) return;
    this.#forced = false;
    this.#doubtful = false;
    const text = paint(frame, this.#painted, reflow, this.#wiping);
    this.#painted = paintedBy(frame, this.#painted, reflow, this.#wiping);
    this.#wiping = false;
    this.#lastMs = clock.now();
    this.#dueMs = Math.max(this.#lastMs, this.#dueMs) + framePauseMs;
    this.#printed = frame.lines.length > 0;
    this.#blocked = !write(text);
  }
}
