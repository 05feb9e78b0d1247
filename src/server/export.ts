/** The log of a server as JSON Lines, for its operator. */
import type { ExportOptions } from "../log/export.ts";
import { exportedEntries } from "../log/export.ts";
import type { Entry } from "../protocol/entry.ts";
import { messageFields } from "../protocol/message-json.ts";

/**
 * Yields blocks of whole lines. Each line is an object: `room` (or a mailbox: `@` and its owner's id), `seq`, `time`
 * (ISO 8601, UTC), `from`, `to` of a direct message, `msg`, and the sender's `key` if there is one. Returns undefined
 * if the room does not exist.
 *
 * @throws StoreError if the folder cannot be read
 */
export function exportLines(options: ExportOptions): Iterable<string> | undefined {
  const blocks = exportedEntries(options);
  return blocks === undefined ? undefined : linesOf(blocks);
}

function* linesOf(blocks: Iterable<readonly Entry[]>): Generator<string, void> {
  for (const block of blocks) yield block.map(lineOf).join("");
}

function lineOf({ log, ...entry }: Entry): string {
  return `${JSON.stringify({ ...messageFields({ room: log, ...entry }), key: entry.key })}\n`;
}
