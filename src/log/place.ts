/**
 * A place: the id of a log and a seq in one 64-bit integer, so that one B-tree holds all entries, those of a log
 * together. Numbers in this program are exact up to 2^53 only, so places are computed in SQL alone.
 */
import { seqBits, seqMax } from "./limits.ts";

/**
 * The place of a seq.
 *
 * @param log what holds the log's id in SQL: a parameter or a column
 * @param seq the same for the seq
 */
export function place(log: string, seq: string): string {
  return `((${log} << ${seqBits}) + ${seq})`;
}

/** A place before all those of a log. */
export function startOf(log: string): string {
  return `(${log} << ${seqBits})`;
}

/** A place behind all those of a log. */
export function endOf(log: string): string {
  return `((${log} + 1) << ${seqBits})`;
}

/** The seq of a place. */
export function seqIn(placeColumn: string): string {
  return `(${placeColumn} & ${seqMax})`;
}
