/**
 * Simulated time: what is to happen later stands in a queue, and time jumps from one occurrence to the next. Must not
 * know what happens.
 */
export class Clock {
  /** Milliseconds since 1970, with a fraction. */
  #time = 1_795_427_043_000;
  /** A heap: the earliest first, of the same time the one that was asked for first. */
  readonly #queue: Occurrence[] = [];
  #asked = 0;

  /** Milliseconds since 1970, as everybody in the simulation reads it. */
  now(): number {
    return Math.floor(this.#time);
  }

  /** Calls back once; the result cancels it. */
  after(delayMs: number, act: () => void): () => void {
    this.#asked += 1;
    const occurrence: Occurrence = { at: this.#time + Math.max(0, delayMs), order: this.#asked, act };
    this.#rise(occurrence);
    return () => (occurrence.act = undefined);
  }

  /** Lets everything happen that is due within so many milliseconds. `halted` ends it early. */
  pass(milliseconds: number, halted: () => boolean): void {
    const end = this.#time + milliseconds;
    for (let next = this.#queue[0]; next !== undefined && next.at <= end; next = this.#queue[0]) {
      this.#sink();
      if (next.act === undefined) continue;
      this.#time = next.at;
      next.act();
      if (halted()) return;
    }
    this.#time = end;
  }

  #rise(occurrence: Occurrence): void {
    const queue = this.#queue;
    let at = queue.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = queue[parent];
      if (above === undefined || isBefore(above, occurrence)) break;
      queue[at] = above;
      at = parent;
    }
    queue[at] = occurrence;
  }

  /** Takes the first away. */
  #sink(): void {
    const queue = this.#queue;
    const last = queue.pop();
    if (last === undefined || queue.length === 0) return;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      let below = queue[child];
      const right = queue[child + 1];
      if (below === undefined) break;
      if (right !== undefined && isBefore(right, below)) {
        child += 1;
        below = right;
      }
      if (isBefore(last, below)) break;
      queue[at] = below;
      at = child;
    }
    queue[at] = last;
  }
}

interface Occurrence {
  readonly at: number;
  readonly order: number;
  act: (() => void) | undefined;
}

function isBefore(left: Occurrence, right: Occurrence): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}
