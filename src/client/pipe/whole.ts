/** Takes a stream as one text, as long as it is not too long for one. Must not know what the text is for. */
import type { Readable } from "node:stream";
import { inputLineCharactersMax } from "../limits.ts";
import { Intake } from "../plain/intake.ts";

/**
 * Calls `taken` once, with the whole text without the line breaks at its end, or undefined for a stream that is too long: the
 * rest of it is not read. Invalid UTF-8 is replaced.
 *
 * @returns stops reading, and takes nothing any more
 */
export function readWhole(input: Readable, taken: (text: string | undefined) => void): () => void {
  let text = "";
  const finish = (whole: string | undefined): void => {
    intake.stop();
    taken(whole);
  };
  const intake = new Intake(input, () => {
    for (let piece = intake.take(); piece !== undefined; piece = intake.take()) {
      text += piece;
      if (text.length > inputLineCharactersMax) return finish(undefined);
    }
    if (intake.ended) finish(text.replace(/[\r\n]+$/, ""));
  });
  return () => intake.stop();
}
