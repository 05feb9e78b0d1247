/** Estimates the memory of what is queued or kept: an entry, a notice, a proposal. */
import { itemOverheadBytes } from "./limits.ts";

/** The text counts twice: once as a string, and once in a second form (encoded, or in a map of keys). */
export function memoryBytesOf(text = ""): number {
  return itemOverheadBytes + text.length * 2;
}
