/** Reads a whole stream as one text, as long as it is not too long for one. */
import type { Readable } from "node:stream";
import { inputLineCharactersMax } from "../limits.ts";
import { PullReader } from "./pull-reader.ts";

/** What a stream held: a text without the line breaks at its end, too much for one, or nothing that can be read. */
export type ReadResult =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "tooLong" }
  /** The system's code. */
  | { readonly type: "unreadable"; readonly code: string };

/**
 * Calls `taken` once. Of a stream that is too long the rest is not read. Invalid UTF-8 is replaced.
 *
 * @returns stops reading, and takes nothing any more
 */
export function readAll(input: Readable, taken: (whole: ReadResult) => void): () => void {
  let text = "";
  const finish = (whole: ReadResult): void => {
    reader.stop();
    taken(whole);
  };
  const reader = new PullReader(input, () => {
    for (let piece = reader.take(); piece !== undefined; piece = reader.take()) {
      text += piece;
      if (text.length > inputLineCharactersMax) return finish({ type: "tooLong" });
    }
    if (!reader.ended) return undefined;
    const { failure } = reader;
    if (failure !== undefined) return finish({ type: "unreadable", code: failure });
    return finish({ type: "text", text: text.replace(/[\r\n]+$/, "") });
  });
  return () => reader.stop();
}
