/** A message as a line of output, for people or for programs. */
import { isTime, messageFields } from "../../protocol/message-json.ts";
import { cleanLine, cleanText } from "../../protocol/text.ts";
import type { Message } from "../shown-event.ts";

/** One JSON object: `room`, `seq` (not from an old server), `time` (ISO 8601, UTC), `from`, `msg`. */
export function jsonLine(message: Message): string {
  return `${JSON.stringify(messageFields({ ...message, to: undefined }))}\n`;
}

/** `2026-07-29 14:03:12 ann: hello`, in this machine's time; further lines of the text behind a tab. */
export function plainLine({ time, from, text }: Message): string {
  const words = `${cleanLine(from)}: ${cleanText(text).trimEnd().replaceAll("\n", "\n\t")}\n`;
  return isTime(time) ? `${localTime(new Date(time))} ${words}` : words;
}

function localTime(time: Date): string {
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace("T", " ");
}
