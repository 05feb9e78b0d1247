/** Logs in folders that are gone after the tests, and a look at their files from outside. */
import { Database } from "bun:sqlite";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log, Retention } from "../../src/log/log.ts";
import type { Receipt } from "../../src/protocol/receipt.ts";
import { sqliteLog } from "../../src/log/sqlite.ts";

export interface OpenStore {
  readonly log: Log;
  /** What became of each batch: its receipts, or why it failed. */
  readonly reports: (readonly Receipt[] | { readonly failed: unknown })[];
  /** Why the search index could not be used. */
  readonly searchFailures: readonly unknown[];
  [Symbol.dispose](): void;
}

export class StoreFolders {
  readonly #parent = mkdtempSync(join(tmpdir(), "chat-store-"));

  fresh(): string {
    return mkdtempSync(join(this.#parent, "store-"));
  }

  remove(): void {
    rmSync(this.#parent, { recursive: true, force: true });
  }
}

export function openStore(folder: string, retention?: Retention): OpenStore {
  const reports: (readonly Receipt[] | { readonly failed: unknown })[] = [];
  const searchFailures: unknown[] = [];
  const searchFailed = (cause: unknown): void => void searchFailures.push(cause);
  const log = sqliteLog(
    { folder, searchFailed, ...(retention === undefined ? {} : { retention }) },
    {
      committed: ({ receipts }) => void reports.push(receipts),
      failed: (failed) => void reports.push({ failed }),
    },
  );
  return { log, reports, searchFailures, [Symbol.dispose]: () => void log.close() };
}

/** A connection of one's own, beside the log's. */
export function databaseIn(folder: string): Database {
  return new Database(join(folder, "chat.db"));
}

export { draft } from "./proposals.ts";

export function textsOf(log: Log, name = "lobby"): readonly string[] {
  return log.read(name, 0, 1_000_000).map(({ text }) => text);
}
