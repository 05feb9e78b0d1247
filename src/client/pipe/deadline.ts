/** A bound on waiting without progress. */
import type { Clock } from "../clock.ts";
import { pipeHeartbeatMinMs } from "../limits.ts";
import { heartbeatDefault } from "../session/state.ts";
import type { Heartbeat } from "../session/state.ts";

/**
 * A heartbeat that notices a dead line in a third of the time after which a program gives up, so that the rest is left to
 * connect again and repeat what was asked. Bounded by what a slow line needs and by what a person's client takes.
 */
export function heartbeatWithin(timeoutMs: number): Heartbeat {
  const part = Math.max(pipeHeartbeatMinMs, Math.floor(timeoutMs / 6));
  return {
    pauseMs: Math.min(part, heartbeatDefault.pauseMs),
    timeoutMs: Math.min(part, heartbeatDefault.timeoutMs),
  };
}

/** Owns one timer, until `stop`. */
export class Deadline {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #missed: () => void;
  #cancel: (() => void) | undefined;
  #progress: number | undefined;

  constructor(clock: Clock, timeoutMs: number, missed: () => void) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#missed = missed;
  }

  /** @param progress any number that changes with each step forward; undefined while nothing is waited for */
  watch(progress: number | undefined): void {
    if (progress === this.#progress) return;
    this.stop();
    this.#progress = progress;
    if (progress !== undefined) this.#cancel = this.#clock.after(this.#timeoutMs, this.#missed);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#progress = undefined;
  }
}
