/**
 * The texts that are being written, on disk, so that they are there again after a crash: one JSON object, the texts by
 * their conversations.
 */
import { readFileSync, rmSync, statSync } from "node:fs";
import * as v from "valibot";
import { lobby } from "../../../protocol/entry.ts";
import { draftBytesMax, draftPauseMs } from "../../limits.ts";
import { messageBytesMax } from "../../../protocol/limits.ts";
import { cleanText } from "../../../protocol/text.ts";
import type { Clock } from "../../clock.ts";
import { writeAtomically } from "../../atomic-write.ts";
import { isKept } from "./input-history-file.ts";

export interface DraftFile {
  /** What an earlier run was writing, by conversation. */
  readonly texts: ReadonlyMap<string, string>;
  /** The text of a conversation is this now. May be called at every key; an empty one is gone from the disk at once. */
  readonly keep: (conversation: string, text: string) => void;
  /** Puts on disk at once what waits for it. */
  readonly flush: () => void;
}

/** For somebody who wants nothing on disk. */
export const noDraft: DraftFile = { texts: new Map(), keep: () => undefined, flush: () => undefined };

/** @param pathNow where the file is now; undefined: nowhere. A disk that refuses costs no more than a crash would. */
export function draftFile(pathNow: () => string | undefined, clock: Clock): DraftFile {
  let cancel: (() => void) | undefined;
  const texts = readDrafts(pathNow());
  let onDisk = fileText(texts);

  function flush(): void {
    cancel?.();
    cancel = undefined;
    const path = pathNow();
    const text = fileText(texts);
    if (text === onDisk || path === undefined) return;
    write(path, text);
    onDisk = text;
  }

  return {
    texts: new Map(texts),
    keep: (conversation, written) => {
      const text = mayBeKept(written) ? written : "";
      if (text === (texts.get(conversation) ?? "")) return;
      texts.delete(conversation);
      if (text !== "") texts.set(conversation, text);
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

/** Empty when there is nothing to keep. Of more than the file may hold, what was written to last. */
function fileText(texts: ReadonlyMap<string, string>): string {
  const kept: (readonly [string, string])[] = [];
  let bytes = 2;
  for (const entry of Array.from(texts).toReversed()) {
    bytes += Buffer.byteLength(JSON.stringify(entry));
    if (bytes > draftBytesMax) break;
    kept.push(entry);
  }
  return kept.length === 0 ? "" : JSON.stringify(Object.fromEntries(kept.toReversed()));
}

function write(path: string, text: string): void {
  try {
    if (text === "") rmSync(path, { force: true });
    else writeAtomically(path, text);
  } catch {
    // Documented above.
  }
}

function readDrafts(path: string | undefined): Map<string, string> {
  try {
    if (path === undefined || statSync(path).size > draftBytesMax) return new Map();
    const texts = textsIn(readFileSync(path, "utf8"));
    return new Map(Object.entries(texts).map(([conversation, text]) => [conversation, cleanText(text)]));
  } catch {
    return new Map();
  }
}

/** A file from before there were conversations holds what was written in the lobby, as it is. */
function textsIn(file: string): Readonly<Record<string, string>> {
  try {
    const json: unknown = JSON.parse(file);
    const parsed = v.safeParse(v.record(v.string(), v.string()), json);
    if (parsed.success && !Array.isArray(json)) return parsed.output;
  } catch {
    // Documented above.
  }
  return { [lobby]: file };
}
