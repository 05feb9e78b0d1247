/**
 * Upgrades the database of an earlier version: first a copy of the file, then all migrations in one transaction, so
 * that a process that dies at any point leaves a database of one version or the other. The copy is kept until the
 * next start has found the new one in order.
 */
import type { Database } from "bun:sqlite";
import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, statfsSync } from "node:fs";
import { statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { StoreError } from "../base/store-error.ts";
import { copyChunkBytes, upgradeGrowthDivisor, upgradeSpareBytes } from "./limits.ts";
import { migrate, newestSchema } from "./migrations.ts";

/** How far an upgrade has come. */
export interface UpgradeProgress {
  readonly from: number;
  readonly to: number;
  readonly step: "copying" | "migrating" | "done";
  /** Of the copy: bytes written, and how many it will be. */
  readonly copiedBytes: number;
  readonly totalBytes: number;
  /** The path of the copy. */
  readonly copy: string;
}

export interface UpgradeOptions {
  readonly folder: string;
  /** The path of the database. */
  readonly path: string;
  readonly from: number;
  readonly report: (progress: UpgradeProgress) => void;
  /** How many bytes a folder's disk has left. */
  readonly freeBytes?: (folder: string) => number;
}

/**
 * @throws StoreError before anything is changed: `no_room` if the disk has no room for the copy, `in_use` while
 *   another program reads the database, whose write-ahead log cannot be copied then
 */
export function upgrade(database: Database, options: UpgradeOptions): void {
  const { folder, path, from, report, freeBytes = freeBytesOf } = options;
  const copy = copyPath(path, from);
  // What an earlier try has left: the database is still of the earlier version.
  removeCopy(copy);
  const missingBytes = neededBytes(path) - freeBytes(folder);
  if (missingBytes > 0) throw new StoreError("no_room", folder, undefined, missingBytes);
  // Brings what is in the write-ahead log into the file that is copied.
  const checkpoint = database.query<{ busy: number }, []>("PRAGMA wal_checkpoint(TRUNCATE)").get();
  if (checkpoint?.busy !== 0) throw new StoreError("in_use", folder);
  const to = newestSchema();
  const totalBytes = statSync(path).size;
  const tell = (step: UpgradeProgress["step"], copiedBytes: number): void =>
    report({ from, to, step, copiedBytes, totalBytes, copy });
  try {
    copyFile(path, copy, (bytes) => tell("copying", bytes));
    tell("migrating", totalBytes);
    migrate(database, from);
  } catch (error) {
    // The database is as it was, and needs no copy.
    removeCopy(copy);
    throw error;
  }
  tell("done", totalBytes);
}

/** Deletes the copy of the last upgrade, after a database of the newest version was found in order. */
export function deleteCopies(path: string): void {
  for (let version = 1; version < newestSchema(); version += 1) removeCopy(copyPath(path, version));
}

function removeCopy(copy: string): void {
  for (const file of [copy, partOf(copy)]) rmSync(file, { force: true });
}

/** The copy of a database as an earlier version left it. */
function copyPath(path: string, version: number): string {
  return `${path}.version-${version}`;
}

function partOf(copy: string): string {
  return `${copy}.part`;
}

/**
 * The checkpoint may grow the database by what is in the write-ahead log, and so the copy. The tables that are made anew
 * are a small part of a database with messages in it.
 */
export function neededBytes(path: string): number {
  const ahead = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const size = statSync(path).size;
  return size + 2 * ahead + Math.ceil(size / upgradeGrowthDivisor) + upgradeSpareBytes;
}

function freeBytesOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Under a temporary name until it is whole and on disk. */
function copyFile(from: string, to: string, report: (bytes: number) => void): void {
  const part = partOf(to);
  const source = openSync(from, "r");
  try {
    const target = openSync(part, "wx", 0o600);
    try {
      const chunk = Buffer.allocUnsafe(copyChunkBytes);
      let bytes = 0;
      report(0);
      for (let read = readSync(source, chunk); read > 0; read = readSync(source, chunk)) {
        for (let written = 0; written < read;) written += writeSync(target, chunk, written, read - written);
        bytes += read;
        report(bytes);
      }
      fsyncSync(target);
    } finally {
      closeSync(target);
    }
  } finally {
    closeSync(source);
  }
  renameSync(part, to);
  syncFolder(dirname(to));
}

/** So that a power failure does not lose the name of a file that is there. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const opened = openSync(folder, "r");
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
