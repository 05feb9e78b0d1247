/** The orderly end of a server. */
import type { Intake } from "./intake.ts";
import { settleTimeoutMs } from "./limits.ts";
import type { Maintenance } from "./maintenance.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Scheduler } from "./scheduler.ts";
import { within } from "./scheduler.ts";
import type { SessionCloser } from "./session-closer.ts";
import type { Sessions } from "./sessions.ts";

export interface ShutdownOptions {
  readonly scheduler: Scheduler;
  readonly intake: Intake;
  readonly pipeline: Pipeline;
  readonly closer: SessionCloser;
  readonly sessions: Sessions;
  readonly maintenance: Maintenance;
  readonly endTurn: () => void;
  /** Says goodbye to every session. */
  readonly sayGoodbye: () => void;
}

/**
 * Drains: stops reading, waits for the store to decide about what is in flight, and says goodbye. Resolves when all
 * sessions and the store are closed; timeouts bound the wait for slow clients and for a store that hangs.
 */
export async function shutDown(options: ShutdownOptions): Promise<void> {
  const { scheduler, intake, pipeline, closer, sessions, maintenance, endTurn, sayGoodbye } = options;
  intake.stop();
  endTurn();
  if (pipeline.isSettling) await within(scheduler, settleTimeoutMs, pipeline.settled());
  closer.stopWaitingForStore();
  sayGoodbye();
  if (sessions.size > 0) await sessions.empty();
  maintenance.stop();
  pipeline.retry();
  pipeline.endTurn();
  await within(scheduler, settleTimeoutMs, pipeline.log.close());
}
