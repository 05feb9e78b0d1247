/**
 * Tells when a stream took what was written to it: until then it may be in this process's memory alone, and a kill loses
 * it. What was shown is remembered as seen only from then on.
 */

/** Of several calls that wait, the first and the latest are made; each stands for those before it. */
export class Receipts {
  #written = 0;
  #taken = 0;
  #broken = false;
  #first: Waiting | undefined;
  #latest: Waiting | undefined;

  /** To be called with each write, and its result handed to it as its callback. @param then called behind all that waits */
  expect(then?: () => void): (error?: Error | null) => void {
    this.#written += 1;
    const number = this.#written;
    return (error) => {
      if (error !== undefined && error !== null) this.#broken = true;
      if (!this.#broken) {
        this.#taken = number;
        this.#call();
      }
      then?.();
    };
  }

  /** Calls when all that was written so far is taken, perhaps at once; never, if the stream breaks before. */
  whenTaken(call: () => void): void {
    const waiting = { number: this.#written, call };
    if (this.#first === undefined) this.#first = waiting;
    else this.#latest = waiting;
    this.#call();
  }

  #call(): void {
    while (!this.#broken && this.#first !== undefined && this.#first.number <= this.#taken) {
      const { call } = this.#first;
      this.#first = this.#latest;
      this.#latest = undefined;
      call();
    }
  }
}

interface Waiting {
  readonly number: number;
  readonly call: () => void;
}
