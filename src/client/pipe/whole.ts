/** Takes a stream as one text, as long as it is not too long for one. Must not know what the text is for. */
import type { Readable } from "node:stream";
import { inputLineCharactersMax } from "../../protocol/limits.ts";

/**
 * Calls `taken` once, with the whole text without the line breaks at its end, or undefined for a stream that is too long: the
 * rest of it is not read. Invalid UTF-8 is replaced.
 *
 * @returns stops reading, and takes nothing any more
 */
export function readWhole(input: Readable, taken: (text: string | undefined) => void): () => void {
  const decoder = new TextDecoder();
  let text = "";
  const stop = (): void => {
    input.off("data", onData).off("end", onEnd).off("error", onEnd);
    input.pause();
  };
  const onData = (chunk: Uint8Array | string): void => {
    text += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    if (text.length <= inputLineCharactersMax) return;
    stop();
    taken(undefined);
  };
  const onEnd = (): void => {
    stop();
    taken((text + decoder.decode()).replace(/[\r\n]+$/, ""));
  };
  input.on("data", onData).on("end", onEnd).on("error", onEnd);
  return stop;
}
