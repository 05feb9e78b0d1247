/**
 * The output of one session, in order: its answers, and the logs from its cursors on. It buffers no more than the
 * answers and the rest of one frame; what else a slow reader has not taken stays in the logs.
 */
import type { Log } from "../log/log.ts";
import type { Answer, Gap } from "../protocol/answers.ts";
import type { Codec } from "../protocol/codec.ts";
import { answerBytesMax, goodbyeItemsMax } from "./limits.ts";
import type { Block } from "./block.ts";
import type { Connection } from "./connection.ts";
import type { Page } from "./cursor.ts";
import type { CursorStart } from "./cursor.ts";
import { Cursor } from "./cursor.ts";
import type { Tail } from "./tail.ts";

/** What all outlets of a server share. */
export interface OutletContext {
  readonly log: Log;
  readonly now: () => number;
  /** Calls the outlet's `resume` after the pause that follows a frame written on its own. */
  readonly pause: (outlet: Outlet) => void;
}

export interface OutletOwner {
  /** The outlet is no longer `full`. */
  freed(): void;
}

export class Outlet {
  readonly codec: Codec;
  readonly cursors: Cursor[] = [];
  /**
   * Since when the peer has not accepted what is buffered, in milliseconds since 1970; undefined while it is not
   * blocked.
   */
  blockedSince: number | undefined;
  readonly #connection: Connection;
  readonly #context: OutletContext;
  readonly #owner: OutletOwner;
  /** Frames to be written before any log is read. */
  #queue = emptyQueue;
  #queuedBytes = 0;
  /** Written after everything else. */
  #goodbye: readonly string[] = noFrames;
  #paused = false;
  #state: "open" | "ending" | "ended" = "open";

  constructor(connection: Connection, codec: Codec, context: OutletContext, owner: OutletOwner) {
    this.#connection = connection;
    this.codec = codec;
    this.#context = context;
    this.#owner = owner;
  }

  /** Whether so many answers are queued that no more requests should be read. */
  get full(): boolean {
    return this.#queuedBytes > answerBytesMax;
  }

  /** Queues an answer for the next `pump`. */
  answer(answer: Answer): void {
    const frames = this.codec.answer(answer);
    if (answer.type === "goodbye") this.#goodbye = frames;
    else for (const frame of frames) this.text(frame);
  }

  /** Queues text that is not an answer: the greeting. */
  text(text: string): void {
    this.#enqueue(Buffer.from(text));
  }

  /** Subscribes to a log. */
  follow(tail: Tail<Cursor>, start: CursorStart = {}): void {
    const cursor = new Cursor(this, tail, start);
    this.cursors.push(cursor);
    tail.readers.add(cursor);
  }

  /** Unsubscribes from a log and returns its tail. */
  unfollow(log: string): Tail<Cursor> | undefined {
    const index = this.cursors.findIndex(({ tail }) => tail.log === log);
    const [cursor] = index < 0 ? [] : this.cursors.splice(index, 1);
    cursor?.tail.readers.delete(cursor);
    return cursor?.tail;
  }

  /** Sets whether the entries of a log are skipped. */
  ignore(log: string, ignored: boolean): void {
    for (const cursor of this.cursors) if (cursor.tail.log === log) cursor.ignored = ignored;
  }

  /** Whether the session receives the entries of a log. */
  reads(log: string): boolean {
    return this.cursors.some(({ tail, ignored }) => tail.log === log && !ignored);
  }

