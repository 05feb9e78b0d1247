/**
 * What becomes of a server's messages while the session is online: what is shown, what is acknowledged, who is known to
 * be there. Must not know how a connection comes and goes.
 */
import { lobby } from "../protocol/entry.ts";
import type { Fault, FaultCode } from "../protocol/faults.ts";
import { assertNever, faultText } from "../protocol/faults.ts";
import { mailboxCursor } from "../protocol/requests.ts";
import type { ServerMessage } from "../protocol/server-messages.ts";
import { encodeRequest } from "../protocol/v2.ts";
import type { Happening } from "./face.ts";
import { goneAway, heardFrom, replaceAll } from "./known-nicknames.ts";
import { end } from "./leaving.ts";
import { acknowledge } from "./outbox.ts";
import { isBacklogKey, messageOf, receiveRoom, release, remember, turnBack } from "./rooms.ts";
import type { SessionEffect, SessionState } from "./session-state.ts";

type Effects = readonly SessionEffect[];
type Message<Type extends ServerMessage["type"]> = Extract<ServerMessage, { type: Type }>;

/** @param time when it came, for messages that do not say when they were written */
export function receive(state: SessionState, message: ServerMessage, time: number): Effects {
  switch (message.type) {
    case "entry":
      return receiveEntry(state, message);
    case "stamped":
      return receiveStamped(state, message, time);
    case "notice":
      return receiveNotice(state, message);
    case "members":
      return receiveMembers(state, message);
    case "ignore":
      return receiveIgnore(state, message);
    case "error":
      return receiveError(state, message);
    case "said":
    case "help":
      return message.text === "" ? [] : show({ type: "said", text: message.text });
    case "join":
    case "leave":
    case "topic":
    case "rooms":
    case "history":
    case "search":
      return receiveRoom(state, message);
    case "ping":
      return [{ type: "send", text: encodeRequest({ type: "pong" }) }];
    case "login":
    case "pong":
    case "unknown":
      return [];
    default:
      return assertNever(message);
  }
}

/** The key of the list that is asked for at login, to know whom to complete, and not shown. */
export function membersKey(state: SessionState): string {
  return `${state.options.keyPrefix}-members`;
}

/** A fault in the person's language; what this program does not know, in the server's. */
export function sentence(
  state: SessionState,
  { fault, text }: { readonly fault?: Fault | undefined; readonly text: string },
): string {
  return fault === undefined ? text : faultText(state.options.catalogue.faults, fault);
}

/**
 * One's own copy is the acknowledgement. A repeat is nothing but that: the entry itself was shown, or lies behind the
 * cursor and will come.
 */
function receiveEntry(state: SessionState, { entry, repeat }: Message<"entry">): Effects {
  // A repeat comes to its sender alone, who may have had another nickname then.
  if (repeat || entry.from === state.nickname) acknowledge(state.outbox, entry.key);
  else if (!repeat) heardFrom(state.known, entry.from);
  if (repeat || entry.seq <= (state.cursors.get(entry.log) ?? 0)) return [];
  state.cursors.set(entry.log, entry.seq);
  const message = messageOf(state, entry);
  const held = state.held.get(entry.log);
  held?.messages.push(message);
  const shown = held === undefined ? show(message) : [];
  return entry.log === mailboxCursor ? [...shown, ...remember(state)] : shown;
}

function receiveStamped(state: SessionState, message: Message<"stamped">, time: number): Effects {
  const { from, to, text } = message;
  if (from === undefined) return refused(state, { text });
  const own = from === state.nickname;
  if (!own) heardFrom(state.known, from);
  return show({ type: "message", room: lobby, from, to, text, time: message.time ?? time, own });
}

function receiveNotice(
  state: SessionState,
  { event, room, nickname, topic, time }: Message<"notice">,
): Effects {
  if (event === "topic") state.rooms.set(room, topic);
  else if (nickname === state.nickname) return [];
  else if (event === "join") heardFrom(state.known, nickname);
  else if (room === lobby) goneAway(state.known, nickname);
  return show({ type: "notice", event, room, nickname, topic, time });
}

function receiveMembers(state: SessionState, { room, nicknames, key }: Message<"members">): Effects {
  replaceAll(
    state.known,
    nicknames.filter((nickname) => nickname !== state.nickname),
  );
  acknowledge(state.outbox, key);
  return key === membersKey(state) ? [] : show({ type: "members", room, nicknames });
}

function receiveIgnore(state: SessionState, message: Message<"ignore">): Effects {
  const { ignoring, text, key } = message;
  acknowledge(state.outbox, key);
  if (!message.success) return refused(state, { text });
  if (ignoring === undefined) return show({ type: "said", text });
  state.ignoring = ignoring;
  return show({ type: "ignoring", ignoring });
}

function receiveError(state: SessionState, message: Message<"error">): Effects {
  const { fault, key } = message;
  if (fault !== undefined && farewells.includes(fault.code)) {
    state.lastWords = sentence(state, message);
    // Two who took the nickname from each other in turn would never end.
    return fault.code === "replaced" ? end(state, state.lastWords) : [];
  }
  // What was said before cannot be had: what has waited for it is shown at least.
  if (isBacklogKey(state, key)) return release(state);
  const request = acknowledge(state.outbox, key);
  // Left on the connection before, which was lost with the answer.
  const wasUnderWay = request !== undefined && state.outbox.repeated.has(request.key);
  if (wasUnderWay && request.type === "leave" && fault?.code === "not_in_room") return [];
  const back = request?.type === "join" ? turnBack(state, request.room) : [];
  if (fault === undefined) return [...refused(state, { text: message.text }), ...back];
  const text = request !== undefined && "text" in request ? request.text : undefined;
  return [...refused(state, { fault, text }), ...back];
}

/** The server hangs up after these: they are the reason that is given for it. */
const farewells: readonly FaultCode[] = [
  "too_many_faults",
  "login_timeout",
  "frame_timeout",
  "replaced",
  "server_full",
  "shutting_down",
];

type Refusal =
  | { readonly fault: Fault; readonly text: string | undefined }
  | { readonly fault?: undefined; readonly text: string };

function refused(state: SessionState, refusal: Refusal): Effects {
  state.refused += 1;
  return show({ type: "refused", ...refusal });
}

function show(happening: Happening): Effects {
  return [{ type: "show", happening }];
}
