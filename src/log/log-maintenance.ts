/**
 * Background work of the durable log, in small steps. Tasks take turns, so that none keeps another waiting, however much
 * it has to do.
 */
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
  /** The task that is asked first in the next step. */
  #turn = 0;
  /** All logs are being looked at. */
  #isSweeping = false;

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

  /** Call it when a log has new entries. */
  appended(logId: number): void {
    this.#search.touched(logId);
    this.#expired.appended(logId);
  }

  /** Some milliseconds of work. Returns false if there was nothing to do. */
  step(upkeep: Upkeep): boolean {
    const { now, steadyMs = Number.POSITIVE_INFINITY, isInUse = () => true } = upkeep;
    const { sweeps = true, isBusy = false } = upkeep;
    if (sweeps && !this.#isSweeping) this.#beginSweep();
    // What has to keep up with the messages that come in; then what can wait.
    const urgent = [
      () => this.#expired.deleteStep(now, steadyMs),
      () => this.#spentKeys.forgetStep(now, steadyMs >= steadyClockQuietLogMs),
    ];
    const worked =
      this.#stepInTurn(isBusy ? urgent : [...urgent, () => this.#search.step()]) ||
      (!isBusy && this.#empty.forgetStep(isInUse));
    if (!worked) this.#isSweeping = false;
    return worked;
  }

  #beginSweep(): void {
    this.#isSweeping = true;
    this.#expired.beginSweep();
    this.#empty.beginSweep();
  }

  /** One step of the first task that has anything to do, beginning behind the last that had. */
  #stepInTurn(tasks: readonly (() => boolean)[]): boolean {
    for (const index of tasks.keys()) {
      const turn = (this.#turn + index) % tasks.length;
      if (tasks[turn]?.() !== true) continue;
      this.#turn = turn + 1;
      return true;
    }
    return false;
  }
}
