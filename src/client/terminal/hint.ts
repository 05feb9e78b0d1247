/**
 * The sentence above the input while it waits for more than a line: what is searched, and whether a long text shall be
 * sent. Pure. Must not know keys.
 */
import type { Catalogue } from "../../locale/catalogue.ts";
import { messageBytesMax } from "../../protocol/limits.ts";
import { cleanLine } from "../../protocol/text.ts";
import type { EditorState } from "./editor.ts";
import { lineCount } from "./editor.ts";

/** Undefined while there is nothing to ask. */
export function hintFor({ search, asking, draft }: EditorState, { client }: Catalogue): string | undefined {
  if (search !== undefined) {
    const query = cleanLine(search.query);
    return search.failed ? client.searchFailed(query) : client.searching(query);
  }
  if (!asking) return undefined;
  const bytes = Buffer.byteLength(draft.text);
  if (bytes > messageBytesMax) return client.draftTooLong(kibibytes(bytes), kibibytes(messageBytesMax));
  return client.draftLong(lineCount(draft.text), kibibytes(bytes));
}

/** Rounded up to a tenth, so that what is too long is seen to be. */
function kibibytes(bytes: number): string {
  return String(Math.ceil((bytes / 1024) * 10) / 10);
}
