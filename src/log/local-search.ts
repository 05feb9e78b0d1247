/** Search in a data folder: the index, its upkeep, and what becomes of it when it is damaged. */
import { StoreError } from "../base/store-error.ts";
import type { LogTexts } from "./log-texts.ts";
import { createSearchFile, isDamage, openSearchFile } from "./search-file.ts";
import { SearchIndex } from "./search-index.ts";
import type { FoundSeqs, IdSearchSlice } from "./search.ts";
import { searchSlice } from "./search.ts";
import type { FoundResult, Searcher } from "./searcher.ts";

export interface LocalSearchOptions {
  readonly folder: string;
  readonly log: LogTexts;
  /** Called when the index cannot be opened or written, and when it is made anew since it was damaged. */
  readonly failed: (cause: unknown) => void;
}

/** Search that does without the index. */
export function unindexedSearch(log: LogTexts): Pick<Searcher, "search"> {
  return {
    search: (slice, answered) => answered(resultOf(() => searchSlice({ index: undefined, log }, slice))),
  };
}

export class LocalSearch implements Searcher {
  readonly #options: LocalSearchOptions;
  readonly #log: LogTexts;
  #index: SearchIndex | undefined;
  /** The last step failed; it is tried again when something has changed. */
  #hasFailed = false;

  constructor(options: LocalSearchOptions) {
    this.#options = options;
    this.#log = options.log;
  }

  search(slice: IdSearchSlice, answered: (result: FoundResult) => void): void {
    answered(resultOf(() => this.find(slice)));
  }

  /** Searches without the index where there is none. @throws StoreError if the log cannot be read */
  find(slice: IdSearchSlice): FoundSeqs {
    const log = this.#log;
    return (
      this.#attempt((index) => searchSlice({ index, log }, slice)) ??
      searchSlice({ index: undefined, log }, slice)
    );
  }

  step(): boolean {
    if (this.#hasFailed) return false;
    const worked = this.#attempt((index) => index.step());
    this.#hasFailed = worked === undefined;
    return worked === true;
  }

  touched(logId: number): void {
    this.#hasFailed = false;
    this.#index?.touched(logId);
  }

  close(): undefined {
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

function resultOf(find: () => FoundSeqs): FoundResult {
  try {
    return { type: "found", ...find() };
  } catch (cause) {
    return { type: "failed", cause };
  }
}
