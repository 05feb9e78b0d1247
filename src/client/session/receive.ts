/**
 * What becomes of a server's messages while the session is online: what is shown, what is acknowledged, who is known to
 * be there.
 */
import { lobby } from "../../protocol/entry.ts";
import type { Entry } from "../../protocol/entry.ts";
import type { Fault, FaultCode } from "../../protocol/faults.ts";
import { assertNever } from "../../base/assert-never.ts";
import { faultText } from "../../protocol/faults.ts";
import type { ServerMessage } from "../../protocol/server-message.ts";
import { encodeRequest } from "../../protocol/request-encoder.ts";
import { countBroken, isStray, receiveBroken } from "./broken.ts";
import { openPrivate } from "./conversations.ts";
import { partnerOf } from "../conversation-name.ts";
import type { Message as Said } from "../shown-event.ts";
import { conversationOf } from "../shown-event.ts";
import { receiveGap } from "./gap.ts";
import { isHidden } from "./hidden.ts";
import { heardFrom } from "./known-nicknames.ts";
import { end } from "./leaving.ts";
import { acknowledge, isAwaited } from "./outbox.ts";
import { receiveAway, receiveMembers, receiveNickname, receiveNotice, receiveWhois } from "./people.ts";
import { hold } from "./backlog.ts";
import { messageOf, noteShown, receiveHistory } from "./history.ts";
import { refuseByKey } from "./refusal.ts";
import { noteTaken } from "./resend.ts";
import { receiveRoom } from "./rooms.ts";
import { refuse, show } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { SessionState } from "./state.ts";
import { allowTypingSignal, receiveTyping, receiveTypingError, receiveWatchers } from "./typing.ts";
import { noteUnreadable } from "./unreadable.ts";

type Message<Type extends ServerMessage["type"]> = Extract<ServerMessage, { type: Type }>;

/** @param time when it came, for messages that do not say when they were written */
export function receive(state: SessionState, message: ServerMessage, time: number): Effects {
  if (isStray(state, message))
    return receiveBroken(state, { regarding: message.type, key: "key" in message ? message.key : undefined });
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
      return receiveTypingError(state, message.key, time) ? [] : receiveError(state, message);
    case "gap":
      return receiveGap(state, message);
    case "said":
    case "help":
      return message.text === "" ? [] : show({ type: "said", text: message.text });
    case "join":
    case "leave":
    case "topic":
    case "rooms":
      return receiveRoom(state, message);
    case "history":
    case "search":
      countBroken(state, message.broken ?? 0);
      return receiveHistory(state, message);
    case "nick":
      return receiveNickname(state, message);
    case "away":
      return receiveAway(state, message);
    case "whois":
      return receiveWhois(state, message);
    case "typing":
      return receiveTyping(state, message);
    case "watchers":
      receiveWatchers(state, message, time);
      return [];
    case "ping":
      return [{ type: "send", text: encodeRequest({ type: "pong" }) }];
    case "broken":
      return receiveBroken(state, message);
    case "login":
    case "pong":
    case "unknown":
      return [];
    default:
      return assertNever(message);
  }
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
  const own = repeat || isOwn(state, entry);
  if (!own) heardFrom(state.known, entry.from);
  else if (acknowledge(state.outbox, entry.key) !== undefined) noteTaken(state);
  if (repeat || entry.seq <= (state.cursors.get(entry.log) ?? 0)) return [];
  state.cursors.set(entry.log, entry.seq);
  return receiveMessage(state, messageOf(state, entry, own), entry.log);
}

/** Under one's nickname, or under one from before, as what was on its way when it changed. */
function isOwn({ nickname, outbox, formerNicknames }: SessionState, { from, key }: Entry): boolean {
  return from === nickname || (formerNicknames.has(from) && isAwaited(outbox, key));
}

/** A message that was not there before. */
function receiveMessage(state: SessionState, message: Said, log: string): Effects {
  const conversation = conversationOf(message);
  noteShown(state, message);
  if (isHidden(state, message)) return [];
  if (!message.own) allowTypingSignal(state, conversation);
  const nickname = partnerOf(conversation);
  const met = nickname === undefined ? [] : openPrivate(state, nickname);
  const held = state.held.get(log);
  return [...met, ...(held === undefined ? show(message) : hold(state, held, message))];
}

function receiveStamped(state: SessionState, message: Message<"stamped">, time: number): Effects {
  const { from, to, text } = message;
  if (from === undefined) return refuse(state, { text });
  const own = from === state.nickname;
  if (!own) heardFrom(state.known, from);
  const said = { type: "message", room: lobby, from, to, text, time: message.time ?? time, own } as const;
  return receiveMessage(state, said, lobby);
}

function receiveIgnore(state: SessionState, message: Message<"ignore">): Effects {
  const { ignoring, text, key } = message;
  if (key === undefined) state.repeatedAtLogin.delete("ignore");
  if (!message.success) return refuseByKey(state, key, text) ?? refuse(state, { text });
  acknowledge(state.outbox, key);
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
  if (key === undefined && fault !== undefined && noteUnreadable(state, fault)) return [];
  const refused = refuseByKey(state, key, fault ?? message.text);
  return refused ?? refuse(state, fault === undefined ? { text: message.text } : { fault });
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
