/** Tells the face which requests are pending, as the person typed them. */
import { assertNever } from "../../base/assert-never.ts";
import { lobby } from "../../protocol/entry.ts";
import { pendingShownMax } from "../limits.ts";
import { show } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { Pending } from "../shown-event.ts";
import { isMessage, messageText, unacknowledged } from "./outbox.ts";
import type { KeyedMessage, KeyedRequest } from "./outbox.ts";
import type { SessionState } from "./state.ts";

/** After every event. The same again is no news. */
export function showPending(state: SessionState): Effects {
  const { phase, options, outbox, pendingShown: shown } = state;
  if (phase.type === "ended" || options.program !== undefined) return [];
  // With a connection, what a command asks for takes a moment; without one it waits as messages do.
  const formOf = phase.type === "online" ? pendingMessage : pendingRequest;
  const waiting = unacknowledged(outbox, pendingShownMax, formOf);
  if (areSame(waiting, shown)) return [];
  state.pendingShown = waiting;
  return show({ type: "pending", waiting });
}

function areSame(some: readonly Pending[], others: readonly Pending[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ kind, text }, index) => kind === others[index]?.kind && text === others[index].text)
  );
}

function pendingMessage(request: KeyedRequest): Pending | undefined {
  const text = messageText(request);
  return text === undefined ? undefined : { kind: "message", text };
}

function pendingRequest(request: KeyedRequest): Pending | undefined {
  if (isMessage(request)) return pendingMessage(request);
  const text = commandText(request);
  return text === undefined ? undefined : { kind: "command", text };
}

/** Undefined for what nobody typed. */
function commandText(request: Exclude<KeyedRequest, KeyedMessage>): string | undefined {
  const { type } = request;
  switch (type) {
    case "join":
      return request.purpose === "returning" ? undefined : `/join ${request.room}`;
    case "leave":
      return `/leave ${request.room}`;
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
