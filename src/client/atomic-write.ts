/** Writes a small file atomically: all of it or nothing. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Replaces what was there, and makes the folders it stands in. Readable for its owner alone: a token is as good
 * as a password, and a line that was typed is nobody else's.
 *
 * @throws what the system says when the disk refuses; the old file stays then
 */
export function writeAtomically(path: string, text: string): void {
  const fresh = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(fresh, text, { mode: 0o600 });
  renameSync(fresh, path);
}
