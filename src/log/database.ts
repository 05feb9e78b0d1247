/** Opens the database of a data folder, read-write for one server at a time or read-only for others. */
import { errorCode } from "../base/error-code.ts";
import { Database } from "bun:sqlite";
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { StoreError } from "../base/store-error.ts";
import type { StoreProblem } from "../base/store-error.ts";
import { busyTimeoutMs, checkpointPages, pageCacheBytesMax, walFileBytesMax } from "./limits.ts";
import { checkDatabase } from "./integrity.ts";
import { migrate, newestSchema } from "./migrations.ts";
import type { UpgradeProgress } from "./upgrade.ts";
import { deleteCopies, upgrade } from "./upgrade.ts";
import { StoreFiles } from "./store-files.ts";

export interface OpenedDatabase {
  readonly database: Database;
  readonly files: StoreFiles;
  /** Releases the lock on the folder. Call it after the database is closed. */
  readonly release: () => void;
}

/**
 * Opens the database for the folder's only server, and upgrades it if it is of an earlier version.
 *
 * @param report called while it is upgraded
 * @throws StoreError
 */
export function openDatabase(
  folder: string,
  report: (progress: UpgradeProgress) => void = () => undefined,
): OpenedDatabase {
  return withStoreErrors(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    const release = lock(folder);
    try {
      const path = join(folder, fileName);
      if (!existsSync(path)) create(folder);
      const database = new Database(path, { readwrite: true, create: false });
      try {
        prepare(database, folder, report);
        // A statement that waited for a lock would block the event loop.
        database.run("PRAGMA busy_timeout = 0");
      } catch (error) {
        database.close();
        throw error;
      }
      return { database, files: new StoreFiles(folder, [fileName, walName, lockName]), release };
    } catch (error) {
      release();
      throw error;
    }
  });
}

/** Opens the database read-only, whether a server is running or not. @throws StoreError */
export function openForReading(folder: string): Database {
  return withStoreErrors(folder, () => {
    const path = join(folder, fileName);
    const database = new Database(path, { readonly: true });
    database.run(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    if (schemaOf(database) > newestSchema()) throw new StoreError("newer", folder);
    return database;
  });
}

/** Runs `use` and converts whatever SQLite or the system throws. @throws StoreError */
export function withStoreErrors<Result>(folder: string, use: () => Result): Result {
  try {
    return use();
  } catch (error) {
    throw storeErrorOf(error, folder);
  }
}

/** Converts whatever SQLite or the system threw. */
export function storeErrorOf(error: unknown, folder: string): StoreError {
  return error instanceof StoreError ? error : new StoreError(problemOf(error, folder), folder, error);
}

export const fileName = "chat.db";
export const walName = `${fileName}-wal`;
const lockName = "chat.lock";

/**
 * FULL: a commit returns once it is on disk. A checkpoint runs every 4,000 pages (16 MB): each costs some
 * milliseconds, and fewer, larger ones cost less in total.
 */
const pragmas = [
  "journal_mode = WAL",
  "synchronous = FULL",
  `wal_autocheckpoint = ${checkpointPages}`,
  `journal_size_limit = ${walFileBytesMax}`,
  // In KiB, as a negative number.
  `cache_size = ${-pageCacheBytesMax / 1024}`,
  `busy_timeout = ${busyTimeoutMs}`,
  "temp_store = MEMORY",
] as const;

/**
 * Creates the database under a temporary name and renames it. A process that dies on the way leaves no partial
 * database, so a database without tables is always a damaged one.
 */
function create(folder: string): void {
  const path = join(folder, fileName);
  // A write-ahead log without its database: SQLite would apply it to the new one.
  const ahead = statSync(join(folder, walName), { throwIfNoEntry: false })?.size ?? 0;
  if (ahead > 0) throw new StoreError("damaged", folder);
  const fresh = `${path}.new`;
  // SQLite ignores a leftover journal beside an empty file.
  rmSync(fresh, { force: true });
  // Holds direct messages and the token secret: readable only by the owner, even in a folder that others can read.
  // SQLite creates the files beside it with the same mode.
  closeSync(openSync(fresh, "wx", 0o600));
  const database = new Database(fresh, { readwrite: true, create: false });
  try {
    migrate(database, 0);
  } finally {
    database.close();
  }
  renameSync(fresh, path);
}

/** Checks an opened database and upgrades it to the newest schema. A database that is refused is not changed. */
function prepare(database: Database, folder: string, report: (progress: UpgradeProgress) => void): void {
  const path = join(folder, fileName);
  const schema = schemaOf(database);
  if (schema > newestSchema()) throw new StoreError("newer", folder);
  if (schema === 0) throw new StoreError("damaged", folder);
  checkDatabase(database, folder, schema);
  for (const pragma of pragmas) database.run(`PRAGMA ${pragma}`);
  // SQLite silently opens a file read-only if it may not write to it. A write finds out.
  rewriteSchema(database);
  if (schema === newestSchema()) return deleteCopies(path);
  upgrade(database, { folder, path, from: schema, report });
}

/** Commits one page and changes nothing. */
export function rewriteSchema(database: Database): void {
  database.run(`PRAGMA user_version = ${schemaOf(database)}`);
}

function schemaOf(database: Database): number {
  return database.query<{ user_version: number }, []>("PRAGMA user_version").get()?.user_version ?? 0;
}

/**
 * Locks the folder until the process ends, however it ends: an exclusive transaction in a database of its own, which
 * holds a lock of the operating system. (A lock on the log itself would keep other readers out.)
 */
function lock(folder: string): () => void {
  // For a folder without write permission SQLite only reports that it cannot open the file; the system's error says
  // why.
  closeSync(openSync(join(folder, lockName), "a", 0o600));
  const holder = new Database(join(folder, lockName), { create: true });
  try {
    holder.run("PRAGMA journal_mode = DELETE");
    holder.run("BEGIN EXCLUSIVE");
  } catch (error) {
    holder.close();
    throw error;
  }
  return () => holder.close();
}

function problemOf(error: unknown, folder: string): StoreProblem {
  const code = errorCode(error) ?? "";
  if (code.startsWith("SQLITE_READONLY") || code === "EACCES" || code === "EROFS" || code === "EPERM")
    return "read_only";
  if (code.startsWith("SQLITE_FULL") || code === "ENOSPC") return "full";
  // The statements are right for the schema, so the generic code means that a table or a column is missing.
  if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB") || code === "SQLITE_ERROR")
    return "damaged";
  if (code.startsWith("SQLITE_BUSY")) return "in_use";
  if (code === "EISDIR") return "missing";
  if (!code.startsWith("SQLITE_CANTOPEN")) return "unusable";
  // Even a reader needs to write the shared-memory file of a database in WAL mode.
  const there = statSync(join(folder, fileName), { throwIfNoEntry: false })?.isFile() === true;
  return there ? "read_only" : "missing";
}
