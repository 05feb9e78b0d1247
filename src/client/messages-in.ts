/** What a server's bytes say: frames found, each understood. Must not know a socket, or what becomes of a message. */
import type { FrameReader } from "../protocol/framing.ts";
import { decodeServerMessage } from "../protocol/server-decoder.ts";
import type { ServerMessage } from "../protocol/server-message.ts";

/** What cannot be read is `broken`; the greeting of an old server, which is not JSON, is too. */
export function messagesIn(reader: FrameReader, chunk: Uint8Array): readonly ServerMessage[] {
  const messages: ServerMessage[] = [];
  reader.push(chunk);
  for (let frame = reader.next(); frame !== undefined; frame = reader.next()) {
    messages.push(frame.ok ? messageIn(frame.value) : { type: "broken" });
  }
  return messages;
}

/** @param frame one whole JSON value */
export function messageIn(frame: string): ServerMessage {
  const message = decodeServerMessage(frame);
  if (message.ok) return message.value;
  return { type: "broken", regarding: message.regarding, key: message.key };
}
