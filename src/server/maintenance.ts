/** Periodic work of a server: checking its store, the log's maintenance, and garbage collection. */
import type { Logger } from "@logtape/logtape";
import type { Log } from "../log/log.ts";
import {
  collectSessionsMin,
  settledSessionsMax,
  storeCheckMs,
  busyEntriesMin,
  maintenanceIntervalMs,
  collectIntervalMs,
} from "./limits.ts";
import { ClockWatch } from "./clock-watch.ts";
import type { Scheduler } from "./scheduler.ts";
import type { StoreHealth } from "./store-health.ts";

export interface MaintenanceOptions {
  readonly scheduler: Scheduler;
  readonly log: Log;
  readonly logger: Logger;
  /** Messages proposed to the log so far. */
  readonly storedCount: () => number;
  readonly sessionCount: () => number;
  /** Runs a full garbage collection; may take some tens of milliseconds. */
  readonly collectGarbage: () => void;
  readonly storeHealth: StoreHealth;
  /** Whether somebody reads a log. */
  readonly isInUse: (log: string) => boolean;
  /** The store takes writes again. */
  readonly storeRecovered: () => void;
}

export class Maintenance {
  readonly #options: MaintenanceOptions;
  readonly #timers = new Map<number, () => void>();
  readonly #clockWatch: ClockWatch;
  #isStoreInPlace = true;
  #storedBeforeMaintenance = 0;
  #maintenanceFailed = false;
  #storedBeforeCollection = 0;
  #sessionsBefore = 0;
  #sessionsAtCollection = 0;

  constructor(options: MaintenanceOptions) {
    this.#options = options;
    this.#clockWatch = new ClockWatch(options.scheduler);
    this.repeat(storeCheckMs, () => this.#checkStore());
    this.repeat(maintenanceIntervalMs, () => this.#maintain());
    this.repeat(collectIntervalMs, () => this.#collect());
  }

  /** Calls `act` repeatedly, until `stop`. */
  repeat(intervalMs: number, act: () => void): void {
    const id = this.#timers.size;
    const arm = () => {
      const cancel = this.#options.scheduler.after(intervalMs, () => {
        arm();
        act();
      });
      this.#timers.set(id, cancel);
    };
    arm();
  }

  stop(): void {
    for (const cancel of this.#timers.values()) cancel();
  }

  #checkStore(): void {
    const { log, storeHealth } = this.#options;
    try {
      log.check();
      this.#isStoreInPlace = true;
    } catch (cause) {
      this.#isStoreInPlace = false;
      return storeHealth.failed(cause);
    }
    if (storeHealth.isWorking) return;
    // Test with a write: perhaps nobody sends anything before they know that messages are stored again.
    try {
      log.tryWrite();
      storeHealth.works();
      this.#options.storeRecovered();
    } catch (cause) {
      storeHealth.stillFails(cause);
    }
  }

  /** Skips the log's maintenance while many messages come in. */
  #maintain(): void {
    const { log, logger, scheduler, storedCount, isInUse } = this.#options;
    const stored = storedCount();
    const steadyMs = this.#clockWatch.steadyMs();
    const quiet = stored - this.#storedBeforeMaintenance < busyEntriesMin;
    this.#storedBeforeMaintenance = stored;
    if (!quiet || !this.#isStoreInPlace) return;
    try {
      log.maintain({ now: scheduler.now(), steadyMs, isInUse });
      this.#maintenanceFailed = false;
    } catch (cause) {
      // Perhaps a full disk. The next step tries again; logged once.
      if (!this.#maintenanceFailed) logger.error("the log's upkeep failed: {cause}", { cause });
      this.#maintenanceFailed = true;
    }
  }

  /**
   * Sessions that open and close leave garbage that the runtime would collect only when it needs more memory: 0.5 KiB
   * of the 4.8 KiB of an idle session. So it is collected once many sessions have come or gone and nobody is talking.
   */
  #collect(): void {
    const { storedCount, sessionCount, collectGarbage } = this.#options;
    const [stored, sessions] = [storedCount(), sessionCount()];
    const quiet = stored === this.#storedBeforeCollection;
    const settled = Math.abs(sessions - this.#sessionsBefore) <= settledSessionsMax;
    this.#storedBeforeCollection = stored;
    this.#sessionsBefore = sessions;
    if (!quiet || !settled || Math.abs(sessions - this.#sessionsAtCollection) < collectSessionsMin) return;
    this.#sessionsAtCollection = sessions;
    collectGarbage();
  }
}
