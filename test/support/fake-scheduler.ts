/** Time and turns that stand still until a test moves them. */
import type { Scheduler } from "../../src/server/scheduler.ts";

export class FakeScheduler implements Scheduler {
  #now = 1_795_427_043_000;
  /** How far the wall clock was set, in all. */
  #set = 0;
  #turnEnds: (() => void)[] = [];
  #timers: Timer[] = [];
  /** Timers that fell due so far. */
  firedCount = 0;

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now - this.#set;
  }

  atTurnEnd(callback: () => void): void {
    this.#turnEnds.push(callback);
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer: Timer = { at: this.#now + delayMs, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Timers that are neither due yet nor cancelled. */
  get timersCount(): number {
    return this.#timers.length;
  }

  /** Ends one turn. What asks for the end of the next one waits for it. */
  turn(): void {
    for (const callback of this.#turnEnds.splice(0)) callback();
  }

  /** Ends turns until nothing asks for another. */
  turns(): void {
    while (this.#turnEnds.length > 0) this.turn();
  }

  /** Lets time pass: whatever falls due does so at its time, in order, with its turns. */
  pass(ms: number): void {
    const end = this.#now + ms;
    this.turns();
    for (let timer = this.#dueBy(end); timer !== undefined; timer = this.#dueBy(end)) {
      this.#now = timer.at;
      const due = timer;
      this.#timers = this.#timers.filter((other) => other !== due);
      this.firedCount += 1;
      due.callback();
      this.turns();
    }
    this.#now = end;
  }

  /** The wall clock jumps back, or ahead by a negative time; timers, which do not know it, fall due as before. */
  setBack(ms: number): void {
    this.#now -= ms;
    this.#set -= ms;
    this.#timers = this.#timers.map(({ at, callback }) => ({ at: at - ms, callback }));
  }

  #dueBy(end: number): Timer | undefined {
    return this.#timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
  }
}

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}