  /** Finishes the connection once everything up to the present heads of the logs and the goodbye are written. */
  end(): void {
    if (this.#state !== "open") return;
    this.#state = "ending";
    // A client that reads one frame at a time takes a hundred frames a second: with more before it, the goodbye would
    // be late.
    const itemsMax =
      this.#oneFramePerWrite && this.#goodbye.length > 0 ? goodbyeItemsMax : Number.POSITIVE_INFINITY;
    for (const cursor of this.cursors) cursor.stop(itemsMax);
  }

  /** Closes the connection at once and discards what is buffered. */
  abandon(): void {
    this.#connection.terminate();
  }

  /** Unsubscribes from all logs and returns their tails. */
  unfollowAll(): readonly Tail<Cursor>[] {
    const cursors = this.cursors.splice(0);
    for (const cursor of cursors) cursor.tail.readers.delete(cursor);
    return cursors.map(({ tail }) => tail);
  }

  /** Delivers a new block. For a reader at the head, this is one write of the shared bytes. */
  advance(cursor: Cursor, block: Block): void {
    const live = cursor.isAt(block) && this.#queue.length === 0 && this.#state !== "ended";
    if (!live || cursor.ignored || this.#oneFramePerWrite) this.pump();
    else this.#writePage(cursor, { block, from: 0 });
  }

  /** Writes until nothing is left or the peer accepts no more. */
  pump(): void {
    while (!this.#paused && this.blockedSince === undefined && this.#state !== "ended") {
      if (this.#queue.length > 0) {
        this.#writeQueue();
        continue;
      }
      const cursor = this.cursors.find((candidate) => !candidate.atHead);
      const page = cursor?.next(this.#context.log);
      const gap = cursor?.takeGap();
      if (gap !== undefined) this.#enqueueGap(gap);
      else if (cursor !== undefined && page !== undefined) {
        if (cursor.ignored || this.#oneFramePerWrite) this.#enqueueItem(cursor, page);
        else this.#writePage(cursor, page);
      } else if (cursor === undefined) {
        this.#settle();
        return;
      }
    }
  }

  /** The peer has room again. */
  drained(): void {
    this.blockedSince = undefined;
    this.pump();
  }

  /** The pause after a frame that was written on its own is over. */
  resume(): void {
    this.#paused = false;
    this.pump();
  }

  get #oneFramePerWrite(): boolean {
    return this.codec.capabilities.oneFramePerWrite;
  }

  #settle(): void {
    if (this.#state !== "ending") return;
    if (this.#goodbye.length > 0) {
      for (const frame of this.#goodbye) this.text(frame);
      this.#goodbye = noFrames;
      return this.pump();
    }
    this.#state = "ended";
    this.#connection.finish();
  }

  #enqueue(bytes: Uint8Array): void {
    if (this.#queue === emptyQueue) this.#queue = [bytes];
    else this.#queue.push(bytes);
    this.#queuedBytes += bytes.length;
  }

  /** Writes the queue at once, or only its first frame. */
  #writeQueue(): void {
    const count = this.#oneFramePerWrite ? 1 : this.#queue.length;
    const bytes = Buffer.concat(this.#queue.splice(0, count));
    if (this.#queue.length === 0) this.#queue = emptyQueue;
    const taken = this.#connection.write(bytes);
    const wasFull = this.full;
    this.#queuedBytes -= taken;
    if (wasFull && !this.full) this.#owner.freed();
    if (taken < bytes.length) {
      this.#queue = [bytes.subarray(taken), ...this.#queue];
      this.blockedSince = this.#context.now();
    } else if (this.#oneFramePerWrite) {
      this.#paused = true;
      this.#context.pause(this);
    }
  }

  #enqueueGap(gap: Gap): void {
    if (this.codec.capabilities.gaps) this.answer({ type: "gap", ...gap });
  }

  /** Queues one item, or skips it if it is an entry and the session ignores the room. */
  #enqueueItem(cursor: Cursor, page: Page): void {
    cursor.pass(page, 1);
    if (cursor.ignored && page.block.items[page.from]?.type === "entry") return;
    const frames = page.block.framesAt(page.from, this.codec);
    for (const frame of frames) this.#enqueue(frame);
  }

  /** Writes the items of a page. If the peer accepts only a part, the rest of the frame that was split is queued. */
  #writePage(cursor: Cursor, page: Page): void {
    const { block, from } = page;
    const { bytes, ends } = block.encoded(this.codec);
    const start = from === 0 ? 0 : (ends[from - 1] ?? 0);
    if (start === bytes.length) return cursor.pass(page, block.items.length - from);
    const end = start + this.#connection.write(start === 0 ? bytes : bytes.subarray(start));
    if (end === bytes.length) return cursor.pass(page, block.items.length - from);
    const cut = firstEndBehind(ends, end);
    cursor.pass(page, cut + 1 - from);
    // A copy: a Buffer's own `slice` is a view and would keep the whole block alive for one frame.
    this.#enqueue(new Uint8Array(bytes.subarray(end, ends[cut])));
    this.blockedSince = this.#context.now();
  }
}

/** The empty queues of most sessions, shared by them. Never written to. */
const emptyQueue: Uint8Array[] = [];
const noFrames: readonly string[] = [];

/** The index of the first end after an offset. */
function firstEndBehind(ends: Uint32Array, offset: number): number {
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
