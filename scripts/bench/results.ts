/** The results file: every measurement as it was made, round by round, readable at any time of the run. */
import { rename } from "node:fs/promises";
import type { Outcome } from "./cells.ts";
import type { ClientOutcome } from "./client/cell.ts";

/** How the run was made. */
export interface Conditions {
  readonly startedAt: string;
  readonly cpus: string;
  /** The load average of the last minute before the first measurement. */
  readonly load: number;
  readonly program: string;
  readonly baseline: string | undefined;
  readonly seconds: number;
  readonly rounds: number;
}

export interface Measurement {
  /** The cell as in the table. */
  readonly cell: string;
  readonly peer: string;
  /** From 1. */
  readonly round: number;
  /** The load average of the last minute when it began. */
  readonly load: number;
  readonly outcome: Outcome | ClientOutcome;
}

export interface Results {
  add(measurement: Measurement): Promise<void>;
  /** Marks the run as complete. */
  finish(): Promise<void>;
}

/**
 * Writes the whole file again after each measurement, and puts it in place only when it is complete.
 *
 * @param file undefined: nothing is written
 * @throws Error when the file cannot be written
 */
export async function openResults(file: string | undefined, conditions: Conditions): Promise<Results> {
  const measurements: Measurement[] = [];
  const write = async (complete: boolean): Promise<void> => {
    if (file === undefined) return;
    try {
      await Bun.write(
        `${file}.new`,
        `${JSON.stringify({ ...conditions, complete, measurements }, null, 2)}\n`,
      );
      await rename(`${file}.new`, file);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`Cannot write the results to ${file}: ${reason}`, { cause: error });
    }
  };
  await write(false);
  return {
    add: async (measurement) => {
      measurements.push(measurement);
      await write(false);
    },
    finish: () => write(true),
  };
}
