/** Why the data folder cannot be used, as data. The sentences are in the catalogues (`src/locale`). */

export class StoreError extends Error {
  readonly problem: StoreProblem;
  readonly folder: string;
  /** How many bytes more the disk would need; for `no_room`. */
  readonly missingBytes: number;

  constructor(problem: StoreProblem, folder: string, cause?: unknown, missingBytes = 0) {
    super(`the data folder ${folder} cannot be used: ${problem}`, { cause });
    this.problem = problem;
    this.folder = folder;
    this.missingBytes = missingBytes;
  }
}

export type StoreProblem =
  | "newer"
  | "in_use"
  | "read_only"
  | "full"
  /** The disk has no room for the copy that an upgrade makes first. */
  | "no_room"
  | "damaged"
  | "missing"
  | "unusable"
  | "homeless"
  /**
   * The folder or a file in it was deleted or moved while in use (`gone`), or another one is in its place
   * (`replaced`).
   */
  | "gone"
  | "replaced";
