/** The port of search in a data folder: in this process (`LocalSearch`) or in another one. */
import type { FoundSeqs, IdSearchSlice } from "./search.ts";

export type FoundResult =
  ({ readonly type: "found" } & FoundSeqs) | { readonly type: "failed"; readonly cause: unknown };

export interface Searcher {
  /** Searches a slice. `answered` is called once, perhaps before this returns. */
  search(slice: IdSearchSlice, answered: (result: FoundResult) => void): void;
  /** Call it when a log has new entries, when some of its entries were deleted, and when it was forgotten. */
  touched(logId: number): void;
  /** Some milliseconds of the index's upkeep, if that is done in this process. Returns true if there may be more. */
  step(): boolean;
  /** Returns undefined if it is closed at once. No `answered` is called afterwards. */
  close(): Promise<void> | undefined;
}
