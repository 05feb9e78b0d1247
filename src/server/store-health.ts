/** Tracks whether the store works, and logs each change once, not for every message. */
import type { Logger } from "@logtape/logtape";
import { StoreError } from "../base/store-error.ts";
import { readFailureQuietMs } from "./limits.ts";

export class StoreHealth {
  readonly #logger: Logger;
  /** The failure that was logged last; undefined while the store works. */
  #logged: string | undefined;
  readonly #monotonic: () => number;
  /** When a failed read was last logged, on the monotonic clock. */
  #readFailedAt = Number.NEGATIVE_INFINITY;

  constructor(logger: Logger, monotonic: () => number) {
    this.#logger = logger;
    this.#monotonic = monotonic;
  }

  get isWorking(): boolean {
    return this.#logged === undefined;
  }

  failed(cause: unknown): void {
    const problem = cause instanceof StoreError ? cause.problem : undefined;
    const logged = problem ?? (cause instanceof Error ? cause.message : String(cause));
    if (logged === this.#logged) return;
    this.#logged = logged;
    if (cause instanceof StoreError && isDisplaced(problem))
      this.#logger.error(displaced[problem], { folder: cause.folder });
    else this.#logger.error("the log refused messages: {cause}", { cause });
  }

  /**
   * A history or a search could not be read. One damaged page does not keep messages from being stored, and reads of
   * other pages still work, so further failures are only throttled by time.
   */
  readFailed(cause: unknown): void {
    const time = this.#monotonic();
    if (time - this.#readFailedAt < readFailureQuietMs) return;
    this.#readFailedAt = time;
    this.#logger.error("the log could not be read: {cause}", { cause });
  }

  /** The store committed something. */
  works(): void {
    if (this.#logged === undefined) return;
    this.#logged = undefined;
    this.#logger.info("messages are stored again");
  }

  /**
   * The store's files are in place, but a write was refused. Logged if the last logged failure was that they were
   * not.
   */
  stillFails(cause: unknown): void {
    if (isDisplaced(this.#logged)) this.failed(cause);
  }
}

const displaced = {
  gone: "messages are not stored: {folder} or a file in it was deleted or moved; bring it back, or restart the server",
  replaced:
    "messages are not stored: another folder or file stands in the place of {folder}; bring the first one back, or restart the server",
} as const;

function isDisplaced(problem: string | undefined): problem is keyof typeof displaced {
  return problem !== undefined && Object.hasOwn(displaced, problem);
}
