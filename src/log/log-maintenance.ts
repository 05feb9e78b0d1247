/** Background work of the durable log, in small steps that take turns. */
import type { Database } from "bun:sqlite";
import { EmptyLogs } from "./empty-logs.ts";
import { ExpiredEntries } from "./expired-entries.ts";
import type { Retention, Upkeep } from "./log.ts";
import { steadyClockQuietLogMs } from "./limits.ts";
import type { Searcher } from "./searcher.ts";
import type { SpentKeys } from "./spent-keys.ts";
import type { StoredTimes } from "./stored-times.ts";

export interface LogMaintenanceOptions {
  readonly retention: Retention;
  readonly spentKeys: SpentKeys;
  readonly times: StoredTimes;
  readonly search: Searcher;
  /** Called when logs were forgotten: what is cached of them is void. */
  readonly forgotten: () => void;
}

export class LogMaintenance {
  readonly #search: Searcher;
  readonly #expired: ExpiredEntries;
  readonly #empty: EmptyLogs;
  readonly #spentKeys: SpentKeys;

  constructor(database: Database, options: LogMaintenanceOptions) {
    const { spentKeys, search, forgotten } = options;
    this.#search = search;
    const deleted = (logId: number): void => search.touched(logId);
    this.#expired = new ExpiredEntries(database, { ...options, deleted });
    this.#empty = new EmptyLogs(database, {
      spentKeys,
      forgotten: (logIds) => {
        forgotten();
        logIds.forEach(deleted);
      },
    });
    this.#spentKeys = spentKeys;
  }

  /** Some milliseconds of work. Returns true if more is left. */
  step({ now, steadyMs = Number.POSITIVE_INFINITY, isInUse = () => true }: Upkeep): boolean {
    if (this.#search.step()) return true;
    if (this.#expired.deleteStep(now, steadyMs)) return true;
    if (this.#spentKeys.forgetStep(now, steadyMs >= steadyClockQuietLogMs)) return true;
    return this.#empty.forgetStep(isInUse);
  }
}
