/** A log whose searches take as many slices as the query says, else three, and the slices that were asked for. */
import type { Log, LogListener, SearchResult, SearchSlice } from "../../src/log/log.ts";
import { memoryLog } from "../../src/log/memory.ts";

export interface SteppingLog {
  /** The queries of all slices, in order. */
  readonly done: string[];
  readonly open: (listener: LogListener) => Log;
}

/** @param during called within each slice */
export function steppingLog(during: () => void = () => undefined): SteppingLog {
  const done: string[] = [];
  const search = ({ query, before }: SearchSlice, answered: (result: SearchResult) => void): void => {
    done.push(query);
    during();
    const slices = /^\d+/.exec(query)?.[0] ?? "3";
    const reachedSeq = Math.min(before, Number(slices) + 1) - 1;
    answered({ type: "searched", entries: [], reachedSeq });
  };
  return { done, open: (listener) => ({ ...memoryLog(listener), search }) };
}
