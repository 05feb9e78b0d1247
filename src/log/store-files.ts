/**
 * Detects that the files of an open store were deleted, moved or replaced. The system keeps writing to a file without
 * a path, so everything acknowledged from then on would be lost.
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import { StoreError } from "../base/store-error.ts";

export class StoreFiles {
  readonly #folder: string;
  /** The identity (device and inode) of each file when the store was opened. */
  readonly #identities: ReadonlyMap<string, string | undefined>;
  /** The state of the folder when all files were last found in place. */
  #folderState: string | undefined;

  /** @param names the names of existing files */
  constructor(folder: string, names: readonly string[]) {
    this.#folder = folder;
    this.#identities = new Map(names.map((name) => [join(folder, name), identityOf(join(folder, name))]));
  }

  /**
   * Checks the folder's modification time (some 5 microseconds), which changes when a file is created or deleted, and
   * checks the files only if it has changed.
   *
   * @throws StoreError while a file is gone or replaced
   */
  checkFolder(): void {
    const state = folderStateOf(this.#folder);
    if (state !== undefined && state === this.#folderState) return;
    this.check();
    this.#folderState = state;
  }

  /** Checks every file. @throws StoreError */
  check(): void {
    for (const [path, identity] of this.#identities) {
      const found = identityOf(path);
      if (found === identity) continue;
      this.#folderState = undefined;
      throw new StoreError(found === undefined ? "gone" : "replaced", this.#folder);
    }
  }

  /** Whether the file is in place. */
  has(name: string): boolean {
    const path = join(this.#folder, name);
    return identityOf(path) === this.#identities.get(path);
  }
}

function identityOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev}:${found.ino}`;
}

function folderStateOf(folder: string): string | undefined {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev}:${found.ino}:${found.mtimeMs}`;
}
