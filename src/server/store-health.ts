/** Tracks whether the store works, and tells the operator: each problem at most once a minute, however often it is met. */
import type { Logger } from "@logtape/logtape";
import type { StoreProblem } from "../base/store-error.ts";
import { StoreError } from "../base/store-error.ts";
import { storeProblemQuietMs } from "./limits.ts";

export class StoreHealth {
  readonly #logger: Logger;
  readonly #monotonic: () => number;
  #isWorking = true;
  /** The present failure was told, and so its end is. */
  #isFailureTold = false;
  /** When each problem was last told, on the monotonic clock. */
  readonly #toldAt = new Map<string, number>();

  constructor(logger: Logger, monotonic: () => number) {
    this.#logger = logger;
    this.#monotonic = monotonic;
  }

  get isWorking(): boolean {
    return this.#isWorking;
  }

  /** Messages were refused, or would be. */
  failed(cause: unknown): void {
    this.#isWorking = false;
    if (this.#tell("messages are not stored", "write", cause)) this.#isFailureTold = true;
  }

  /** The store committed something. A disk that is almost full may fail and work by turns. */
  works(): void {
    this.#isWorking = true;
    if (!this.#isFailureTold) return;
    this.#isFailureTold = false;
    this.#logger.info("messages are stored again");
  }

  /**
   * A history or a search could not be read. One damaged page does not keep messages from being stored, and reads of
   * other pages still work.
   */
  readFailed(cause: unknown): void {
    this.#tell("the log could not be read", "read", cause);
  }

  /** Maintenance failed and is tried again. What also keeps messages from being stored is told as that alone. */
  maintenanceFailed(cause: unknown): void {
    const isBriefLock = cause instanceof StoreError && cause.problem === "in_use";
    if (isBriefLock || !this.#isWorking || this.#wasToldOf("write", cause)) return;
    this.#tell("the log's maintenance failed", "maintenance", cause);
  }

  /** Whether a problem was told a short time ago. */
  #wasToldOf(area: Area, cause: unknown): boolean {
    const toldAt = this.#toldAt.get(keyOf(area, cause)) ?? Number.NEGATIVE_INFINITY;
    return this.#monotonic() - toldAt < storeProblemQuietMs;
  }

  /** Returns false if it was told a short time ago. */
  #tell(what: string, area: Area, cause: unknown): boolean {
    if (this.#wasToldOf(area, cause)) return false;
    this.#toldAt.set(keyOf(area, cause), this.#monotonic());
    if (!(cause instanceof StoreError)) this.#logger.error(`${what}: {cause}`, { cause });
    else
      this.#logger.error(`${what}: ${advice[cause.problem] ?? "{folder} cannot be used: {reason}"}`, {
        folder: cause.folder,
        reason: cause.cause instanceof Error ? cause.cause.message : cause.problem,
      });
    return true;
  }
}

/** What failed. */
type Area = "write" | "read" | "maintenance";

function keyOf(area: Area, cause: unknown): string {
  return `${area} ${cause instanceof StoreError ? cause.problem : ""}`;
}

/** What the operator can do. */
const advice: Partial<Readonly<Record<StoreProblem, string>>> = {
  full: "the disk with {folder} is full; delete something on it",
  read_only: "{folder} or a file in it cannot be written; change its permissions",
  in_use: "another program holds the database in {folder} locked; end it",
  damaged:
    "the database in {folder} is damaged ({reason}); stop the server and put back a copy, or export what can be read",
  gone: "{folder} or a file in it was deleted or moved; bring it back, or restart the server",
  replaced:
    "another folder or file stands in the place of {folder}; bring the first one back, or restart the server",
};
