/**
 * Sentences that are not messages, as lines for the terminal: dim, behind the sign `-`. Pure. Must not know what they say.
 */
import type { Look } from "./block.ts";
import { block, noTime } from "./block.ts";
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
  return block([{ text: `${time} - `, style: dim }], [body], look);
}
