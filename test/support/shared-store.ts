/** One store that several servers have open: each is told about the batches of the others, too, in the same order. */
import type { Log, LogListener, OpenLog } from "../../src/log/log.ts";
import { memoryLog } from "../../src/log/memory.ts";

/** @param skips planted: so many batches from elsewhere that come first are not told */
export function sharedStore(skips = 0): OpenLog {
  const listeners = new Set<LogListener>();
  let proposer: LogListener | undefined;
  let skipped = 0;
  const log = memoryLog({
    committed(batch) {
      const own = proposer;
      for (const listener of listeners) {
        if (listener === own) listener.committed(batch, "here");
        else if (skipped < skips) skipped += 1;
        else listener.committed(batch, "elsewhere");
      }
    },
    failed: () => undefined,
  });
  return (listener): Log => {
    listeners.add(listener);
    return {
      ...log,
      propose(proposals) {
        const before = proposer;
        proposer = listener;
        log.propose(proposals);
        proposer = before;
      },
      close() {
        listeners.delete(listener);
        return Promise.resolve();
      },
    };
  };
}
