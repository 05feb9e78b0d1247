/** The real store in a folder of its own, for simulated runs that are to prove it, too. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log } from "../../src/log/log.ts";
import { sqliteLog } from "../../src/log/sqlite.ts";
import { delegate } from "./storage.ts";
import type { Storage } from "./storage.ts";

/** A process that dies here is one that lets go of the folder; what fsync is worth is another test's question. */
export function sqliteStorage(): Storage {
  const folder = mkdtempSync(join(tmpdir(), "chat-simulation-"));
  let current: Log | undefined;
  /** While no process has it open. */
  const heads = new Map<string, number>();
  /** The epochs' own ids, which are random, by those that the clients are told. */
  const ids = new Map<string, string>();
  const release = () => {
    for (const name of current?.logs() ?? []) heads.set(name, current?.head(name) ?? 0);
    void current?.close();
    current = undefined;
  };
  const storage: Storage = {
    open(listener) {
      const log = sqliteLog(
        { folder },
        {
          committed(batch, origin) {
            storage.strike();
            listener.committed(batch, origin);
          },
          failed: (cause, receipts) => listener.failed(cause, receipts),
        },
      );
      current = log;
      return delegate(log, {
        // The same in each run of a seed.
        epochs: () =>
          log.epochs().map(({ id, first }) => {
            ids.set(`from ${first}`, id);
            return { id: `from ${first}`, first };
          }),
        forkOf: (epochs) => log.forkOf(epochs.map(({ id, first }) => ({ id: ids.get(id) ?? id, first }))),
        propose(proposals) {
          storage.strike();
          log.propose(proposals);
        },
        close: () => Promise.resolve(release()),
      });
    },
    reliable: true,
    crash: release,
    strike: () => undefined,
    head: (name) => current?.head(name) ?? heads.get(name) ?? 0,
    kept: () => {
      const names = current?.logs() ?? [];
      return new Map(names.map((name) => [name, current?.read(name, 0, 1_000_000) ?? []]));
    },
    dispose() {
      release();
      rmSync(folder, { recursive: true });
    },
  };
  return storage;
}
