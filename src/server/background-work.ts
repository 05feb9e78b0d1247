/**
 * Runs the log's maintenance between the turns, in small steps. It sleeps while there is nothing to do: stored messages
 * wake it, and once a minute a sweep.
 *
 * How much it does follows from what came in: for each stored message, some entries' worth of steps is owed, which is
 * done at once, in turn with the intake. So retention keeps up with any rate of writing. What goes beyond that (an old
 * backlog, the index) is done one step at a time, with a pause as long as the step was.
 */
import { maintenanceEntriesMax } from "../log/limits.ts";
import type { Upkeep } from "../log/log.ts";
import {
  backgroundDelayMs,
  backgroundPauseMsMin,
  backgroundRetryMs,
  backgroundTurnMsMax,
  backgroundTurnMsMin,
  busyEntriesMin,
  owedEntriesMax,
  owedPerEntry,
  sweepIntervalMs,
} from "./limits.ts";
import type { Scheduler } from "./scheduler.ts";

export interface BackgroundWorkOptions {
  readonly scheduler: Scheduler;
  /** Runs one step. Returns false if there was nothing to do. @throws if the store cannot be written */
  readonly step: (extent: Pick<Upkeep, "sweeps" | "isBusy">) => boolean;
  readonly failed: (cause: unknown) => void;
}

export class BackgroundWork {
  readonly #options: BackgroundWorkOptions;
  /** Messages that came in since the last run. */
  #proposed = 0;
  /** How many entries are to be worked on before the intake gets a pause from it. */
  #owed = 0;
  #isSweepDue = true;
  #cancelRun: (() => void) | undefined;
  #cancelSweep: () => void = () => undefined;
  /** When the last run ended, on the monotonic clock. */
  #endedAt: number;

  constructor(options: BackgroundWorkOptions) {
    this.#options = options;
    this.#endedAt = options.scheduler.monotonic();
    this.#armSweep();
    this.#runAfter(backgroundDelayMs);
  }

  /** Call it when messages were given to the store. */
  proposed(messages: number): void {
    this.#proposed += messages;
    if (this.#cancelRun === undefined) this.#runAfter(backgroundDelayMs);
  }

  stop(): void {
    this.#cancelRun?.();
    this.#cancelSweep();
  }

  #armSweep(): void {
    this.#cancelSweep = this.#options.scheduler.after(sweepIntervalMs, () => {
      this.#isSweepDue = true;
      if (this.#cancelRun === undefined) this.#runAfter(0);
      this.#armSweep();
    });
  }

  #runAfter(delayMs: number): void {
    this.#cancelRun = this.#options.scheduler.after(delayMs, () => {
      this.#cancelRun = undefined;
      const pauseMs = this.#run();
      if (pauseMs !== undefined) this.#runAfter(pauseMs);
      this.#endedAt = this.#options.scheduler.monotonic();
    });
  }

  /** Returns the pause before the next run; undefined: until messages are stored or a sweep is due. */
  #run(): number | undefined {
    const { scheduler, failed } = this.#options;
    const startedAt = scheduler.monotonic();
    // As long as the intake had since the last run, so that neither gets more than its half while both have work.
    const turnMs = Math.min(Math.max(startedAt - this.#endedAt, backgroundTurnMsMin), backgroundTurnMsMax);
    const isBusy = this.#proposed >= busyEntriesMin;
    this.#owed = Math.min(this.#owed + this.#proposed * owedPerEntry, owedEntriesMax);
    this.#proposed = 0;
    let isMoreLeft: boolean;
    try {
      do isMoreLeft = this.#step(isBusy);
      while (isMoreLeft && this.#owed > 0 && scheduler.monotonic() - startedAt < turnMs);
    } catch (cause) {
      failed(cause);
      return backgroundRetryMs;
    }
    if (!isMoreLeft) {
      this.#owed = 0;
      // What had to wait is done when it is quiet.
      return isBusy ? backgroundDelayMs : undefined;
    }
    return this.#owed > 0 ? 0 : Math.max(scheduler.monotonic() - startedAt, backgroundPauseMsMin);
  }

  #step(isBusy: boolean): boolean {
    const isMoreLeft = this.#options.step({ sweeps: this.#isSweepDue, isBusy });
    this.#isSweepDue = false;
    this.#owed = Math.max(0, this.#owed - maintenanceEntriesMax);
    return isMoreLeft;
  }
}
