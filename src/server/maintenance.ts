/** Periodic work of a server: checking its store, the log's maintenance, and garbage collection. */
import type { Log, Upkeep } from "../log/log.ts";
import { BackgroundWork } from "./background-work.ts";
import { collectIntervalMs, collectSessionsMin, settledSessionsMax, storeCheckMs } from "./limits.ts";
import { ClockWatch } from "./clock-watch.ts";
import type { Scheduler } from "./scheduler.ts";
import type { StoreHealth } from "./store-health.ts";

export interface MaintenanceOptions {
  readonly scheduler: Scheduler;
  readonly log: Log;
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
  /** What is done at each interval, and how its one timer is cancelled. */
  readonly #repeated = new Map<number, { readonly acts: (() => void)[]; cancel: () => void }>();
  readonly #clockWatch: ClockWatch;
  readonly #background: BackgroundWork;
  /** Why the store's files are not in place. */
  #misplaced: { readonly cause: unknown } | undefined;
  #storedBeforeCollection = 0;
  #sessionsBefore = 0;
  #sessionsAtCollection = 0;

  constructor(options: MaintenanceOptions) {
    const { scheduler, storeHealth } = options;
    this.#options = options;
    this.#clockWatch = new ClockWatch(scheduler);
    this.#background = new BackgroundWork({
      scheduler,
      step: (extent) => this.#maintain(extent),
      failed: (cause) => storeHealth.maintenanceFailed(cause),
    });
    this.repeat(storeCheckMs, () => this.#clockWatch.steadyMs());
    this.repeat(storeCheckMs, () => this.#checkStore());
    this.repeat(collectIntervalMs, () => this.#collect());
  }

  /** Call it when messages were given to the store. */
  proposed(messages: number): void {
    this.#background.proposed(messages);
  }

  /** Calls `act` repeatedly, until `stop`. All of one interval share a timer: an idle server wakes once a second. */
  repeat(intervalMs: number, act: () => void): void {
    const known = this.#repeated.get(intervalMs);
    if (known !== undefined) return void known.acts.push(act);
    const repeated = { acts: [act], cancel: () => {} };
    this.#repeated.set(intervalMs, repeated);
    const arm = () => {
      repeated.cancel = this.#options.scheduler.after(intervalMs, () => {
        arm();
        for (const each of repeated.acts) each();
      });
    };
    arm();
  }

  stop(): void {
    this.#background.stop();
    for (const { cancel } of this.#repeated.values()) cancel();
  }

  #checkStore(): void {
    const { log, storeHealth } = this.#options;
    try {
      log.check();
      this.#misplaced = undefined;
    } catch (cause) {
      this.#misplaced = { cause };
      return storeHealth.failed(cause);
    }
    if (storeHealth.isWorking) return;
    // Test with a write: perhaps nobody sends anything before they know that messages are stored again.
    try {
      log.tryWrite();
      storeHealth.works();
      this.#options.storeRecovered();
    } catch (cause) {
      storeHealth.failed(cause);
    }
  }

  #maintain(extent: Pick<Upkeep, "sweeps" | "isBusy">): boolean {
    const { log, scheduler, isInUse } = this.#options;
    const steadyMs = this.#clockWatch.steadyMs();
    // What is written to a file without a path would be lost.
    if (this.#misplaced !== undefined) throw this.#misplaced.cause;
    return log.maintain({ now: scheduler.now(), steadyMs, isInUse, ...extent });
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
