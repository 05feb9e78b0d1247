/**
 * Files that one process at a time may use: a lock beside them says which process has them, and one whose process is gone
 * is nobody's.
 *
 * A lock has three lines: the id of the process; its `processMark`, which is empty where there is none; how many seconds
 * the machine had been running. 0.1.0 wrote the id alone.
 */
import { errorCode } from "../../base/error-code.ts";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { uptime } from "node:os";
import { dirname } from "node:path";
import { processMark } from "./process-mark.ts";

/** Whether this process has the lock now; undefined where the disk refuses. */
export function claim(lock: string): boolean | undefined {
  const own = `${lock}.${process.pid}`;
  try {
    mkdirSync(dirname(lock), { recursive: true, mode: 0o700 });
    // Whole before it is there: nobody shall find a lock without an id and take it for abandoned.
    writeFileSync(own, ownLines(), { mode: 0o600 });
    return put(own, lock) || (clear(lock) && put(own, lock));
  } catch {
    return undefined;
  } finally {
    remove(own);
  }
}

export function disclaim(lock: string): void {
  remove(lock);
}

/** False when a lock is there already. */
function put(own: string, lock: string): boolean {
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    return putWithoutLink(lock);
  }
}

/** For file systems that have no links. */
function putWithoutLink(lock: string): boolean {
  try {
    writeFileSync(lock, ownLines(), { flag: "wx", mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}

/** Takes an abandoned lock away; true when there is none now. */
function clear(lock: string): boolean {
  const holder = readHolder(lock);
  if (holder === undefined) return true;
  if (!isGone(lock, holder)) return false;
  const taken = `${lock}.${process.pid}.old`;
  try {
    renameSync(lock, taken);
  } catch {
    return true;
  }
  // Of several who found it abandoned, one may have put its own there meanwhile, and gets it back.
  const isSame = readHolder(taken) === holder;
  if (!isSame) put(taken, lock);
  remove(taken);
  return isSame;
}

/** What cannot be removed is as if it were abandoned, later. */
function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Documented above.
  }
}

function readHolder(lock: string): string | undefined {
  try {
    return readFileSync(lock, "utf8");
  } catch {
    return undefined;
  }
}

function ownLines(): string {
  return [process.pid, processMark(process.pid) ?? "", Math.floor(uptime())].join("\n");
}

function isGone(lock: string, holder: string): boolean {
  const [pid, mark = "", uptimeSeconds] = holder.split("\n");
  const id = Number(pid);
  // In a container begun anew, the same id is another process.
  if (!Number.isSafeInteger(id) || id <= 0 || id === process.pid) return true;
  const markNow = mark === "" ? undefined : processMark(id);
  if (markNow !== undefined) return markNow !== mark;
  try {
    process.kill(id, 0);
    return uptimeSeconds === undefined ? isFromBeforeStart(lock) : uptime() < Number(uptimeSeconds);
  } catch (error) {
    // No such process, or no lock any more; or a process of somebody else's, who is alive.
    const code = errorCode(error);
    return code === "ESRCH" || code === "ENOENT";
  }
}

/** Whether the machine was started after the lock was written, if the clock was not set since. */
function isFromBeforeStart(lock: string): boolean {
  return statSync(lock).mtimeMs < Date.now() - uptime() * 1_000;
}
