/** What a store says of what was proposed to it. */
import type { Entry } from "./entry.ts";
import type { DurableRecord } from "./durable-record.ts";

/** What became of one proposal. */
export type Receipt =
  /** A message has made an entry, and another one in the log that it was to be copied to. */
  | { readonly outcome: "new"; readonly entry: Entry; readonly copy?: Entry | undefined }
  /** The key has made this entry before; nothing was added. */
  | { readonly outcome: "repeated"; readonly entry: Entry }
  /** A look-up found nothing. */
  | { readonly outcome: "unknown" }
  /** A record has taken the place of the older one about the same thing. */
  | { readonly outcome: "recorded"; readonly record: DurableRecord }
  /** It is certainly not in the store; of a look-up, the store could not be read. */
  | { readonly outcome: "failed" }
  /** The store broke while it committed: whether a message is in the log, only its key can tell later. */
  | { readonly outcome: "uncertain" };
