/**
 * How a request is put for an old server: as one object or several, each small enough to be read in one piece, there and
 * by the old clients to whom the server passes it on.
 */
import { assertNever } from "../../base/assert-never.ts";
import { classicStampBytesMax } from "../limits.ts";
import { classicFrameBytesMax } from "../../protocol/limits.ts";
import type { Request } from "../../protocol/requests.ts";
import { lobby } from "../../protocol/entry.ts";
import { splitText } from "../../protocol/split-text.ts";
import { encodeRequest } from "../../protocol/request-encoder.ts";
import type { KeyedRequest } from "./outbox.ts";

/** Whether an old server can do it: it has no other rooms and no memory, and knows nobody as away or by another name. */
export function isClassic(request: KeyedRequest): boolean {
  const { type } = request;
  if (type === "broadcast") return request.room === lobby;
  return type === "sendto" || type === "ls" || type === "ignore";
}

/** Whole objects without line ends, in order, one for each write. A long text is cut between characters. */
export function classicFrames(request: KeyedRequest, ownNickname: string): readonly string[] {
  const { type } = request;
  switch (type) {
    case "broadcast":
      return splitText(request.text, textBytesMax([ownNickname]), escapedBytes).map((text) =>
        unframed({ type, room: lobby, text }),
      );
    case "sendto": {
      const { nickname } = request;
      const room = textBytesMax([ownNickname, nickname]);
      return splitText(request.text, room, escapedBytes).map((text) => unframed({ type, nickname, text }));
    }
    case "ls":
      return [unframed({ type, room: lobby })];
    case "ignore":
      return [unframed({ type })];
    case "join":
    case "leave":
    case "topic":
    case "rooms":
    case "history":
    case "search":
    case "nick":
    case "away":
    case "whois":
      return [];
    default:
      return assertNever(type);
  }
}

/** One object without a line end: an old server reads until the object is whole, and no further. */
export function unframed(request: Request): string {
  return encodeRequest(request).trimEnd();
}

function textBytesMax(nicknames: readonly string[]): number {
  return (
    classicFrameBytesMax -
    classicStampBytesMax -
    nicknames.reduce((sum, nickname) => sum + escapedBytes(nickname), 0)
  );
}

/** The size inside a JSON string as Python's `json.dumps` writes it: everything beyond ASCII as `\uXXXX`. */
function escapedBytes(text: string): number {
  const json = JSON.stringify(text);
  let bytes = json.length - 2;
  for (let index = 0; index < json.length; index++) if (json.charCodeAt(index) > 0x7e) bytes += 5;
  return bytes;
}
