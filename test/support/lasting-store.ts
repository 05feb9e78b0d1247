/** A log that outlives the server that opened it, as a file would, and refuses batches when the test says so. */
import type { Log, LogListener } from "../../src/log/log.ts";
import { memoryLog } from "../../src/log/memory.ts";

const deaf: LogListener = { committed: () => undefined, failed: () => undefined };

export function lastingStore() {
  let listener = deaf;
  const log = memoryLog({
    committed: (receipts) => listener.committed(receipts),
    failed: (cause) => listener.failed(cause),
  });
  let broken = false;
  return {
    log,
    /** What a server's `openLog` is: the one before it is gone. */
    open(next: LogListener): Log {
      listener = next;
      return {
        ...log,
        append: (drafts, facts) =>
          broken ? next.failed(new Error("the disk is full")) : log.append(drafts, facts),
        close: () => undefined,
      };
    },
    setBroken(value: boolean): void {
      broken = value;
    },
  };
}
