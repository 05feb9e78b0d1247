/** An item of a log's readers. */
import type { Notice } from "./answers.ts";
import type { Entry } from "./entry.ts";

/** What a reader of a log receives: an entry, or a notice, in order. */
export type Item =
  { readonly type: "entry"; readonly entry: Entry } | { readonly type: "notice"; readonly notice: Notice };
