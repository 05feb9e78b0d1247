/** Waiting for something to become true without sleeping: looked at after each change. */
import { hangGuardMs } from "./hang-guard.ts";

export class Watch {
  readonly #waiting = new Set<() => void>();

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
    const look = (): void => {
      const found = find();
      if (found === undefined) return;
      settle();
      resolve(found);
    };
    const timer = setTimeout(() => {
      settle();
      late.message = `not within ${hangGuardMs} ms: ${describe()}`;
      reject(late);
    }, hangGuardMs);
    const settle = (): void => {
      clearTimeout(timer);
      this.#waiting.delete(look);
    };
    this.#waiting.add(look);
    look();
    return promise;
  }
}
