/**
 * What a person has typed and the server has not answered yet, as they typed it, for the faces to show. Must not know how it
 * is shown.
 */
import { assertNever } from "../../base/assert-never.ts";
import { lobby } from "../../protocol/entry.ts";
import { pendingShownMax } from "../limits.ts";
import { show } from "./effects.ts";
import type { Effects } from "./effects.ts";
import { messageText, unacknowledged } from "./outbox.ts";
import type { Keyed } from "./outbox.ts";
import type { SessionState } from "./state.ts";

/** After every event. The same again is no news. */
export function showPending(state: SessionState): Effects {
  const { phase, options, outbox, pendingShown: shown } = state;
  if (phase.type === "ended" || options.errand !== undefined) return [];
  // With a line, what a command asks for takes a moment; without one it waits as messages do.
  const textOf = phase.type === "online" ? messageText : typedAs;
  const texts = unacknowledged(outbox, pendingShownMax, textOf);
  if (texts.length === shown.length && texts.every((text, index) => text === shown[index])) return [];
  state.pendingShown = texts;
  return show({ type: "pending", texts });
}

/** Undefined for what nobody typed. */
function typedAs(request: Keyed): string | undefined {
  const { type } = request;
  switch (type) {
    case "broadcast":
    case "sendto":
      return messageText(request);
    case "join":
    case "leave":
      return `/${type} ${request.room}`;
    case "topic":
      return request.topic === undefined ? "/topic" : `/topic ${request.topic}`;
    case "nick":
    case "whois":
      return `/${type} ${request.nickname}`;
    case "away":
      return request.text === undefined ? "/back" : `/away ${request.text}`.trimEnd();
    case "search":
      return `/search ${request.query}`;
    case "history":
      return request.purpose === "opening" ? undefined : `/history ${request.limit}`;
    case "ls":
      if (request.purpose !== "detailed") return "/ls";
      return request.room === lobby ? "/who" : `/who ${request.room}`;
    case "rooms":
      return "/rooms";
    case "ignore":
      return "/i";
    default:
      return assertNever(type);
  }
}
