/** Sentences that are not messages, as lines for the terminal: dim, behind the sign `-`. Pure. */
import type { Look } from "./layout.ts";
import { hangingIndent, noTime } from "./layout.ts";
import { dim } from "./style.ts";

export interface NoticeLook {
  readonly time?: string | undefined;
  /** Dim; so is every notice, if nothing else is said. */
  readonly quiet?: boolean;
}

/** @param text clean */
export function viewNotice(
  text: string,
  look: Look,
  { time = noTime, quiet = true }: NoticeLook = {},
): readonly string[] {
  const body = { text, style: quiet ? dim : undefined };
  return hangingIndent([{ text: `${time} - `, style: dim }], [body], look);
}
