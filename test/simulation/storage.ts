/** What a simulated server keeps its messages in: something that outlives its crashes and can be looked into afterwards. */
import type { Log, OpenLog } from "../../src/log/log.ts";
import type { Entry } from "../../src/protocol/entry.ts";

export interface Storage {
  /** Opens what there is, for one process after the other. */
  readonly open: OpenLog;
  /** No commit fails. */
  readonly reliable: boolean;
  /** The process that had it open is gone. */
  readonly crash: () => void;
  /** Called before and after each commit: where the process may die. */
  strike: () => void;
  /** Another server that shares the store says something in the lobby; undefined where none does. */
  readonly sayElsewhere?: (text: string) => void;
  /** The last place given in a log. */
  readonly head: (log: string) => number;
  /** All that is kept, by log, in order. */
  readonly kept: () => ReadonlyMap<string, readonly Entry[]>;
  /** At the end of the run. */
  readonly dispose: () => void;
}

/** A log that is another one, but for what is given. */
export function delegate(log: Log, changes: Partial<Log>): Log {
  return {
    propose: (proposals) => log.propose(proposals),
    head: (name) => log.head(name),
    read: (name, after, limit) => log.read(name, after, limit),
    readSince: (name, after, since) => log.readSince(name, after, since),
    readBack: (name, before, limit) => log.readBack(name, before, limit),
    search: (slice, answered) => log.search(slice, answered),
    epochs: () => log.epochs(),
    forkOf: (epochs) => log.forkOf(epochs),
    startOf: (name) => log.startOf(name),
    seqBefore: (name, batch) => log.seqBefore(name, batch),
    logs: () => log.logs(),
    records: () => log.records(),
    secret: () => log.secret(),
    check: () => log.check(),
    tryWrite: () => log.tryWrite(),
    maintain: (upkeep) => log.maintain(upkeep),
    close: () => log.close(),
    ...changes,
  };
}
