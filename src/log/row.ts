/** The row of an entry in the database. */
import type { Entry } from "../protocol/entry.ts";
import { seqIn } from "./place.ts";

/** The columns of an entry, for a `SELECT`. */
export const columns = `${seqIn("place")} AS seq, time, sender, target, entries.text, key`;

export interface Row {
  readonly seq: number;
  readonly time: number;
  readonly sender: string;
  readonly target: string | null;
  readonly text: string;
  readonly key: string | null;
}

export function entryOf(log: string, { seq, time, sender, target, text, key }: Row): Entry {
  return { log, seq, time, from: sender, to: target ?? undefined, text, key: key ?? undefined };
}
