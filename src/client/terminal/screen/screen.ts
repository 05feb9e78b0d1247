/**
 * When frames are painted: the first change at once, further ones together, at most thirty a second, and none while the
 * terminal does not take what was written. What a key does is seen at once: a frame for it is drawn ahead of its time,
 * and those behind it wait for so much longer. So much that it cannot wait is painted at once, too.
 */
import {
  framePauseMs,
  frameTravelMs,
  framesAheadMs,
  resizeBurstMaxMs,
  resizeSettleMs,
  tmuxSettleMs,
} from "../../limits.ts";
import type { Clock } from "../../clock.ts";
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
  /** All that was composed is written, or was there before. */
  readonly painted?: (() => void) | undefined;
}

/** Owns the input area on the terminal and the time of its next frame. */
export class Screen {
  readonly #options: ScreenOptions;
  #painted: Painted | undefined;
  #lastMs = Number.NEGATIVE_INFINITY;
  /** When the next frame is due. */
  #dueMs = Number.NEGATIVE_INFINITY;
  /** Whether the last frame printed lines, or was drawn while sizes followed each other. */
  #exposed = false;
  /** Whether that may have been when the terminal already had its new size: nobody knows where the area is then. */
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

  /**
   * Something changed: it will be seen when the next frame is due; what a key did, at once, but for very fast ones; a
   * flood, whose lines would be lost if they waited, at once even while the terminal changes its size.
   */
  invalidate(cause: "news" | "key" | "flood" = "news"): void {
    this.#wanted = true;
    if (this.#hidden || this.#blocked) return;
    if (cause === "flood") return this.#paintFlood();
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
   * long. When it is quiet, the area is where one change, from the last frame's width to the last width, has left it;
   * unless that frame was on its way while the size changed, and so was drawn after it. When it printed lines, these are
   * not put at risk: to leave rows of an old area does less harm than to take away a message.
   */
  resized(): void {
    this.#wanted = true;
    const nowMs = this.#options.clock.now();
    this.#doubtful ||= this.#blocked || (this.#exposed && nowMs - this.#lastMs < frameTravelMs);
    if (this.#hidden || this.#blocked) return;
    this.#burstSinceMs ??= nowMs;
    this.#cancel?.();
    const leftMs = Math.max(0, this.#burstSinceMs + resizeBurstMaxMs - nowMs);
    const settleMs = this.#options.reflow === "tmux" ? tmuxSettleMs : resizeSettleMs;
    this.#paintAfter(Math.min(settleMs, leftMs), leftMs < settleMs);
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
    const { compose, write } = this.#options;
    const { lines, columns, signals } = compose(true);
    const printed = lines.map((line) => `${line}\r\n`).join("");
    const text = clearing(this.#painted, columns, this.#reflow) + printed + signals;
    this.#painted = undefined;
    this.#doubtful = false;
    if (text !== "") this.#blocked = !write(text);
    this.#options.painted?.();
  }

  /** What the terminal is taken to have done with the area. */
  get #reflow(): Reflow {
    return this.#doubtful ? "none" : this.#options.reflow;
  }

  /** @param inBurst another size is likely to be there already */
  #paintAfter(waitMs: number, inBurst = false): void {
    this.#cancel = this.#options.clock.after(waitMs, () => {
      this.#cancel = undefined;
      this.#burstSinceMs = undefined;
      if (this.#blocked) this.#wanted = true;
      else this.#paint(inBurst);
    });
  }

  /** In a burst of sizes the frame for the last of them still comes. */
  #paintFlood(): void {
    const inBurst = this.#burstSinceMs !== undefined;
    if (!inBurst) {
      this.#cancel?.();
      this.#cancel = undefined;
    }
    this.#paint(inBurst);
    // Keys do not wait for the time of all these frames.
    this.#dueMs = Math.min(this.#dueMs, this.#lastMs + framePauseMs);
  }

  #paint(inBurst = false): void {
    this.#write(inBurst);
    this.#options.painted?.();
  }

  #write(inBurst: boolean): void {
    this.#wanted = false;
    this.#doubtful ||= inBurst;
    const { clock, compose, write } = this.#options;
    const reflow = this.#reflow;
    const frame = compose(false);
    if (!this.#forced && samePicture(frame, this.#painted)) return;
    this.#forced = false;
    this.#doubtful = false;
    const text = paint(frame, this.#painted, reflow, this.#wiping);
    this.#painted = paintedBy(frame, this.#painted, reflow, this.#wiping);
    this.#wiping = false;
    this.#lastMs = clock.now();
    this.#dueMs = Math.max(this.#lastMs, this.#dueMs) + framePauseMs;
    this.#exposed = inBurst || frame.lines.length > 0;
    this.#blocked = !write(text);
  }
}
