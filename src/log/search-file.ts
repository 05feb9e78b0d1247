/**
 * The file of the search index, `search.db`. All of it can be made again from the log, so a file that is damaged, of
 * another version, or of another history than the log's is deleted and begun anew.
 */
import { Database } from "bun:sqlite";
import { closeSync, existsSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../base/error-code.ts";
import { busyTimeoutMs, searchPageCacheBytesMax, searchWalFileBytesMax } from "./limits.ts";
import type { LogHistory, LogTexts } from "./log-texts.ts";
import { searchTextVersion } from "./search-text.ts";

const searchFileName = "search.db";

/** Opens the index; a new one if there is none that can be used. */
export function openSearchFile(folder: string, log: LogTexts): Database {
  return openExisting(folder, log) ?? createSearchFile(folder);
}

/** Deletes the file and creates an empty one. */
export function createSearchFile(folder: string): Database {
  const path = join(folder, searchFileName);
  for (const suffix of ["", "-wal", "-shm"]) rmSync(`${path}${suffix}`, { force: true });
  // Holds the words of direct messages: readable only by the owner.
  closeSync(openSync(path, "wx", 0o600));
  return opened(path, (database) => {
    for (const pragma of pragmas) database.run(`PRAGMA ${pragma}`);
    database.transaction(() => {
      database.run(tables);
      database.run(`PRAGMA user_version = ${version}`);
    })();
    return true;
  });
}

/** Whether an error of SQLite means that the file is damaged or lacks what belongs into it. */
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(?:CORRUPT|NOTADB|ERROR$)/.test(errorCode(error) ?? "");
}

/** The version of the tables below, and that of the texts in them. */
const version = 1_000 + searchTextVersion;

/** No commit waits for the disk: after a power failure, the last entries are indexed again. */
const pragmas = [
  "journal_mode = WAL",
  "synchronous = NORMAL",
  `journal_size_limit = ${searchWalFileBytesMax}`,
  `cache_size = ${-searchPageCacheBytesMax / 1_024}`,
  `busy_timeout = ${busyTimeoutMs}`,
] as const;

/**
 * A segment is a full-text index of its own, `segment_ID`, of entries of any logs in the order in which they were
 * indexed; `entries` counts them. `ranges` says which seqs of a log are in which segment, and `history` how far the log
 * had come when the index was last written.
 */
const tables = `
  CREATE TABLE history (one INTEGER PRIMARY KEY CHECK (one = 1), batch INTEGER NOT NULL, epoch INTEGER NOT NULL,
    epoch_id BLOB NOT NULL) STRICT;
  CREATE TABLE segments (id INTEGER PRIMARY KEY, entries INTEGER NOT NULL) STRICT;
  CREATE TABLE ranges (log INTEGER NOT NULL, segment INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (log, segment)) STRICT, WITHOUT ROWID;
`;

/** Returns undefined if it cannot be used. */
function openExisting(folder: string, log: LogTexts): Database | undefined {
  const path = join(folder, searchFileName);
  if (!existsSync(path)) return undefined;
  try {
    return opened(path, (database) => {
      for (const pragma of pragmas) database.run(`PRAGMA ${pragma}`);
      const found = database.query<{ user_version: number }, []>("PRAGMA user_version").get();
      return found?.user_version === version && isOfLog(database, log);
    });
  } catch (error) {
    if (error === unusable || isDamage(error)) return undefined;
    throw error;
  }
}

const unusable = new Error("the search index is of another version or another log");

/** Opens a file and closes it again if it is not usable. @throws what `isUsable` throws, or `unusable` */
function opened(path: string, isUsable: (database: Database) => boolean): Database {
  const database = new Database(path, { readwrite: true, create: false });
  try {
    if (isUsable(database)) return database;
    throw unusable;
  } catch (error) {
    database.close();
    throw error;
  }
}

function isOfLog(database: Database, log: LogTexts): boolean {
  const indexed = database
    .query<LogHistory, []>("SELECT batch, epoch, epoch_id AS epochId FROM history")
    .get();
  if (indexed !== null) return log.continues(indexed);
  return database.query("SELECT 1 FROM segments LIMIT 1").get() === null;
}
