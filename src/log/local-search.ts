/** Search in a data folder: the index, its upkeep, and what becomes of it when it is damaged. */
import type { Database } from "bun:sqlite";
import { StoreError } from "../base/store-error.ts";
import { LogTexts } from "./log-texts.ts";
import { createSearchFile, isDamage, openSearchFile } from "./search-file.ts";
import { SearchIndex } from "./search-index.ts";
import type { FoundSeqs, IdSearchSlice } from "./search.ts";
import { searchSlice } from "./search.ts";

export interface LocalSearchOptions {
  readonly folder: string;
  /** `chat.db`; it is only read. */
  readonly database: Database;
  /** Called when the index cannot be opened or written, and when it is made anew since it was damaged. */
  readonly failed: (cause: unknown) => void;
}

export class LocalSearch {
  readonly #options: LocalSearchOptions;
  readonly #log: LogTexts;
  #index: SearchIndex | undefined;
  /** The last step failed; it is tried again when something has changed. */
  #hasFailed = false;

  constructor(options: LocalSearchOptions) {
    this.#options = options;
    this.#log = new LogTexts(options.database, options.folder);
  }

  /** Searches without the index where there is none. @throws StoreError if the log cannot be read */
  search(slice: IdSearchSlice): FoundSeqs {
    const log = this.#log;
    return (
      this.#attempt((index) => searchSlice({ index, log }, slice)) ??
      searchSlice({ index: undefined, log }, slice)
    );
  }

  /** Some milliseconds of the index's upkeep. Returns true if there may be more to do. */
  step(): boolean {
    if (this.#hasFailed) return false;
    const worked = this.#attempt((index) => index.step());
    this.#hasFailed = worked === undefined;
    return worked === true;
  }

  /** Call it when a log has new entries, when some of its entries were deleted, and when it was forgotten. */
  touched(logId: number): void {
    this.#hasFailed = false;
    this.#index?.touched(logId);
  }

  close(): void {
    this.#index?.database.close();
    this.#index = undefined;
  }

  /** Returns undefined if the index cannot be used. Errors of the log are thrown. */
  #attempt<Result>(use: (index: SearchIndex) => Result): Result | undefined {
    const { folder, failed } = this.#options;
    try {
      this.#index ??= new SearchIndex(openSearchFile(folder, this.#log), this.#log);
      return use(this.#index);
    } catch (error) {
      if (error instanceof StoreError) throw error;
      failed(error);
      this.close();
      if (!isDamage(error)) return undefined;
    }
    try {
      this.#index = new SearchIndex(createSearchFile(folder), this.#log);
      return use(this.#index);
    } catch (error) {
      if (error instanceof StoreError) throw error;
      failed(error);
      this.close();
      return undefined;
    }
  }
}
