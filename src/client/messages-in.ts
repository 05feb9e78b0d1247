/** What a server's bytes say: frames found, each understood. Must not know a socket, or what becomes of a message. */
import type { FrameReader } from "../protocol/framing.ts";
import { decodeServerMessage } from "../protocol/server-decoder.ts";
import type { ServerMessage } from "../protocol/server-message.ts";

/** The greeting of an old server is not JSON; what cannot be read is left out. */
export function messagesIn(reader: FrameReader, chunk: Uint8Array): readonly ServerMessage[] {
  const messages: ServerMessage[] = [];
  reader.push(chunk);
  for (let frame = reader.next(); frame !== undefined; frame = reader.next()) {
    const message = frame.ok ? decodeServerMessage(frame.value) : frame;
    if (message.ok) messages.push(message.value);
  }
  return messages;
}
