/**
 * Epochs: what a store has committed between two openings has a random id. A reader keeps the ids beside its cursors.
 * If the data folder was restored from an older copy, the server and the reader have different epochs after the last
 * one they have in common, so both know up to where their histories are the same.
 */

export interface Epoch {
  /** 22 characters of base64url. */
  readonly id: string;
  /** The commit number of its first batch. */
  readonly first: number;
}

/**
 * The first commit number at which two histories may differ: `Infinity` if one only goes on where the other ends;
 * undefined if they have no epoch in common.
 *
 * @param one the newest epochs of one history, oldest first; the same for `other`
 */
export function forkOf(one: readonly Epoch[], other: readonly Epoch[]): number | undefined {
  for (let index = one.length - 1; index >= 0; index -= 1) {
    const at = other.findIndex(({ id }) => id === one[index]?.id);
    if (at < 0) continue;
    return Math.min(one[index + 1]?.first ?? Infinity, other[at + 1]?.first ?? Infinity);
  }
  return undefined;
}
