/** The store's answers to proposals. */
import type { Entry } from "./entry.ts";
import type { DurableRecord } from "./durable-record.ts";

/** What became of one proposal. */
export type Receipt =
  /** The message has an entry now, and a copy in the second log if it names one. */
  | { readonly outcome: "new"; readonly entry: Entry; readonly copy?: Entry | undefined }
  /** The key already had this entry; nothing was added. Its text is empty if the entry was deleted since. */
  | { readonly outcome: "repeated"; readonly entry: Entry }
  /** Nothing was added: the key is unknown, and so old that the store may have forgotten it. */
  | { readonly outcome: "tooOld" }
  /** A look-up found nothing. */
  | { readonly outcome: "unknown" }
  /** The record was stored and replaces the older one about its subject. */
  | { readonly outcome: "recorded"; readonly record: DurableRecord }
  /** It is certainly not in the store; for a look-up: the store could not be read. */
  | { readonly outcome: "failed" }
  /**
   * The store failed during the commit: whether the message is in the log is unknown, and only a look-up of its key
   * can tell later.
   */
  | { readonly outcome: "uncertain" };
