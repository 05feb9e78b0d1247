/**
 * Time, as a face needs it: what it is, and a call later. Tests have one of their own.
 */

export interface Clock {
  /** Milliseconds that only go forward; from when does not matter. */
  readonly now: () => number;
  /** Calls once, after that many milliseconds, unless the returned function is called before. */
  readonly after: (milliseconds: number, call: () => void) => () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** The hour and minute of a time since 1970, where the program runs. */
export function localTimeText(time: number): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}
