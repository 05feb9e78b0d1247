/** How an entry stands in the database, and how it comes out of there. */
import type { Entry } from "../protocol/entry.ts";
import { seqOf } from "./place.ts";

/** The columns that make an entry, for a `SELECT`. */
export const columns = "place, time, sender, target, text, key";

export interface Row {
  readonly place: number;
  readonly time: number;
  readonly sender: string;
  readonly target: string | null;
  readonly text: string;
  readonly key: string | null;
}

export function entryOf(log: string, { place, time, sender, target, text, key }: Row): Entry {
  return { log, seq: seqOf(place), time, from: sender, to: target ?? undefined, text, key: key ?? undefined };
}
