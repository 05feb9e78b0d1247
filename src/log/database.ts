/**
 * Opens the database in a data folder, for one server at a time or for readers beside it. Must not know what is stored.
 */
import { errorCode } from "../base/error-code.ts";
import { Database } from "bun:sqlite";
import { accessSync, closeSync, constants, mkdirSync, openSync, statSync } from "node:fs";
import { join } from "node:path";
import { StoreError } from "../base/store-error.ts";
import type { StoreProblem } from "../base/store-error.ts";
import { migrate, newestSchema } from "./migrations.ts";

export interface OpenedDatabase {
  readonly database: Database;
  /** Lets others use the folder; after the database was closed. */
  readonly release: () => void;
}

/** For the one server of a folder. @throws StoreError */
export function openDatabase(folder: string): OpenedDatabase {
  return explained(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    const release = lock(folder);
    try {
      const path = join(folder, fileName);
      // Private messages and the tokens' secret: for the owner alone, also in a folder that others may look into. SQLite
      // gives the files beside it the same rights.
      closeSync(openSync(path, "a", 0o600));
      const database = new Database(path, { create: true });
      const schema = schemaOf(database);
      if (schema > newestSchema()) throw new StoreError("newer", folder);
      for (const pragma of pragmas) database.run(`PRAGMA ${pragma}`);
      // SQLite opens what it may not write for reading, and says nothing.
      database.run(`PRAGMA user_version = ${schema}`);
      migrate(database, schema);
      return { database, release };
    } catch (error) {
      release();
      throw error;
    }
  });
}

/** For reading beside a server or without one; changes nothing. @throws StoreError */
export function openForReading(folder: string): Database {
  return explained(folder, () => {
    const path = join(folder, fileName);
    const database = new Database(path, { readonly: true });
    database.run("PRAGMA busy_timeout = 5000");
    if (schemaOf(database) > newestSchema()) throw new StoreError("newer", folder);
    return database;
  });
}

const fileName = "chat.db";
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
  "busy_timeout = 5000",
  "temp_store = MEMORY",
] as const;

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
    throw errorCode(error)?.startsWith("SQLITE_BUSY") ? new StoreError("in_use", folder, error) : error;
  }
  return () => holder.close();
}

function explained<Opened>(folder: string, open: () => Opened): Opened {
  try {
    return open();
  } catch (error) {
    throw error instanceof StoreError ? error : new StoreError(problemOf(error, folder), folder, error);
  }
}

function problemOf(error: unknown, folder: string): StoreProblem {
  const code = errorCode(error) ?? "";
  if (code.startsWith("SQLITE_READONLY") || code === "EACCES" || code === "EROFS" || code === "EPERM")
    return "read_only";
  if (code.startsWith("SQLITE_FULL") || code === "ENOSPC") return "full";
  if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB")) return "damaged";
  if (code.startsWith("SQLITE_BUSY")) return "in_use";
  if (code === "EISDIR") return "missing";
  if (!code.startsWith("SQLITE_CANTOPEN")) return "unusable";
  // Readers of a write-ahead log write beside it.
  const there = statSync(join(folder, fileName), { throwIfNoEntry: false })?.isFile() === true;
  return there ? "read_only" : "missing";
}
