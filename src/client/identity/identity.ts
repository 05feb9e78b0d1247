/**
 * Who somebody is in a room, from one run to the next: the identity file of the nickname in use, for one client at a
 * time. A second one under the same nickname is a stranger to the server, and is asked for another.
 */
import { renameSync, rmSync, rmdirSync } from "node:fs";
import { dirname } from "node:path";
import { identityPauseMs } from "../limits.ts";
import { addressText } from "../address-text.ts";
import type { IdentityFile, RecentServer } from "./identity-file.ts";
import { identityFile } from "./identity-file.ts";
import { Journal } from "./journal.ts";
import { Throttle } from "./throttle.ts";
import { claim, disclaim } from "./lock.ts";
import type { KeyedRequest } from "../session/outbox.ts";
import type { RestoredSession, SavedSession } from "../session/saved-session.ts";
import { emptySavedSession } from "../session/saved-session.ts";
import type { ClientStore } from "../ports.ts";
import type { Clock } from "../clock.ts";
import { systemClock } from "../clock.ts";

export interface IdentityOptions extends Pick<RecentServer, "host" | "port"> {
  /** From `stateFolder`; without one nothing is kept. */
  readonly folder: string | undefined;
  readonly clock?: Clock;
}

interface Held {
  readonly file: IdentityFile;
  readonly journal: Journal;
}

/** Owns the files of one nickname, from `restore` to `release`. */
export class Identity implements ClientStore {
  readonly #options: IdentityOptions;
  readonly #writes: Throttle;
  readonly #joinedAt = Date.now();
  #held: Held | undefined;
  #refused = false;

  constructor(options: IdentityOptions) {
    this.#options = options;
    this.#writes = new Throttle(options.clock ?? systemClock, identityPauseMs);
  }

  /** What an earlier run under this nickname left, unless another client is using it now. */
  restore(nickname: string): RestoredSession | undefined {
    const { folder } = this.#options;
    if (folder === undefined) {
      this.#refused = true;
      return undefined;
    }
    const file = this.#fileIn(folder, nickname);
    if (this.#held?.file.path !== file.path) {
      this.#held?.journal.forsake();
      this.release();
      const claimed = claim(lockOf(file));
      this.#refused = claimed === undefined;
      if (claimed !== true) return undefined;
      this.#held = { file, journal: new Journal(besides(file, "journal")) };
    }
    const saved = file.read();
    const unsent = this.#held.journal.waiting;
    if (saved === undefined && unsent.length === 0) return undefined;
    return { ...emptySavedSession, ...saved, unsent };
  }

  /** Keeps it for the next run, soon. Under another nickname than before it goes on there. */
  save(nickname: string, saved: SavedSession): void {
    const { host, port } = this.#options;
    const held = this.#held;
    if (held === undefined) return;
    const file = this.#fileFor(nickname, held);
    const server = { host, port, nickname, joinedAt: this.#joinedAt };
    this.#writes.run(() => file.write(saved, server));
    if (file !== held.file) this.#moveTo(file, held);
  }

  /** Messages that come into the outbox, and keys of those that leave it: on disk when it returns. */
  journal(put: readonly KeyedRequest[], struck: readonly string[]): void {
    this.#held?.journal.note(put, struck);
  }

  get folder(): string | undefined {
    return this.#options.folder;
  }

  /** Nothing can be kept: the disk refuses. */
  get refused(): boolean {
    return this.#refused;
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
    leave(this.#held.file);
    this.#held = undefined;
  }

  #fileIn(folder: string, nickname: string): IdentityFile {
    const { host, port } = this.#options;
    return identityFile(folder, addressText(host, port), nickname);
  }

  /** Somebody who takes another nickname stays who they are. Where that is another client's, all stays where it is. */
  #fileFor(nickname: string, { file: old }: Held): IdentityFile {
    const { folder } = this.#options;
    const file = folder === undefined ? old : this.#fileIn(folder, nickname);
    return file.path !== old.path && claim(lockOf(file)) ? file : old;
  }

  /** All is there before the old files go: a crash in between leaves more than is needed, and nothing is lost. */
  #moveTo(file: IdentityFile, { file: old, journal }: Held): void {
    this.#writes.flush();
    journal.moveTo(besides(file, "journal"));
    attempt(() => renameSync(besides(old, "draft"), besides(file, "draft")));
    attempt(() => rmSync(old.path, { force: true }));
    leave(old);
    this.#held = { file, journal };
  }
}

function besides({ path }: IdentityFile, what: string): string {
  return `${path.replace(/\.json$/, "")}.${what}`;
}

function lockOf({ path }: IdentityFile): string {
  return `${path}.lock`;
}

/** With the folders, when nothing else is in them. */
function leave(file: IdentityFile): void {
  const lock = lockOf(file);
  disclaim(lock);
  attempt(() => {
    rmdirSync(dirname(lock));
    rmdirSync(dirname(dirname(lock)));
  });
}

function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // A disk that refuses, or nothing to do: what is remembered is a comfort, and the room works without.
  }
}
