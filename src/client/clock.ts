/**
 * Time, as a face needs it: what it is, a call later, and how a date is written. Tests have their own.
 */

export interface Clock {
  /** Milliseconds that only go forward; from when does not matter. */
  readonly now: () => number;
  /** Calls once, after that many milliseconds, unless the returned function is called before. */
  readonly after: (milliseconds: number, call: () => void) => () => void;
}

/** What a session needs beside a clock: none of it has to be the machine's. */
export interface Runtime extends Clock {
  /** Milliseconds since 1970, UTC; may be set. */
  readonly time: () => number;
  /** Calls in the next turn of the event loop. */
  readonly soon: (call: () => void) => void;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** Times are milliseconds since 1970, UTC. */
export interface Calendar {
  /** The time of day, in five columns. */
  readonly timeText: (time: number) => string;
  /** A number that is the same for all times of one day. */
  readonly dayOf: (time: number) => number;
  readonly dayText: (time: number) => string;
  readonly today: () => number;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};

export const systemRuntime: Runtime = {
  ...systemClock,
  time: () => Date.now(),
  soon: (call) => void setImmediate(call),
  random: () => Math.random(),
};

/** Where the program runs, in the reader's language. */
export function localCalendar(languageTag: string): Calendar {
  const format = new Intl.DateTimeFormat(languageTag, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  return {
    timeText: localTimeText,
    dayOf: localDay,
    dayText: (time) => format.format(time),
    today: () => localDay(Date.now()),
  };
}

/** The hour and minute of a time since 1970, where the program runs. */
export function localTimeText(time: number): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}

function localDay(time: number): number {
  const date = new Date(time);
  return (date.getFullYear() * 12 + date.getMonth()) * 31 + date.getDate();
}
