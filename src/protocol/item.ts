/** What the reader of a log is shown. */
import type { Notice } from "./answers.ts";
import type { Entry } from "./entry.ts";

/** One thing that a reader of a log is shown: an entry, or a notice in its place among them. */
export type Item =
  { readonly type: "entry"; readonly entry: Entry } | { readonly type: "notice"; readonly notice: Notice };
