/** Asks a person at a terminal for a nickname. */
import type { Readable, Writable } from "node:stream";
import { isCancel, text } from "@clack/prompts";
import type { ClientTexts } from "../../locale/client-texts.ts";

export interface AskOptions {
  readonly texts: ClientTexts;
  readonly input: Readable;
  readonly output: Writable;
  readonly signal: AbortSignal;
  /** Why it is asked again. */
  readonly reason: string | undefined;
}

/** Resolves to what was typed, unchecked; undefined from somebody who would rather leave. */
export async function askNickname(options: AskOptions): Promise<string | undefined> {
  const { texts, input, output, signal, reason } = options;
  // The reason says itself what to do: "Choose another one."
  const answer = await text({ message: reason ?? texts.askNickname, input, output, signal });
  return isCancel(answer) ? undefined : answer;
}
