/**
 * The batches on their way into the SQLite store, in order. While another program holds the database locked they wait,
 * and are tried again with growing pauses, so that the lock never blocks the event loop.
 */
import { errorCode } from "../base/error-code.ts";
import type { Receipt } from "../protocol/receipt.ts";
import { lockPauseMsMax, lockWaitMsMax } from "./limits.ts";
import type { Proposal } from "./log.ts";

export interface LogClock {
  /** Milliseconds on a clock that is never set. */
  monotonic(): number;
  /** Calls back once, after `delayMs`. The result cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

export type Batch = readonly Proposal[];

/** What became of a batch: committed, or failed for a cause. */
export interface Outcome {
  readonly receipts: readonly Receipt[];
  readonly failure?: { readonly cause: unknown } | undefined;
}

export interface BatchQueueOptions {
  readonly clock: LogClock;
  /** @throws SQLITE_BUSY if the database is locked; nothing was done then */
  readonly commit: (batch: Batch) => Outcome;
  /** The outcome of a batch that is not tried. */
  readonly refuse: (batch: Batch, cause: unknown) => Outcome;
  /** Called once for each batch, in order. */
  readonly report: (outcome: Outcome) => void;
}

export class BatchQueue {
  readonly #options: BatchQueueOptions;
  readonly #waiting: Batch[] = [];
  /** A batch is being decided about, or its outcome reported. */
  #isDraining = false;
  /** When the lock was first met, on the monotonic clock; undefined while there is none. */
  #lockedAt: number | undefined;
  #tries = 0;
  #cancelRetry: (() => void) | undefined;

  constructor(options: BatchQueueOptions) {
    this.#options = options;
  }

  /** Tries the batch at once unless others wait. */
  add(batch: Batch): void {
    this.#waiting.push(batch);
    if (this.#cancelRetry === undefined && !this.#isDraining) this.#drain(lockWaitMsMax);
  }

  /** Tries what waits once more; what is still locked fails. */
  close(): void {
    this.#drain(0);
  }

  /** Decides about what waits, in order, until the database is locked. */
  #drain(waitMsMax: number): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#isDraining = true;
    try {
      for (let [oldest] = this.#waiting; oldest !== undefined; [oldest] = this.#waiting) {
        const outcomes = this.#tryCommit(oldest, waitMsMax);
        if (outcomes.length === 0) break;
        this.#waiting.splice(0, outcomes.length);
        for (const outcome of outcomes) this.#options.report(outcome);
      }
    } finally {
      this.#isDraining = false;
    }
  }

  /**
   * Returns nothing if the batch has to wait. Once the lock has lasted too long, all that waits is refused together: a
   * message that is sent again must not be overtaken by one that was sent behind it.
   */
  #tryCommit(batch: Batch, waitMsMax: number): readonly Outcome[] {
    const { clock, commit, refuse } = this.#options;
    try {
      const outcome = commit(batch);
      this.#endLock();
      return [outcome];
    } catch (cause) {
      if (!isLocked(cause)) throw cause;
      this.#lockedAt ??= clock.monotonic();
      if (clock.monotonic() - this.#lockedAt < waitMsMax) {
        this.#retryLater();
        return [];
      }
      this.#endLock();
      return this.#waiting.map((waiting) => refuse(waiting, cause));
    }
  }

  #endLock(): void {
    this.#lockedAt = undefined;
    this.#tries = 0;
  }

  #retryLater(): void {
    const pauseMs = Math.min(2 ** this.#tries, lockPauseMsMax);
    this.#tries += 1;
    this.#cancelRetry = this.#options.clock.after(pauseMs, () => this.#drain(lockWaitMsMax));
  }
}

/** Whether an error means that another program holds the database locked. */
export function isLocked(error: unknown): boolean {
  return errorCode(error)?.startsWith("SQLITE_BUSY") === true;
}
