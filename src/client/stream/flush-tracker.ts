/**
 * Tracks which writes a stream has flushed: until then they may be in this process's memory alone, and a kill loses them.
 * What was shown is remembered as seen only from then on.
 */

/** Of several calls that wait, the first and the latest are made; each stands for those before it. */
export class FlushTracker {
  #written = 0;
  /**
   * Numbers of the writes that were not taken yet, in order. The lowest counts: when a stream drains, Bun 1.4.5 may
   * acknowledge a later write before an earlier one that had to wait.
   */
  readonly #outstanding = new Set<number>();
  #broken = false;
  #first: Waiting | undefined;
  #latest: Waiting | undefined;
  #onIdle: (() => void) | undefined;

  /** To be called with each write, and its result handed to it as its callback. */
  callback(): (error?: Error | null) => void {
    this.#written += 1;
    const number = this.#written;
    this.#outstanding.add(number);
    return (error) => {
      if (error !== undefined && error !== null) this.#broken = true;
      this.#outstanding.delete(number);
      this.#call();
    };
  }

  /** Calls when all that was written so far is taken, perhaps at once; never, if the stream breaks before. */
  whenFlushed(call: () => void): void {
    const waiting = { number: this.#written, call };
    if (this.#first === undefined) this.#first = waiting;
    else this.#latest = waiting;
    this.#call();
  }

  /** Calls once, when no write is outstanding, behind all calls of `whenFlushed`; also if the stream broke. */
  whenIdle(call: () => void): void {
    this.#onIdle = call;
    this.#call();
  }

  #call(): void {
    while (!this.#broken && this.#first !== undefined && this.#isTaken(this.#first.number)) {
      const { call } = this.#first;
      this.#first = this.#latest;
      this.#latest = undefined;
      call();
    }
    if (this.#outstanding.size > 0) return;
    const call = this.#onIdle;
    this.#onIdle = undefined;
    call?.();
  }

  #isTaken(number: number): boolean {
    const [lowest] = this.#outstanding;
    return lowest === undefined || number < lowest;
  }
}

interface Waiting {
  readonly number: number;
  readonly call: () => void;
}
