/**
 * A place: the id of a log and a seq in one integer, so that one B-tree holds all entries, those of a log together.
 *
 * Numbers are exact up to 2^53: 2^33 seqs (some 8.6 billion messages) in each of 2^20 logs.
 */
import { seqsPerLog } from "./limits.ts";

export function placeOf(logId: number, seq: number): number {
  return logId * seqsPerLog + seq;
}

export function seqOf(place: number): number {
  return place % seqsPerLog;
}
