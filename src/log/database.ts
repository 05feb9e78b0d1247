/** Opens the database in a data folder, for one server at a time or for readers beside it. */
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
import { busyTimeoutMs } from "./limits.ts";
import { checkDatabase } from "./integrity.ts";
import { migrate, newestSchema } from "./migrations.ts";
import { StoreFiles } from "./store-files.ts";

export interface OpenedDatabase {
  readonly database: Database;
  readonly files: StoreFiles;
  /** Lets others use the folder; after the database was closed. */
  readonly release: () => void;
}

/** For the one server of a folder. @throws StoreError */
export function openDatabase(folder: string): OpenedDatabase {
  return withStoreErrors(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    const release = lock(folder);
    try {
      const path = join(folder, fileName);
      if (!existsSync(path)) create(folder);
      const database = new Database(path, { readwrite: true, create: false });
      try {
        prepare(database, folder);
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

/** For reading beside a server or without one; changes nothing. @throws StoreError */
export function openForReading(folder: string): Database {
  return withStoreErrors(folder, () => {
    const path = join(folder, fileName);
    const database = new Database(path, { readonly: true });
    database.run(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    if (schemaOf(database) > newestSchema()) throw new StoreError("newer", folder);
    return database;
  });
}

/** Runs what uses an open database. @throws StoreError for whatever SQLite or the system throws */
export function withStoreErrors<Result>(folder: string, use: () => Result): Result {
  try {
    return use();
  } catch (error) {
    throw error instanceof StoreError ? error : new StoreError(problemOf(error, folder), folder, error);
  }
}

export const fileName = "chat.db";
export const walName = `${fileName}-wal`;
const lockName = "chat.lock";

/**
 * FULL: a commit returns when the disk has it. The WAL is copied back every 4,000 pages (16 MB): a copy costs some
 * milliseconds, and fewer, larger ones cost less in all.
 */
const pragmas = [
  "journal_mode = WAL",
  "synchronous = FULL",
  "wal_autocheckpoint = 4000",
  "journal_size_limit = 67108864",
  "cache_size = -65536",
  `busy_timeout = ${busyTimeoutMs}`,
  "temp_store = MEMORY",
] as const;

/**
 * Makes the database under another name first: a process that dies on the way leaves no half of one, so that a database
 * without tables is always a damaged one.
 */
function create(folder: string): void {
  const path = join(folder, fileName);
  // Messages without their database: SQLite would write this write-ahead log over the new one.
  const ahead = statSync(join(folder, walName), { throwIfNoEntry: false })?.size ?? 0;
  if (ahead > 0) throw new StoreError("damaged", folder);
  const fresh = `${path}.new`;
  // A journal that is left, too, is nothing to SQLite beside an empty file.
  rmSync(fresh, { force: true });
  // Private messages and the tokens' secret: for the owner alone, also in a folder that others may look into. SQLite
  // gives the files beside it the same rights.
  closeSync(openSync(fresh, "wx", 0o600));
  const database = new Database(fresh, { readwrite: true, create: false });
  try {
    migrate(database, 0);
  } finally {
    database.close();
  }
  renameSync(fresh, path);
}

/** Checks an opened database, and brings it to the newest form. Nothing is changed in one that is refused. */
function prepare(database: Database, folder: string): void {
  const schema = schemaOf(database);
  if (schema > newestSchema()) throw new StoreError("newer", folder);
  if (schema === 0) throw new StoreError("damaged", folder);
  if (schema === newestSchema()) checkDatabase(database, folder);
  for (const pragma of pragmas) database.run(`PRAGMA ${pragma}`);
  // SQLite opens what it may not write for reading, and says nothing.
  rewriteSchema(database);
  if (schema === newestSchema()) return;
  migrate(database, schema);
  checkDatabase(database, folder);
}

/** A commit of its own, of one page, that changes nothing. */
export function rewriteSchema(database: Database): void {
  database.run(`PRAGMA user_version = ${schemaOf(database)}`);
}

function schemaOf(database: Database): number {
  return database.query<{ user_version: number }, []>("PRAGMA user_version").get()?.user_version ?? 0;
}

/**
 * A lock that ends with the process, however it ends: an exclusive transaction in a database of its own, which the
 * operating system holds for us. (Locking the log itself would keep readers beside the server out.)
 */
function lock(folder: string): () => void {
  // SQLite says of a folder that cannot be written to only that it cannot open the file; the system says why.
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
  // A statement that is right for the schema fails with the general code where a table or a column is missing.
  if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB") || code === "SQLITE_ERROR")
    return "damaged";
  if (code.startsWith("SQLITE_BUSY")) return "in_use";
  if (code === "EISDIR") return "missing";
  if (!code.startsWith("SQLITE_CANTOPEN")) return "unusable";
  // Readers of a write-ahead log write beside it.
  const there = statSync(join(folder, fileName), { throwIfNoEntry: false })?.isFile() === true;
  return there ? "read_only" : "missing";
}
