/**
 * The sentence above the input while it waits for more than a line: what is searched, and whether a long text shall be
 * sent. Pure.
 */
import type { Catalogue } from "../../../locale/catalogue.ts";
import { messageBytesMax } from "../../../protocol/limits.ts";
import { cleanLine } from "../../../protocol/text.ts";
import type { EditorState } from "../input/editor.ts";
import { lineCount } from "../input/editor.ts";

/** Undefined while there is nothing to ask. */
export function hintFor(editor: EditorState, { client }: Catalogue): string | undefined {
  const { search, asking, refusedBytes, draft } = editor;
  if (search !== undefined) {
    const query = cleanLine(search.query);
    return search.failed ? client.searchFailed(query) : client.searching(query);
  }
  if (!asking && refusedBytes === undefined) return undefined;
  const bytes = refusedBytes ?? Buffer.byteLength(draft.text);
  if (bytes > messageBytesMax) return client.draftTooLong(kibibytes(bytes), kibibytes(messageBytesMax));
  return client.draftLong(lineCount(draft.text), kibibytes(bytes));
}

/** Rounded up to a tenth, so that what is too long is seen to be. */
function kibibytes(bytes: number): string {
  return String(Math.ceil((bytes / 1024) * 10) / 10);
}
