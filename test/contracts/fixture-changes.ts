/**
 * What is otherwise today than the recordings in `test/fixtures` have it, on purpose. The recordings are never changed:
 * whoever mends a finding that changes what others see writes it down here, with the finding's number. A mark that changes
 * nothing fails, too.
 */
import type { Change } from "../support/exchange/replay.ts";

/** Steps of conversations at which a server of today says something else: all that is heard at the step, by everybody. */
export const changedSteps: readonly Change[] = [];

/** Runs of programs that ask for, show or end with something else: what is expected in place of what was recorded. */
export interface ChangedRun {
  readonly changedBy: string;
  readonly program: string;
  readonly code?: number;
  readonly out?: string;
  /** How each request that differs begins, as the test tells it. */
  readonly problems?: readonly string[];
}

export const changedRuns: readonly ChangedRun[] = [];
