/**
 * The search process: searches in a data folder and writes its index, beside the server that started it. It reads
 * `chat.db` and ends with its input.
 */
import { openForReading } from "../log/database.ts";
import { LocalSearch } from "../log/local-search.ts";
import { LogTexts } from "../log/log-texts.ts";
import type { FoundSeqs, IdSearchSlice } from "../log/search.ts";
import { searchIdleMs, searchSeqsMax, searchSliceMs } from "./limits.ts";
import type { ReplyLine, SearchLine } from "./search-lines.ts";
import { lineOf, requestsOf } from "./search-lines.ts";

export interface SearchHostOptions {
  readonly folder: string;
  readonly input: AsyncIterable<Uint8Array>;
  readonly write: (line: string) => void;
  /** How long it stays without anything to do. */
  readonly idleMs?: number;
  /** How long it works on an answer, which then tells how far it came. */
  readonly sliceMs?: number;
}

/** Resolves when the input ends, or when there was nothing to do for a while. @throws StoreError */
export async function hostSearch({
  folder,
  input,
  write,
  idleMs = searchIdleMs,
  sliceMs = searchSliceMs,
}: SearchHostOptions): Promise<void> {
  const database = openForReading(folder);
  const say = (reply: ReplyLine): void => write(lineOf(reply));
  const failed = (cause: unknown): void => say({ type: "failed", reason: reasonOf(cause) });
  const search = new LocalSearch({ folder, log: new LogTexts(database, folder), failed });
  const idle = Promise.withResolvers<void>();
  const upkeep = new Upkeep(search, { failed, idleMs, idle: () => idle.resolve() });
  try {
    await Promise.race([idle.promise, answerAll()]);
  } finally {
    upkeep.stop();
    search.close();
    database.close();
  }

  async function answerAll(): Promise<void> {
    upkeep.wake();
    for await (const line of requestsOf(input)) {
      answer(line);
      upkeep.wake();
    }
  }

  function answer(line: SearchLine): void {
    if (line.type === "touched") return line.logIds.forEach((id) => search.touched(id));
    const { id } = line;
    try {
      say({ type: "found", id, ...findFor(search, line, sliceMs) });
    } catch (cause) {
      say({ type: "unread", id, reason: reasonOf(cause) });
    }
  }
}

/** Slices, one behind the other, for some time: an answer each would cost more than they do. */
function findFor(
  search: LocalSearch,
  { logId, query, before }: IdSearchSlice,
  sliceMs: number,
): FoundSeqs & { seqs: number[] } {
  const end = performance.now() + sliceMs;
  const seqs: number[] = [];
  let reachedSeq = before;
  do {
    const found = search.find({ logId, query, before: reachedSeq });
    seqs.push(...found.seqs);
    ({ reachedSeq } = found);
  } while (reachedSeq > 1 && seqs.length < searchSeqsMax && performance.now() < end);
  return { seqs, reachedSeq };
}

interface UpkeepOptions {
  readonly idleMs: number;
  readonly failed: (cause: unknown) => void;
  /** Called when nothing was to be done for a while. */
  readonly idle: () => void;
}

/** Runs the steps of the index's upkeep, at most half of the time, and between requests. */
class Upkeep {
  readonly #search: LocalSearch;
  readonly #options: UpkeepOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  constructor(search: LocalSearch, options: UpkeepOptions) {
    this.#search = search;
    this.#options = options;
  }

  /** There may be something to do. */
  wake(): void {
    this.#after(0, () => this.#step());
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #step(): void {
    const started = performance.now();
    let hasMore = false;
    try {
      hasMore = this.#search.step();
    } catch (cause) {
      this.#options.failed(cause);
    }
    if (hasMore) this.#after(Math.ceil(performance.now() - started), () => this.#step());
    else this.#after(this.#options.idleMs, this.#options.idle);
  }

  #after(delayMs: number, act: () => void): void {
    clearTimeout(this.#timer);
    if (!this.#isStopped) this.#timer = setTimeout(act, delayMs);
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
