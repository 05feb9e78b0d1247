/** Why the place where messages are kept cannot be used, as data. The sentences are the catalogues'. */

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
  /** Deleted or moved while it was in use, or another one stands in its place now. */
  | "gone"
  | "replaced";
