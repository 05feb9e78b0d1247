/** A bound on waiting without progress. Must not know what is waited for. */

/** Owns one timer, until `stop`. */
export class Deadline {
  readonly #timeoutMs: number;
  readonly #missed: () => void;
  #timer: Timer | undefined;
  #progress: number | undefined;

  constructor(timeoutMs: number, missed: () => void) {
    this.#timeoutMs = timeoutMs;
    this.#missed = missed;
  }

  /** @param progress any number that changes with each step forward; undefined while nothing is waited for */
  watch(progress: number | undefined): void {
    if (progress === this.#progress) return;
    this.stop();
    this.#progress = progress;
    if (progress !== undefined) this.#timer = setTimeout(this.#missed, this.#timeoutMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#progress = undefined;
  }
}
