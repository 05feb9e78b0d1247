/**
 * Reads a room's history page by page, and then follows it live: every message once, in order.
 */
import { historyEntriesMax } from "../../protocol/limits.ts";
import type { HistoryRange } from "../../protocol/requests.ts";
import type { Message } from "../shown-event.ts";
import type { HistorySelection } from "./find-start.ts";
import { findStart, seqOf } from "./find-start.ts";

export interface HistoryReaderOptions {
  readonly selection: HistorySelection;
  /** Goes on with what is said from now on. */
  readonly follow: boolean;
  /** Whether the server finds messages by their time; if not, they are searched for. */
  readonly answersSince: () => boolean;
  /** Answered by `page`, one for each, in order. One at a time: whoever lets no answer through stops the reading. */
  readonly request: (range: HistoryRange) => void;
  readonly give: (messages: readonly Message[]) => void;
  /** Messages that lie where it reads, but are not there any more. */
  readonly missing: (from: number, to: number) => void;
  /** The messages wanted are those after a seq that the room, whose newest is `head`, has not come to. */
  readonly beyond: (seq: number, head: number) => void;
  /** Everything was given; not called while following. */
  readonly done: () => void;
}

/**
 * While it reads back, messages that come live are not kept but read back, too: so the memory it needs does not depend on
 * how long that takes.
 */
export class HistoryReader {
  readonly #options: HistoryReaderOptions;
  #search: ReturnType<typeof findStart> | undefined;
  #live = false;
  /** Whether the cursor is where the messages that are wanted begin, deleted ones included. */
  #isAligned = false;
  /** The last that was given. */
  #cursor = 0;
  #lastTime: number | undefined;
  /** The server leaves out what is from before this time. */
  #since: number | undefined;
  /** To be reached by reading back: the newest there was at the start, or that came live since. */
  #goal = 0;
  /** Answers on their way, and how many of them belong to a log that is not read any more. */
  #asked = 0;
  #stale = 0;

  constructor(options: HistoryReaderOptions) {
    this.#options = options;
  }

  /**
   * Begins, or begins anew after coming to other logs than before: seqs mean nothing there, so what was given last says
   * by its time where to go on.
   */
  start(): void {
    const { selection } = this.#options;
    const wanted: HistorySelection =
      this.#lastTime === undefined
        ? selection
        : { since: { type: "time", time: this.#lastTime + 1 }, lines: undefined };
    const isTime = wanted.since?.type === "time" && this.#options.answersSince();
    this.#since = isTime ? wanted.since?.time : undefined;
    this.#stale = this.#asked;
    this.#live = false;
    this.#cursor = 0;
    this.#goal = 0;
    this.#search = findStart(this.#since === undefined ? wanted : { ...wanted, since: undefined });
    this.#seek([]);
  }

  page(messages: readonly Message[]): void {
    this.#asked -= 1;
    if (this.#stale > 0) {
      this.#stale -= 1;
      return;
    }
    if (this.#search !== undefined) return this.#seek(messages);
    this.#noteMissing(messages);
    this.#give(messages);
    if (messages.length === 0 || this.#cursor >= this.#goal) this.#arrive();
    else this.#askOn();
  }

  /** The server goes on after this seq: what lies between was deleted, or is there anew. */
  skip(seq: number): void {
    if (this.#search === undefined) this.#cursor = seq;
  }

  /** Seqs have no gaps but where messages were deleted. Of what lies before the first page only a named seq tells. */
  #noteMissing(messages: readonly Message[]): void {
    const next = messages.length === 0 ? this.#goal + 1 : seqOf(messages[0]);
    if (this.#isAligned && this.#since === undefined && next > this.#cursor + 1)
      this.#options.missing(this.#cursor + 1, next - 1);
    this.#isAligned = true;
  }

  /** A message as it was said; one without a `seq` (from an old server) is given as it comes. */
  live(message: Message): void {
    if (message.seq === undefined) return this.#options.give([message]);
    if (this.#live) return this.#give([message]);
    this.#goal = Math.max(this.#goal, message.seq);
  }

  #seek(answer: readonly Message[]): void {
    const step = this.#search?.next(answer);
    if (step === undefined) return;
    if (step.done !== true) return this.#ask(step.value);
    const { after, head } = step.value;
    const { since } = this.#options.selection;
    const isFromSeq = since?.type === "seq" && after === since.seq;
    this.#isAligned = isFromSeq && after > 0;
    this.#search = undefined;
    // Behind what there is, everything that comes is new. Where nothing is left, the newest is not known.
    this.#cursor = Math.min(after, head);
    if (isFromSeq && after > head && head > 0) this.#options.beyond(after, head);
    this.#goal = Math.max(this.#goal, head);
    if (this.#cursor >= this.#goal) this.#arrive();
    else this.#askOn();
  }

  #arrive(): void {
    this.#live = true;
    if (!this.#options.follow) this.#options.done();
  }

  #askOn(): void {
    this.#ask({ after: this.#cursor, since: this.#since, limit: historyEntriesMax });
  }

  #ask(range: HistoryRange): void {
    this.#asked += 1;
    this.#options.request(range);
  }

  #give(messages: readonly Message[]): void {
    const fresh = messages.filter((message) => seqOf(message) > this.#cursor);
    const last = fresh.at(-1);
    if (last === undefined) return;
    this.#cursor = seqOf(last);
    this.#lastTime = last.time;
    this.#options.give(fresh);
  }
}
