/** Why the data folder cannot be used, as data. The sentences are in the catalogues (`src/locale`). */

export class StoreError extends Error {
  readonly problem: StoreProblem;
  readonly folder: string;

  constructor(problem: StoreProblem, folder: string, cause?: unknown) {
    super(`the data folder ${folder} cannot be used: ${problem}`, { cause });
    this.problem = problem;
    this.folder = folder;
  }
}

export type StoreProblem =
  | "newer"
  | "in_use"
  | "read_only"
  | "full"
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
