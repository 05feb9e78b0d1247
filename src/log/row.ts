/** The row of an entry in the database. */
import type { Entry } from "../protocol/entry.ts";
import { seqOf } from "./place.ts";

/** The columns of an entry, for a `SELECT`. */
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
