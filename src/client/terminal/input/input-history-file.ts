/**
 * The sent lines on disk, for the next run: one file for all rooms, one JSON text a line, only appended to, so that
 * several clients can write to it at once.
 */
import { appendFileSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { inputHistoryBytesMax, inputHistoryLinesMax } from "../../limits.ts";
import { messageBytesMax } from "../../../protocol/limits.ts";
import { cleanText } from "../../../protocol/text.ts";
import { writeAtomically } from "../../atomic-write.ts";

export interface InputHistoryFile {
  /** The lines of earlier runs, the oldest first. */
  readonly lines: readonly string[];
  /** Appends one. A disk that refuses costs no more than not finding it again. */
  readonly keep: (text: string) => void;
}

/** Where nothing is to be kept. */
export const noInputHistory: InputHistoryFile = { lines: [], keep: () => undefined };

/** @param folder from `stateFolder` */
export function inputHistoryFile(folder: string): InputHistoryFile {
  const path = join(folder, "input-history");
  return {
    lines: readLines(path),
    keep: (text) => {
      if (isKept(text)) append(path, text);
    },
  };
}

/** What begins with a space is not kept, as shells have it; nor a command that bears a secret, however it is spelt. */
export function isKept(text: string): boolean {
  if (text.startsWith(" ") || Buffer.byteLength(text) > messageBytesMax) return false;
  return !/^\/\S*(?:pass|pwd|login|auth|identify|register|oper|token|secret|key)/i.test(text);
}

function append(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // One write of one line at the file's end: two clients' lines stand in some order, never in each other.
    appendFileSync(path, `${JSON.stringify(text)}\n`, { mode: 0o600 });
  } catch {
    // Documented above.
  }
}

/** Lines that cannot be read are left out; a file that has grown too long is written anew with the latest. */
function readLines(path: string): readonly string[] {
  try {
    const { size } = statSync(path);
    const raw = readFileSync(path, "utf8").split("\n").filter(Boolean);
    const lines = raw.flatMap(readLine).slice(-inputHistoryLinesMax);
    if (size > inputHistoryBytesMax || raw.length > 2 * inputHistoryLinesMax) rewrite(path, lines);
    return lines;
  } catch {
    return [];
  }
}

function readLine(line: string): readonly string[] {
  try {
    const parsed = v.safeParse(v.string(), JSON.parse(line));
    return parsed.success && parsed.output.trim() !== "" ? [cleanText(parsed.output)] : [];
  } catch {
    return [];
  }
}

/** Half of what it may hold, so that this does not come again soon. */
function rewrite(path: string, lines: readonly string[]): void {
  const kept: string[] = [];
  let bytes = 0;
  for (const line of lines.toReversed()) {
    const text = `${JSON.stringify(line)}\n`;
    bytes += Buffer.byteLength(text);
    if (bytes > inputHistoryBytesMax / 2) break;
    kept.push(text);
  }
  writeAtomically(path, kept.toReversed().join(""));
}
