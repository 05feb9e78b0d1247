/**
 * Who somebody is in a room, from one run to the next: the identity file of the nickname in use, for one client at a
 * time. A second one under the same nickname is a stranger to the server, and is asked for another. Must not know what
 * is remembered.
 */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { uptime } from "node:os";
import { dirname } from "node:path";
import type { IdentityFile } from "./identity-file.ts";
import { identityFile } from "./identity-file.ts";
import type { Remembered } from "./session-state.ts";

export interface Identity {
  /** What an earlier run under this nickname left, unless another client is using it now. */
  readonly recall: (nickname: string) => Remembered | undefined;
  /** Keeps it for the next run. */
  readonly remember: (nickname: string, remembered: Remembered) => void;
  /** Leaves the nickname to other clients. */
  readonly release: () => void;
}

/** @param folder from `stateFolder` */
export function identityIn(folder: string, address: string): Identity {
  let held: IdentityFile | undefined;

  function fileOf(nickname: string): IdentityFile | undefined {
    const file = identityFile(folder, address, nickname);
    if (held?.path === file.path) return held;
    release();
    if (claim(lockOf(file))) held = file;
    return held;
  }

  function release(): void {
    if (held !== undefined) rmSync(lockOf(held), { force: true });
    held = undefined;
  }

  return {
    recall: (nickname) => fileOf(nickname)?.read(),
    remember: (nickname, remembered) => fileOf(nickname)?.write(remembered),
    release,
  };
}

function lockOf({ path }: IdentityFile): string {
  return `${path}.lock`;
}

/** A lock holds the id of its process; one whose process is gone is nobody's. */
function claim(lock: string, again = true): boolean {
  try {
    mkdirSync(dirname(lock), { recursive: true, mode: 0o700 });
    writeFileSync(lock, String(process.pid), { flag: "wx", mode: 0o600 });
    return true;
  } catch {
    if (!again || !abandoned(lock)) return false;
    rmSync(lock, { force: true });
    return claim(lock, false);
  }
}

function abandoned(lock: string): boolean {
  try {
    const pid = Number(readFileSync(lock, "utf8"));
    const bootedAt = Date.now() - uptime() * 1_000;
    // After a start of the machine, or in a container begun anew, the same id is another process.
    if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return true;
    if (statSync(lock).mtimeMs < bootedAt) return true;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // No such process; or one of somebody else's, who is alive.
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}
