/**
 * A log's id and a seq in one integer, so that one tree holds all entries, each log's side by side.
 *
 * Numbers are exact up to 2^53: 2^33 seqs (eight thousand million messages) in each of 2^20 logs.
 */
import { seqsPerLog } from "./limits.ts";

export function placeOf(logId: number, seq: number): number {
  return logId * seqsPerLog + seq;
}

export function seqOf(place: number): number {
  return place % seqsPerLog;
}
