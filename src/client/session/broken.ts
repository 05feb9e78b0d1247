/**
 * What a server sends against the protocol: messages that break their bounds, and messages about rooms that one is not in or
 * requests that were not made. They are dropped and counted, and the person is told; a request whose answer is one of them
 * is refused, so that it does not wait for ever.
 */
import { assertNever } from "../../base/assert-never.ts";
import { lobby, mailboxCursor } from "../../protocol/entry.ts";
import type { Entry } from "../../protocol/entry.ts";
import type { ServerMessage } from "../../protocol/server-message.ts";
import { show } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { KeyedRequest } from "./outbox.ts";
import { membersKey } from "./people.ts";
import { isBacklog } from "./backlog.ts";
import { awaitsAnswer, refuseByKey } from "./refusal.ts";
import type { SessionState } from "./state.ts";
import { isTypingKey } from "./typing.ts";

type Message<Type extends ServerMessage["type"]> = Extract<ServerMessage, { type: Type }>;
type Looked = Message<"history" | "search">;

/** Counts messages that were dropped. */
export function countBroken({ broken }: SessionState, count: number): void {
  broken.count += count;
}

/** Something that cannot be read, or that is a stray. */
export function receiveBroken(
  state: SessionState,
  { regarding, key }: Pick<Message<"broken">, "regarding" | "key">,
): Effects {
  const { phase, options } = state;
  // An old server may say something in plain text.
  if (regarding === undefined && phase.type === "online" && phase.version === 1) return [];
  countBroken(state, 1);
  return refuseByKey(state, key, options.catalogue.client.brokenAnswer, "unknown") ?? [];
}

/**
 * After every event. Of many the person is told the first, then ten, a hundred and so on, and how many it were when the
 * session ends.
 */
export function tellBroken({ broken, phase }: SessionState): Effects {
  const { count, told } = broken;
  if (count === told || (count < told * 10 && phase.type !== "ended")) return [];
  broken.told = count;
  return show({ type: "broken", count });
}

/** Whether the server has no reason to send this: then it is dropped, whatever it says. */
export function isStray(state: SessionState, message: ServerMessage): boolean {
  if (state.phase.type !== "online") return false;
  return state.phase.version === 1 ? !isClassicAnswer(message) : isUnsolicited(state, message);
}

/**
 * What an old server can send. It has one room and no memory, so everything else would fill the state of a session with
 * rooms and entries that nothing bounds.
 */
function isClassicAnswer(message: ServerMessage): boolean {
  switch (message.type) {
    case "stamped":
    case "said":
    case "help":
    case "ignore":
    case "error":
    case "login":
    case "ping":
    case "pong":
    case "broken":
    case "unknown":
      return true;
    case "members":
      return message.room === lobby;
    case "entry":
    case "gap":
    case "notice":
    case "typing":
    case "watchers":
    case "join":
    case "leave":
    case "topic":
    case "rooms":
    case "nick":
    case "away":
    case "whois":
    case "history":
    case "search":
      return false;
    default:
      return assertNever(message);
  }
}

/**
 * Whether a v2 server sends this without a request for it, about a room that the session is not in, or in the classic form.
 * An error without a key is a sentence that a server may say at any time.
 */
function isUnsolicited(state: SessionState, message: ServerMessage): boolean {
  switch (message.type) {
    case "entry":
      return !message.repeat && message.entry.log !== mailboxCursor && !isIn(state, message.entry.log);
    case "gap":
      return message.log !== mailboxCursor && !isIn(state, message.log);
    case "notice":
      return message.event !== "away" && !isIn(state, message.room);
    case "typing":
      return message.room !== undefined && !isIn(state, message.room);
    case "join":
      return requestOf(state, message)?.type !== "join" && state.options.program?.room !== message.room;
    case "leave":
    case "topic":
      return !answers(state, message) && !isIn(state, message.room);
    case "members":
      return !answers(state, message) && !(state.listAwaited && message.key === membersKey(state));
    case "rooms":
    case "nick":
    case "whois":
      return !answers(state, message);
    case "history":
    case "search":
      return !isWanted(state, message);
    case "ignore":
    case "away":
      return !answers(state, message) && !answersRepeat(state, message);
    case "error":
      return message.key !== undefined && !awaitsError(state, message.key);
    case "watchers":
      return !isTypingKey(state, message.key);
    // A client of v2 requests no help and logs in once.
    case "stamped":
    case "help":
    case "login":
      return true;
    case "said":
    case "ping":
    case "pong":
    case "broken":
    case "unknown":
      return false;
    default:
      return assertNever(message);
  }
}

/** Everybody is in the lobby, also where a server does not say so. */
function isIn({ rooms }: SessionState, room: string): boolean {
  return room === lobby || rooms.has(room);
}

/** Whether the message is the answer to a request of its own type. */
function answers(
  state: SessionState,
  message: Message<"leave" | "topic" | "members" | "rooms" | "nick" | "whois" | "ignore" | "away">,
): boolean {
  const asked = message.type === "members" ? "ls" : message.type;
  return requestOf(state, message)?.type === asked;
}

/** Whether it may answer a request without a key, sent at the login. */
function answersRepeat(
  { repeatedAtLogin }: SessionState,
  { type, key }: Message<"ignore" | "away">,
): boolean {
  return key === undefined && repeatedAtLogin.has(type);
}

/** Late errors about signs of typing are to be expected. */
function awaitsError(state: SessionState, key: string): boolean {
  return awaitsAnswer(state, key) || isTypingKey(state, key);
}

function requestOf(
  { outbox }: SessionState,
  { key }: { readonly key?: string | undefined },
): KeyedRequest | undefined {
  return key === undefined ? undefined : outbox.underWay.get(key);
}

/** Entries of the log that was asked for, in order. */
function isWanted(state: SessionState, message: Looked): boolean {
  const { type, room = lobby, nickname, entries } = message;
  const log = nickname === undefined ? room : mailboxCursor;
  if (!areInOrder(entries, log)) return false;
  const request = requestOf(state, message);
  if (request === undefined)
    return type === "history" && nickname === undefined && isBacklog(state, message.key, room);
  if (request.type !== type || request.nickname !== nickname) return false;
  if (nickname === undefined && request.room !== room) return false;
  const after = request.type === "history" ? (request.after ?? 0) : 0;
  return (entries[0]?.seq ?? Infinity) > after;
}

function areInOrder(entries: readonly Entry[], log: string): boolean {
  return entries.every((entry, index) => entry.log === log && entry.seq > (entries[index - 1]?.seq ?? 0));
}
