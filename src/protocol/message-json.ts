/** A message as JSON for programs: the output of `export`, `tail --json`, `history --json` and `join --json`. */
import type { Entry } from "./entry.ts";

/** `time` is ISO 8601 in UTC; `msg` is the text. JSON omits undefined fields. */
export function messageFields({ room, seq, time, from, to, text }: MessageFields) {
  return { room, seq, time: isoTime(time), from, to, msg: text };
}

/** A time (milliseconds since 1970, UTC) as ISO 8601 in UTC; null if a date cannot represent it. */
export function isoTime(time: number): string | null {
  return isTime(time) ? new Date(time).toISOString() : null;
}

/** Whether a date can represent the time in every time zone: a day is kept free at both ends. */
export function isTime(time: number): boolean {
  return Math.abs(time) < 8.64e15 - 86_400_000;
}

/** `room` is undefined for a direct message, `seq` for a message of an old server. */
interface MessageFields extends Pick<Entry, "from" | "to" | "text"> {
  readonly room?: string | undefined;
  readonly seq?: number | undefined;
  readonly time: number;
}
