/**
 * Who somebody is in a room, from one run to the next: the identity file of the nickname in use, for one client at a
 * time. A second one under the same nickname is a stranger to the server, and is asked for another. Must not know what
 * is remembered.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { uptime } from "node:os";
import { dirname } from "node:path";
import { identityPauseMs } from "../../protocol/limits.ts";
import { addressText } from "../address-text.ts";
import type { IdentityFile, Place } from "./identity-file.ts";
import { identityFile } from "./identity-file.ts";
import { Journal } from "./journal.ts";
import { Latest } from "./latest.ts";
import type { Keyed } from "../session/outbox.ts";
import type { Recalled, Remembered } from "../session/remembered.ts";
import { nothingRemembered } from "../session/remembered.ts";
import type { Clock } from "../terminal/clock.ts";
import { systemClock } from "../terminal/clock.ts";

export interface IdentityOptions extends Pick<Place, "host" | "port"> {
  /** From `stateFolder`. */
  readonly folder: string;
  readonly clock?: Clock;
}

/** Owns the files of one nickname, from `recall` to `release`. */
export class Identity {
  readonly #options: IdentityOptions;
  readonly #writes: Latest;
  readonly #joinedAt = Date.now();
  #held: { readonly file: IdentityFile; readonly journal: Journal } | undefined;

  constructor(options: IdentityOptions) {
    this.#options = options;
    this.#writes = new Latest(options.clock ?? systemClock, identityPauseMs);
  }

  /** What an earlier run under this nickname left, unless another client is using it now. */
  recall(nickname: string): Recalled | undefined {
    const file = this.#fileOf(nickname);
    if (this.#held?.file.path !== file.path) {
      this.release();
      if (!claim(file)) return undefined;
      this.#held = { file, journal: new Journal(besides(file, "journal")) };
    }
    const remembered = file.read();
    const unsent = this.#held.journal.waiting;
    if (remembered === undefined && unsent.length === 0) return undefined;
    return { ...nothingRemembered, ...remembered, unsent };
  }

  /** Keeps it for the next run, soon. Under another nickname than before it goes on there. */
  remember(nickname: string, remembered: Remembered): void {
    const { host, port } = this.#options;
    if (this.#held === undefined) return;
    const moved = this.#moveTo(nickname, this.#held);
    const { file } = this.#held;
    const place = { host, port, nickname, joinedAt: this.#joinedAt };
    this.#writes.ask(() => file.write(remembered, place));
    if (moved) this.#writes.flush();
  }

  /** Messages that come into the outbox, and keys of those that leave it: on disk when it returns. */
  journal(put: readonly Keyed[], struck: readonly string[]): void {
    this.#held?.journal.note(put, struck);
  }

  /** How many messages wait for the next run. */
  get kept(): number {
    return this.#held?.journal.kept ?? 0;
  }

  /** A file of the nickname's own for something else; undefined while another client uses it. */
  pathFor(what: string): string | undefined {
    return this.#held === undefined ? undefined : besides(this.#held.file, what);
  }

  /** Leaves the nickname to other clients. Nothing stays of one that was never let in. */
  release(): void {
    if (this.#held === undefined) return;
    this.#writes.flush();
    disclaim(this.#held.file);
    this.#held = undefined;
  }

  #fileOf(nickname: string): IdentityFile {
    const { folder, host, port } = this.#options;
    return identityFile(folder, addressText(host, port), nickname);
  }

  /** Somebody who takes another nickname stays who they are. Where that is another client's, all stays where it is. */
  #moveTo(
    nickname: string,
    { file: old, journal }: { readonly file: IdentityFile; readonly journal: Journal },
  ) {
    const file = this.#fileOf(nickname);
    if (file.path === old.path || !claim(file)) return false;
    journal.moveTo(besides(file, "journal"));
    attempt(() => renameSync(besides(old, "draft"), besides(file, "draft")));
    this.#writes.flush();
    rmSync(old.path, { force: true });
    disclaim(old);
    this.#held = { file, journal };
    return true;
  }
}

function besides({ path }: IdentityFile, what: string): string {
  return `${path.replace(/\.json$/, "")}.${what}`;
}

function lockOf({ path }: IdentityFile): string {
  return `${path}.lock`;
}

/** A lock holds the id of its process; one whose process is gone is nobody's. */
function claim(file: IdentityFile, again = true): boolean {
  const lock = lockOf(file);
  try {
    mkdirSync(dirname(lock), { recursive: true, mode: 0o700 });
    writeFileSync(lock, String(process.pid), { flag: "wx", mode: 0o600 });
    return true;
  } catch {
    if (!again || !abandoned(lock)) return false;
    rmSync(lock, { force: true });
    return claim(file, false);
  }
}

/** With the folders, when nothing else is in them. */
function disclaim(file: IdentityFile): void {
  const lock = lockOf(file);
  rmSync(lock, { force: true });
  attempt(() => {
    rmdirSync(dirname(lock));
    rmdirSync(dirname(dirname(lock)));
  });
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
    // No such process, or no lock any more; or a process of somebody else's, who is alive.
    return error instanceof Error && "code" in error && (error.code === "ESRCH" || error.code === "ENOENT");
  }
}

function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // A disk that refuses, or nothing to do: what is remembered is a comfort, and the room works without.
  }
}
