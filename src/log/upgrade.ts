/**
 * Upgrades the database of an earlier version: first a copy of the file, then all migrations in one transaction, so
 * that a process that dies at any point leaves a database of one version or the other. The copy is kept until the
 * next start has found the new one in order.
 */
import type { Database } from "bun:sqlite";
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
} from "node:fs";
import { statSync, writeSync } from "node:fs";
import { StoreError } from "../base/store-error.ts";
import { copyChunkBytes, upgradeSpareBytes } from "./limits.ts";
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

/** @throws StoreError `no_room` before anything is changed, if the disk has no room for the copy */
export function upgrade(database: Database, options: UpgradeOptions): void {
  const { folder, path, from, report, freeBytes = freeBytesOf } = options;
  const missingBytes = neededBytes(path) - freeBytes(folder);
  if (missingBytes > 0) throw new StoreError("no_room", folder, undefined, missingBytes);
  // Brings what is in the write-ahead log into the file that is copied.
  database.run("PRAGMA wal_checkpoint(TRUNCATE)");
  const to = newestSchema();
  const copy = copyPath(path, from);
  const totalBytes = statSync(path).size;
  const tell = (step: UpgradeProgress["step"], copiedBytes: number): void =>
    report({ from, to, step, copiedBytes, totalBytes, copy });
  copyFile(path, copy, (bytes) => tell("copying", bytes));
  tell("migrating", totalBytes);
  migrate(database, from);
  tell("done", totalBytes);
}

/** Deletes the copy of the last upgrade, after a database of the newest version was found in order. */
export function deleteCopies(path: string): void {
  for (let version = 1; version < newestSchema(); version += 1) {
    const copy = copyPath(path, version);
    for (const file of [copy, partOf(copy)]) if (existsSync(file)) rmSync(file, { force: true });
  }
}

/** The copy of a database as an earlier version left it. */
function copyPath(path: string, version: number): string {
  return `${path}.version-${version}`;
}

function partOf(copy: string): string {
  return `${copy}.part`;
}

/** The checkpoint may grow the database by what is in the write-ahead log, and so the copy. */
export function neededBytes(path: string): number {
  const ahead = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return statSync(path).size + 2 * ahead + upgradeSpareBytes;
}

function freeBytesOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Under a temporary name until it is whole and on disk. */
function copyFile(from: string, to: string, report: (bytes: number) => void): void {
  const part = partOf(to);
  rmSync(part, { force: true });
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
}
