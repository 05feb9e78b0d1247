/** Decodes a server's frames into messages. */
import type { FrameReader } from "../protocol/framing.ts";
import { decodeServerMessage } from "../protocol/server-decoder.ts";
import type { ServerMessage } from "../protocol/server-message.ts";

/**
 * The next messages of what the reader was given, until they have `unitsMax` characters or there are no more; none when it
 * has no whole frame. What cannot be read is `broken`; the greeting of an old server, which is not JSON, is too.
 */
export function decodeMessages(reader: FrameReader, unitsMax: number): readonly ServerMessage[] {
  const messages: ServerMessage[] = [];
  let units = 0;
  while (units < unitsMax) {
    const frame = reader.next();
    if (frame === undefined) break;
    messages.push(frame.ok ? decodeMessage(frame.value) : { type: "broken" });
    units += frame.ok ? frame.value.length : 0;
  }
  return messages;
}

/** @param frame one whole JSON value */
export function decodeMessage(frame: string): ServerMessage {
  const message = decodeServerMessage(frame);
  if (message.ok) return message.value;
  return { type: "broken", regarding: message.regarding, key: message.key };
}
