/**
 * Notices when the files of an open store are deleted, moved or replaced. The system goes on writing into files that no
 * path leads to, so without a look at the paths everything that is acknowledged from then on would be lost.
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import { StoreError } from "../base/store-error.ts";

export class StoreFiles {
  readonly #folder: string;
  /** What stood under each path when the store was opened. */
  readonly #identities: ReadonlyMap<string, string | undefined>;
  /** The folder as it was when all files were found in their places. */
  #folderState: string | undefined;

  /** @param names of files that are there */
  constructor(folder: string, names: readonly string[]) {
    this.#folder = folder;
    this.#identities = new Map(names.map((name) => [join(folder, name), identityOf(join(folder, name))]));
  }

  /**
   * One look at the folder, whose time changes with every file that comes or goes (some 5 microseconds); at the files
   * only when it did.
   *
   * @throws StoreError when something is gone or replaced; not any more once it is back
   */
  checkFolder(): void {
    const state = folderStateOf(this.#folder);
    if (state !== undefined && state === this.#folderState) return;
    this.check();
    this.#folderState = state;
  }

  /** Looks at every file. @throws StoreError */
  check(): void {
    for (const [path, identity] of this.#identities) {
      const found = identityOf(path);
      if (found === identity) continue;
      this.#folderState = undefined;
      throw new StoreError(found === undefined ? "gone" : "replaced", this.#folder);
    }
  }

  /** Whether the file of that name is where it was. */
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
