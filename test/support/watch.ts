/** Waiting for something to become true without sleeping: looked at after each change. */
import { hangGuardMs } from "./hang-guard.ts";

export class Watch {
  readonly #waiting = new Set<() => void>();
  readonly #timeoutMs: number;

  /** @param timeoutMs less than the default only where what is waited for may rightly never come */
  constructor(timeoutMs = hangGuardMs) {
    this.#timeoutMs = timeoutMs;
  }

  /** To be called after each change. */
  changed(): void {
    for (const look of Array.from(this.#waiting)) look();
  }

  /**
   * Resolves to what `find` gives, as soon as it gives something.
   *
   * @param describe what is there instead, for the error when it does not come
   */
  until<Found>(find: () => Found | undefined, describe: () => string): Promise<Found> {
    const { promise, resolve, reject } = Promise.withResolvers<Found>();
    const late = new Error();
    const timeoutMs = this.#timeoutMs;
    const look = (): void => {
      const found = find();
      if (found === undefined) return;
      settle();
      resolve(found);
    };
    const timer = setTimeout(() => {
      settle();
      late.message = `not within ${timeoutMs} ms: ${describe()}`;
      reject(late);
    }, timeoutMs);
    const settle = (): void => {
      clearTimeout(timer);
      this.#waiting.delete(look);
    };
    this.#waiting.add(look);
    look();
    return promise;
  }
}
