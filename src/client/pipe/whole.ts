/** Takes a stream as one text, as long as it is not too long for one. Must not know what the text is for. */
import type { Readable } from "node:stream";
import { inputLineCharactersMax } from "../limits.ts";
import { Intake } from "../plain/intake.ts";

/** What a stream held: a text without the line breaks at its end, too much for one, or nothing that can be read. */
export type Whole =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "tooLong" }
  /** The system's code. */
  | { readonly type: "unreadable"; readonly code: string };

/**
 * Calls `taken` once. Of a stream that is too long the rest is not read. Invalid UTF-8 is replaced.
 *
 * @returns stops reading, and takes nothing any more
 */
export function readWhole(input: Readable, taken: (whole: Whole) => void): () => void {
  let text = "";
  const finish = (whole: Whole): void => {
    intake.stop();
    taken(whole);
  };
  const intake = new Intake(input, () => {
    for (let piece = intake.take(); piece !== undefined; piece = intake.take()) {
      text += piece;
      if (text.length > inputLineCharactersMax) return finish({ type: "tooLong" });
    }
    if (!intake.ended) return undefined;
    const { failure } = intake;
    if (failure !== undefined) return finish({ type: "unreadable", code: failure });
    return finish({ type: "text", text: text.replace(/[\r\n]+$/, "") });
  });
  return () => intake.stop();
}
