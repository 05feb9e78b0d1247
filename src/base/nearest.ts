/** Suggests a correction for a mistyped word. */
import { wordUnitsMax } from "./limits.ts";

/**
 * The candidate that `word` most likely stands for: the only one with that prefix, or else the one with the smallest
 * edit distance (a letter missing, added, replaced, or two swapped). The distance is at most one per three letters
 * and less than half of the candidate's length. The earlier candidate wins a tie. Case is ignored.
 *
 * @source Damerau-Levenshtein distance, the restricted form (optimal string alignment)
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const meant = word.toLowerCase();
  const beginning = candidates.filter(
    (candidate) => meant !== "" && candidate.toLowerCase().startsWith(meant),
  );
  if (beginning.length === 1) return beginning[0];
  let best: string | undefined;
  let bestSlips = Math.ceil(Math.min(meant.length, wordUnitsMax) / 3) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - meant.length) >= bestSlips) continue;
    const slips = slipsBetween(meant, candidate.toLowerCase());
    if (slips < bestSlips && slips * 2 < candidate.length) [best, bestSlips] = [candidate, slips];
  }
  return best;
}

function slipsBetween(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (last[column] ?? Infinity) + 1,
        (current[column - 1] ?? Infinity) + 1,
        (last[column - 1] ?? Infinity) + (same ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? Infinity) + 1 : Infinity,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[b.length] ?? Infinity;
}
