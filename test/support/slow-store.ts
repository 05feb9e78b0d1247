/** A store that takes its time: each batch is committed, or looked up in, in a later turn of the event loop. */
import type { Log, LogListener } from "../../src/log/log.ts";
import { memoryLog } from "../../src/log/memory.ts";

export function slowStore(listener: LogListener): Log {
  const log = memoryLog(listener);
  const { promise, resolve } = Promise.withResolvers<void>();
  let waiting = 0;
  let isClosing = false;
  const closeWhenDone = () => {
    if (isClosing && waiting === 0) void log.close().then(resolve);
  };
  return {
    ...log,
    propose(proposals) {
      if (isClosing) throw new Error("the store is being closed");
      waiting += 1;
      setImmediate(() => {
        waiting -= 1;
        log.propose(proposals);
        closeWhenDone();
      });
    },
    close() {
      isClosing = true;
      closeWhenDone();
      return promise;
    },
  };
}
