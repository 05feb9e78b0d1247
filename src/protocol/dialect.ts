/**
 * The port of the two dialects: meaning in, frames out. Must not know sessions or sockets, nor when a frame is written.
 */
import type { Answer, Notice, Wording } from "./answers.ts";
import type { Entry } from "./entry.ts";

/**
 * The form in which a session is spoken to. Each method gives whole frames, in order, as they go on the wire; a classic
 * text that is too long for one frame comes as several.
 */
export interface Dialect {
  readonly name: "classic" | "v2";
  /** One frame a write, with a pause behind it, since its readers take what one read gives for one object. */
  readonly paced: boolean;
  readonly answer: (answer: Answer, wording: Wording) => readonly string[];
  readonly entry: (entry: Entry) => readonly string[];
  readonly notice: (notice: Notice, wording: Wording) => readonly string[];
}
