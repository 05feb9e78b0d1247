/** Compares the epochs of a login with those of the store: which of its cursors still mean anything, and what they miss. */
import type { Resumption } from "../core/event.ts";
import type { Log } from "../log/log.ts";
import type { Gap } from "../protocol/answers.ts";
import { mailboxCursor, mailboxOf } from "../protocol/entry.ts";
import type { Epoch } from "../protocol/epochs.ts";
import type { Cursors } from "../protocol/requests.ts";

export interface Resumed {
  readonly identity: string;
  readonly after: Cursors;
  /** Of the logs that the cursors belong to, oldest first. */
  readonly epochs: readonly Epoch[];
}

/** @throws StoreError when the store cannot be read */
export function resumptionOf(
  log: Pick<Log, "forkOf" | "head" | "seqBefore">,
  { identity, after, epochs }: Resumed,
): Resumption {
  const fork = log.forkOf(epochs);
  const cursors = new Map<string, number>();
  const gaps = new Map<string, Omit<Gap, "log">>();
  for (const [name, cursor] of after) {
    const logName = name === mailboxCursor ? mailboxOf(identity) : name;
    const head = log.head(logName);
    const known =
      fork === undefined ? head : Math.min(head, fork === Infinity ? head : log.seqBefore(logName, fork));
    const gap = cursor === fromHead ? undefined : gapOf(fork, { cursor, known });
    cursors.set(name, cursor === fromHead ? head : fork === undefined ? head : Math.min(cursor, known));
    if (gap !== undefined) gaps.set(name, gap);
  }
  return { after: cursors, gaps };
}

/** The cursor of a reader who wants nothing of what was said before. */
const fromHead = Number.MAX_SAFE_INTEGER;

/** @param known the last seq that both histories have in common, or without a common epoch the head of the log */
function gapOf(
  fork: number | undefined,
  { cursor, known }: { readonly cursor: number; readonly known: number },
): Omit<Gap, "log"> | undefined {
  if (fork === undefined) return known === 0 ? undefined : { from: 1, to: known, why: "server" };
  return cursor > known ? { from: known + 1, to: cursor, why: "branch" } : undefined;
}
