/**
 * A log's id and a seq in one integer, so that one tree holds all entries, each log's side by side. Must not know SQL.
 *
 * Numbers are exact up to 2^53: 2^33 seqs (eight thousand million messages) in each of 2^20 logs.
 */

export function placeOf(logId: number, seq: number): number {
  return logId * seqsPerLog + seq;
}

export function seqOf(place: number): number {
  return place % seqsPerLog;
}

export const logIdMax = 2 ** 20 - 1;

const seqsPerLog = 2 ** 33;

/** The next one would be the next log's. */
export const seqMax = seqsPerLog - 1;
