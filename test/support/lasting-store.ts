/** A log that outlives the server that opened it, as a file would, and refuses batches when the test says so. */
import type { Log, LogListener, Proposal } from "../../src/log/log.ts";
import type { Receipt } from "../../src/protocol/receipt.ts";
import { memoryLog } from "../../src/log/memory.ts";
import { deaf, receiptsOfFailed } from "./proposals.ts";

export function lastingStore() {
  let listener = deaf;
  const log = memoryLog({
    committed: (batch, origin) => listener.committed(batch, origin),
    failed: (cause, receipts) => listener.failed(cause, receipts),
  });
  let broken = false;
  const lookUp = (lookUps: readonly Proposal[]): readonly Receipt[] => {
    const server = listener;
    let found: readonly Receipt[] = [];
    listener = { ...deaf, committed: ({ receipts }) => (found = receipts) };
    log.propose(lookUps);
    listener = server;
    return found;
  };
  return {
    log,
    /** What a server's `openLog` is: the one before it is gone. */
    open(next: LogListener): Log {
      listener = next;
      return {
        ...log,
        propose(proposals) {
          if (broken) next.failed(new Error("the disk is full"), receiptsOfFailed(proposals, lookUp));
          else log.propose(proposals);
        },
        tryWrite() {
          if (broken) throw new Error("the disk is full");
        },
        close: () => Promise.resolve(),
      };
    },
    setBroken(value: boolean): void {
      broken = value;
    },
  };
}
