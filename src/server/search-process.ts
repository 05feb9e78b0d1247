/**
 * Search in a process of its own, so that it holds up nobody: started when there is something to do, ended when it
 * hangs, and started anew when it died. What it cannot answer is searched here, without the index.
 */
import { excerpt } from "../protocol/text.ts";
import type { IdSearchSlice } from "../log/search.ts";
import type { FoundResult, Searcher } from "../log/searcher.ts";
import { searchBusyChangesMin, searchBusyWaitsMax, searchProcessLimits, searchTouchedMax } from "./limits.ts";
import type { ReplyLine, SearchLine } from "./search-lines.ts";
import { lineOf, repliesOf } from "./search-lines.ts";

export interface SearchProcessOptions {
  /** The command that starts the process, with its arguments. */
  readonly command: readonly string[];
  /** Searches when the process does not. */
  readonly unindexed: Pick<Searcher, "search">;
  /** Called when the process died, hung, or could not use the index. */
  readonly failed: (cause: unknown) => void;
  readonly limits?: SearchProcessLimits;
}

export interface SearchProcessLimits {
  /** How long an answer may take before the process is ended. */
  readonly answerTimeoutMs: number;
  /** How long it is not started again after it died. */
  readonly restartMs: number;
  /** How long changes of logs are collected before the process is told of them. */
  readonly touchedMs: number;
}

type Child = Bun.Subprocess<"pipe", "pipe", "pipe">;

interface Waiting {
  readonly slice: IdSearchSlice;
  readonly answered: (result: FoundResult) => void;
}

export class SearchProcess implements Searcher {
  readonly #options: SearchProcessOptions;
  readonly #limits: SearchProcessLimits;
  #child: Child | undefined;
  /** Not before this time is it started again after it died: milliseconds of `performance.now`. */
  #restartAt = 0;
  /** The slices that the child was asked for, by id, in order. */
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #timeout: ReturnType<typeof setTimeout> | undefined;
  readonly #touched = new Set<number>();
  /** How often `touched` was called since that was looked at last. */
  #changes = 0;
  #telling: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(options: SearchProcessOptions) {
    this.#options = options;
    this.#limits = options.limits ?? searchProcessLimits;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  search(slice: IdSearchSlice, answered: (result: FoundResult) => void): void {
    const child = this.#running();
    if (child === undefined) return this.#options.unindexed.search(slice, answered);
    this.#lastId += 1;
    this.#waiting.set(this.#lastId, { slice, answered });
    this.#tell();
    say(child, { type: "search", id: this.#lastId, ...slice });
    this.#timeout ??= setTimeout(() => this.#hangs(child), this.#limits.answerTimeoutMs);
  }

  touched(logId: number): void {
    // A process that starts looks at all logs.
    if (this.#touched.size < searchTouchedMax) this.#touched.add(logId);
    this.#changes += 1;
    this.#telling ??= setTimeout(() => this.#tellChanges(0), this.#limits.touchedMs);
  }

  /** Lets the process index what is new, unless so much is said that it would be in the way. */
  #tellChanges(waits: number): void {
    const isBusy = this.#changes >= searchBusyChangesMin && waits < searchBusyWaitsMax;
    this.#changes = 0;
    this.#telling = isBusy
      ? setTimeout(() => this.#tellChanges(waits + 1), this.#limits.touchedMs)
      : undefined;
    if (isBusy) return;
    this.#running();
    this.#tell();
  }

  step(): boolean {
    return false;
  }

  close(): Promise<void> | undefined {
    this.#isClosed = true;
    clearTimeout(this.#telling);
    clearTimeout(this.#timeout);
    this.#waiting.clear();
    const child = this.#child;
    if (child === undefined) return undefined;
    unlessGone(async () => child.stdin.end());
    const timeout = setTimeout(() => child.kill("SIGKILL"), this.#limits.answerTimeoutMs);
    return child.exited.then(() => clearTimeout(timeout));
  }

  /** The child, started if it may be. */
  #running(): Child | undefined {
    if (this.#child !== undefined || this.#isClosed || performance.now() < this.#restartAt)
      return this.#child;
    const [program = "", ...parameters] = this.#options.command;
    try {
      const child = Bun.spawn([program, ...parameters], { stdin: "pipe", stdout: "pipe", stderr: "pipe" });
      this.#child = child;
      void this.#follow(child);
    } catch (cause) {
      this.#restartAt = performance.now() + this.#limits.restartMs;
      this.#options.failed(cause);
    }
    return this.#child;
  }

  /** Tells the child which logs have changed. */
  #tell(): void {
    const child = this.#child;
    if (child === undefined || this.#touched.size === 0) return;
    say(child, { type: "touched", logIds: Array.from(this.#touched) });
    this.#touched.clear();
  }

  async #follow(child: Child): Promise<void> {
    let problem: unknown;
    const saying = child.stderr.text();
    try {
      for await (const reply of repliesOf(child.stdout)) this.#hear(child, reply);
    } catch (cause) {
      problem = cause;
      child.kill("SIGKILL");
    }
    const [code, said] = await Promise.all([child.exited, saying]);
    const reason = [`the search process ended with ${code}`, excerpt(said.trim())].filter(Boolean).join(": ");
    this.#died(code === 0 ? problem : (problem ?? new Error(reason)));
  }

  #hear(child: Child, reply: ReplyLine): void {
    if (reply.type === "failed") return this.#options.failed(new Error(reply.reason));
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    clearTimeout(this.#timeout);
    this.#timeout =
      this.#waiting.size === 0
        ? undefined
        : setTimeout(() => this.#hangs(child), this.#limits.answerTimeoutMs);
    if (reply.type === "unread") return waiting?.answered({ type: "failed", cause: new Error(reply.reason) });
    const { seqs, reachedSeq } = reply;
    return waiting?.answered({ type: "found", seqs, reachedSeq });
  }

  #hangs(child: Child): void {
    this.#timeout = undefined;
    this.#options.failed(new Error("the search process did not answer and is ended"));
    child.kill("SIGKILL");
  }

  /** @param cause undefined if it ended by itself, since there was nothing to do */
  #died(cause: unknown): void {
    this.#child = undefined;
    clearTimeout(this.#timeout);
    this.#timeout = undefined;
    if (this.#isClosed) return;
    if (cause !== undefined) {
      this.#restartAt = performance.now() + this.#limits.restartMs;
      this.#options.failed(cause);
    }
    const unanswered = Array.from(this.#waiting.values());
    this.#waiting.clear();
    for (const { slice, answered } of unanswered) this.#options.unindexed.search(slice, answered);
  }
}

function say(child: Child, line: SearchLine): void {
  unlessGone(async () => {
    await child.stdin.write(lineOf(line));
    await child.stdin.flush();
  });
}

/** Of a process that is gone its exit says so. */
function unlessGone(write: () => Promise<unknown>): void {
  write().catch(() => undefined);
}
