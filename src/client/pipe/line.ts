/** A message as a line of output, for people or for programs. Must not know where it came from. */
import { cleanLine, cleanText } from "../../protocol/text.ts";
import type { Message } from "../face.ts";

/** One JSON object: `room`, `seq` (not from an old server), `time` (ISO 8601, UTC), `from`, `msg`. */
export function jsonLine({ room, seq, time, from, text }: Message): string {
  return `${JSON.stringify({ room, seq, time: isoTime(time), from, msg: text })}\n`;
}

/** For programs; null for a time that is none. @source ISO 8601, in UTC */
export function isoTime(time: number): string | null {
  return isValid(time) ? new Date(time).toISOString() : null;
}

/** `2026-07-29 14:03:12 ann: hello`, in this machine's time; further lines of the text behind a tab. */
export function plainLine({ time, from, text }: Message): string {
  const words = `${cleanLine(from)}: ${cleanText(text).trimEnd().replaceAll("\n", "\n\t")}\n`;
  return isValid(time) ? `${localTime(new Date(time))} ${words}` : words;
}

function localTime(time: Date): string {
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace("T", " ");
}

/** A server may say anything. A day is kept free for the time zone. */
function isValid(time: number): boolean {
  return Math.abs(time) < 8.64e15 - 86_400_000;
}
