/** The port of the two forms of the JSON wire format, classic and v2: answers and items in, frames out. */
import type { Answer, Notice, Wording } from "./answers.ts";
import type { Capabilities } from "./codec.ts";
import type { Entry } from "./entry.ts";

/** Each method returns whole frames, in order; a classic text that is too long for one frame takes several. */
export interface JsonForm {
  readonly name: "classic" | "v2";
  /** Forms of the same variant write the same bytes. */
  readonly variant: string;
  readonly capabilities: Capabilities;
  /** In requests, a `{` in column 0 always begins a frame. */
  readonly isLines: boolean;
  readonly answer: (answer: Answer, wording: Wording) => readonly string[];
  readonly entry: (entry: Entry) => readonly string[];
  readonly notice: (notice: Notice, wording: Wording) => readonly string[];
}
