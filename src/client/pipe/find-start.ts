/** Where reading begins in a room's log: found by asking for few entries, however long the log is. */
import { historyEntriesMax } from "../../protocol/limits.ts";
import type { HistoryRange } from "../../protocol/requests.ts";
import type { Message } from "../shown-event.ts";

/** Behind a seq (0: everything), or with the first message of that time (milliseconds since 1970). */
export type Since =
  { readonly type: "seq"; readonly seq: number } | { readonly type: "time"; readonly time: number };

/** What of a room is to be read: both bounds hold, and without any it is everything. */
export interface HistorySelection {
  readonly since: Since | undefined;
  /** The last so many. */
  readonly lines: number | undefined;
}

/** `after`: reading begins behind it. `head`: the newest entry there was. */
export interface Start {
  readonly after: number;
  readonly head: number;
}

type Asking<Found> = Generator<HistoryRange, Found, readonly Message[]>;

/** Yields what is to be asked, and takes the answer. */
export function* findStart({ since, lines }: HistorySelection): Asking<Start> {
  const head = seqOf((yield { limit: 1 }).at(-1));
  const bySince = since === undefined ? 0 : yield* afterSince(since, head);
  const byLines = lines === undefined ? 0 : yield* afterLines(lines, head);
  return { after: Math.max(bySince, byLines), head };
}

/** An entry's `seq`; 0 for none. */
export function seqOf(message: Message | undefined): number {
  return message?.seq ?? 0;
}

function* afterSince(since: Since, head: number): Asking<number> {
  if (since.type === "seq") return since.seq;
  let [low, high] = [0, head];
  // What lies behind `high` is not too old, and nothing up to `low` is wanted; some seqs in between may be gone.
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [next] = yield { after: middle, limit: 1 };
    if (next === undefined || next.time >= since.time) high = middle;
    else low = seqOf(next);
  }
  return low;
}

function* afterLines(lines: number, head: number): Asking<number> {
  let before = head + 1;
  for (let left = lines; left > 0;) {
    const page = yield { before, limit: Math.min(left, historyEntriesMax) };
    if (page.length === 0) return 0;
    before = seqOf(page[0]);
    left -= page.length;
  }
  return before - 1;
}
