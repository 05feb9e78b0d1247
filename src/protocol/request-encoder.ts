/** The JSON of a request, for servers of both forms: a classic one reads the fields that it knows. */
import { assertNever } from "../base/assert-never.ts";
import { lobby } from "./entry.ts";
import { jsonLine } from "./json-line.ts";
import type { Request } from "./requests.ts";

/** A request as a client sends it, to a v2 server or an old one, which ignores the fields that it does not know. */
export function encodeRequest(request: Request): string {
  const { type, key } = request;
  switch (type) {
    case "login": {
      const { nickname, version, token, after, epochs, joining, quiet, typing, can } = request;
      const cursors = after === undefined ? undefined : Object.fromEntries(after);
      return jsonLine({
        type,
        msg: nickname,
        v: version === 2 ? 2 : undefined,
        token,
        after: cursors,
        epochs: epochs?.map(({ id, first }) => [id, first]),
        joining,
        quiet,
        typing,
        can: can === undefined ? undefined : Array.from(can),
        key,
      });
    }
    case "broadcast":
      return jsonLine({
        type,
        room: request.room === lobby ? undefined : request.room,
        msg: request.text,
        age: request.age,
        key,
      });
    case "sendto":
      return jsonLine({ type, nickname: request.nickname, msg: request.text, age: request.age, key });
    case "topic":
      return jsonLine({ type, room: request.room, msg: request.topic, key });
    case "ls":
      return jsonLine({ type, room: request.room === lobby ? undefined : request.room, msg: null, key });
    case "nick":
      return jsonLine({ type, msg: request.nickname, key });
    case "away":
      return jsonLine({ type, msg: request.text, key });
    case "typing": {
      const { room, nickname } = request;
      return jsonLine({ type, room: nickname === undefined ? room : undefined, nickname, key });
    }
    case "help":
    case "ignore":
      return jsonLine({ type, msg: null, key });
    case "join":
    case "leave":
    case "history":
    case "search":
    case "rooms":
    case "whois":
    case "ping":
    case "pong":
      return jsonLine(request);
    default:
      return assertNever(type);
  }
}
