/**
 * The text that is being written, on disk, so that it is there again after a crash. Must not know who writes it.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { draftBytesMax, draftPauseMs, messageBytesMax } from "../../protocol/limits.ts";
import { cleanText } from "../../protocol/text.ts";
import type { Clock } from "./clock.ts";
import { isKept } from "./history-file.ts";

export interface DraftFile {
  /** What an earlier run was writing; empty when it was nothing. */
  readonly text: string;
  /** The text is this now. May be called at every key; an empty one takes the file away. */
  readonly keep: (text: string) => void;
  /** Puts on disk at once what waits for it. */
  readonly flush: () => void;
}

/** For somebody who wants nothing on disk. */
export const noDraft: DraftFile = { text: "", keep: () => undefined, flush: () => undefined };

/** @param place where the file is now; undefined: nowhere. A disk that refuses costs no more than a crash would. */
export function draftFile(place: () => string | undefined, clock: Clock): DraftFile {
  let waiting: string | undefined;
  let cancel: (() => void) | undefined;
  let kept = readDraft(place());

  function flush(): void {
    cancel?.();
    cancel = undefined;
    const path = place();
    if (waiting !== undefined && waiting !== kept && path !== undefined) write(path, waiting);
    kept = waiting ?? kept;
    waiting = undefined;
  }

  return {
    text: kept,
    keep: (written) => {
      const text = mayBeKept(written) ? written : "";
      if (text === (waiting ?? kept)) return;
      waiting = text;
      // What was sent is not to come back.
      if (text === "") flush();
      else cancel ??= clock.after(draftPauseMs, flush);
    },
    flush,
  };
}

/** As it is with the lines that were sent; a text too long for a message is still somebody's work. */
function mayBeKept(text: string): boolean {
  const bytes = Buffer.byteLength(text);
  return bytes <= draftBytesMax && (bytes > messageBytesMax || isKept(text));
}

function write(path: string, text: string): void {
  const fresh = `${path}.${process.pid}`;
  try {
    if (text === "") return rmSync(path, { force: true });
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(fresh, text, { mode: 0o600 });
    renameSync(fresh, path);
  } catch {
    // Documented above.
  }
}

function readDraft(path: string | undefined): string {
  try {
    if (path === undefined || statSync(path).size > draftBytesMax) return "";
    return cleanText(readFileSync(path, "utf8"));
  } catch {
    return "";
  }
}
