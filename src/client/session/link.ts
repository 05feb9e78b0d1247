/**
 * How a session comes to a server and loses it: nickname, connection, login, and the pauses between two tries. Must not
 * know what is said once it is online.
 */
import { lobby } from "../../protocol/entry.ts";
import { assertNever } from "../../base/assert-never.ts";
import { faultText } from "../../protocol/faults.ts";
import { connectTimeoutMs, onlineSettledMs, reconnectPauseMaxMs, reconnectPauseMinMs } from "../limits.ts";
import { frameBytesMax, requestBytesMax, roomsPerSessionMax } from "../../protocol/limits.ts";
import { foldNickname, parseNickname } from "../../protocol/nickname.ts";
import { sizeFault } from "../../protocol/message-size.ts";
import type { ClientCapability } from "../../protocol/capabilities.ts";
import type { Request } from "../../protocol/requests.ts";
import type { ServerMessage } from "../../protocol/server-message.ts";
import { encodeRequest } from "../../protocol/request-encoder.ts";
import { unframed } from "./classic-send.ts";
import { isOpen, roomHere } from "./conversations.ts";
import { end } from "./leaving.ts";
import { loginCursors, postpone, resendUnsent, restore } from "./persistence.ts";
import { rewind } from "./outbox.ts";
import { membersKey } from "./people.ts";
import { release } from "./backlog.ts";
import { sentence } from "./receive.ts";
import { comeIntoOld } from "./old-server.ts";
import { comeIn } from "./rooms.ts";
import type { Effects, SessionEffect } from "./effects.ts";
import type { CloseReason, SessionEvent } from "./event.ts";
import { heartbeatDefault } from "./state.ts";
import type { SessionState } from "./state.ts";
import { loseUnreadable } from "./unreadable.ts";

/** What this client understands beyond 0.1.0. */
const can: ReadonlySet<ClientCapability> = new Set(["gaps", "member_counts"]);

type Login = Extract<Request, { type: "login" }>;
type Accepted = Extract<ServerMessage, { type: "login"; success: true }>;
type Refused = Extract<ServerMessage, { type: "login"; success: false }>;

/** A nickname that breaks the rules is not worth a connection. */
export function takeNickname(state: SessionState, nickname: string): Effects {
  const parsed = parseNickname(nickname.trim());
  if (!parsed.ok) return refuseNickname(state, faultText(state.options.catalogue.faults, parsed.fault));
  state.nickname = parsed.value;
  // A program that comes back under another nickname is still the same, and reads on.
  if (state.options.program !== undefined && state.wasOnline) return connect(state);
  restore(state);
  return connect(state);
}

export function connect(state: SessionState): Effects {
  state.phase = { type: "connecting" };
  state.connection += 1;
  state.lastWords = undefined;
  return [
    { type: "show", event: { type: "link", link: { state: "connecting" } } },
    { type: "connect", connection: state.connection },
    { type: "arm", timer: "answer", afterMs: connectTimeoutMs },
  ];
}

/** Both dialects' logins in one: an old server does not see the `v`. */
export function logIn(state: SessionState): Effects {
  state.phase = { type: "loggingIn" };
  const { nickname, token } = state;
  // A login without cursors is one that holds nothing: a program takes no nickname's mailbox over.
  const { program } = state.options;
  const passing = program !== undefined && token === undefined;
  const after = passing ? undefined : loginCursors(state);
  const quiet = program === undefined ? undefined : true;
  const typing = state.options.announcesTyping === true ? true : undefined;
  const joining =
    state.joining.size === 0 ? undefined : Array.from(state.joining).slice(0, roomsPerSessionMax);
  const epochs = after === undefined || state.epochs.length === 0 ? undefined : state.epochs;
  const login = fitting({
    type: "login",
    nickname,
    version: 2,
    token,
    after,
    epochs,
    joining,
    quiet,
    typing,
    can,
  });
  const text = unframed(login);
  return [
    { type: "send", text },
    { type: "arm", timer: "answer", afterMs: connectTimeoutMs },
  ];
}

/** Many rooms with long names can make a login too large to be read: then one does not come back into the last ones. */
function fitting(login: Login): Login {
  const cursors = Array.from(login.after ?? []);
  let fit = sizeFault(login) === undefined ? login : { ...login, joining: undefined };
  while (sizeFault(fit) !== undefined && cursors.pop() !== undefined)
    fit = { ...fit, after: new Map(cursors) };
  return fit;
}

export function enter(state: SessionState, message: Accepted, event: SessionEvent): Effects {
  const { address, completes, program, catalogue, heartbeat = heartbeatDefault } = state.options;
  const { version, nickname, server, limits } = message;
  if (version === 1 && program !== undefined && program.room !== lobby)
    return end(state, catalogue.client.oldServer);
  const since = event.time;
  state.phase =
    version === 2
      ? { type: "online", version, since, pinged: false }
      : { type: "online", version, since, frames: [], paced: false, listening: false };
  // For an old server a long text is split.
  const accepted = version === 2 ? (limits?.frame ?? requestBytesMax) : frameBytesMax;
  state.frameBytesMax = Math.min(accepted, frameBytesMax);
  state.nickname = nickname ?? state.nickname;
  state.lastWords = undefined;
  const isAsked = foldNickname(state.nickname) !== foldNickname(state.options.nickname ?? "");
  const again = state.wasOnline || isAsked ? undefined : state.options.again;
  state.wasOnline = true;
  const link = { state: "online", nickname: state.nickname, server: server?.name ?? address, again } as const;
  const memory = version === 1 ? "none" : state.token !== undefined && !message.resumed ? "other" : undefined;
  const effects: SessionEffect[] = [
    { type: "show", event: { type: "link", link: memory === undefined ? link : { ...link, memory } } },
    ...resendUnsent(state),
  ];
  if (version === 2) {
    effects.push({ type: "arm", timer: "heartbeat", afterMs: heartbeat.pauseMs });
    effects.push(...repeatSwitches(state, message));
    effects.push(...comeIn(state, message));
    state.listAwaited = completes;
    if (completes)
      effects.push({
        type: "send",
        // Not of a room that one will be in only with what waits.
        text: encodeRequest({
          type: "ls",
          room: isOpen(state, state.conversation) ? roomHere(state) : lobby,
          key: membersKey(state),
        }),
      });
  } else effects.push(...comeIntoOld(state));
  return effects;
}

/** Tells the server again what it does not know any more: that the lobby is ignored, that one is away. */
function repeatSwitches(state: SessionState, { ignoring }: Accepted): Effects {
  const { repeatedAtLogin, away } = state;
  repeatedAtLogin.clear();
  const requests: Request[] = [];
  if (state.ignoring !== ignoring) requests.push({ type: "ignore" });
  if (away !== undefined) requests.push({ type: "away", text: away });
  for (const { type } of requests) if (type === "ignore" || type === "away") repeatedAtLogin.add(type);
  return requests.map((request) => ({ type: "send", text: encodeRequest(request) }));
}

/** Somebody who was in the room before may find their own ghost there, and waits for it to go. */
export function turnAway(state: SessionState, message: Refused, event: SessionEvent): Effects {
  const reason = sentence(state, message);
  const close: SessionEffect = { type: "close", gently: true };
  if (!state.wasOnline || state.options.program?.anyNickname === true)
    return [...(state.options.canAsk ? [close] : []), ...refuseNickname(state, reason)];
  const ghost = message.fault === undefined || message.fault.code === "nickname_taken";
  return ghost ? [close, ...lose(state, reason, event)] : end(state, reason);
}

/** The line is gone, or did not come about: the first time for good, later until the next try. */
export function lose(state: SessionState, reason: string, event: SessionEvent): Effects {
  const { phase } = state;
  if (phase.type === "asking" || phase.type === "waiting" || phase.type === "ended") return [];
  loseUnreadable(state);
  for (const request of state.outbox.underWay.values())
    if (request.type === "join") state.joining.add(request.room);
  rewind(state.outbox);
  postpone(state);
  const shown = Array.from(state.held.keys()).flatMap((room) => release(state, room));
  state.released.clear();
  if (phase.type === "online" && event.time - phase.since >= onlineSettledMs) state.tries = 0;
  state.phase = { type: "waiting" };
  const hopeless = event.type === "closed" && event.reason.type === "hostUnknown";
  const persistent = state.options.program?.persistent === true && !hopeless;
  if (!state.wasOnline && !persistent) return end(state, reason);
  if (state.leaving === "brief") return [...shown, ...end(state)];
  const pauseMax = Math.min(reconnectPauseMaxMs, reconnectPauseMinMs * 2 ** state.tries);
  const retryInMs = Math.ceil(event.random * pauseMax);
  state.tries += 1;
  return [
    ...shown,
    { type: "show", event: { type: "link", link: { state: "offline", reason, retryInMs } } },
    { type: "arm", timer: "retry", afterMs: retryInMs },
  ];
}

/** What a lost or failed connection is for a person. */
export function closeReason(state: SessionState, reason: CloseReason): string {
  const { catalogue, address, host } = state.options;
  const texts = catalogue.client;
  switch (reason.type) {
    case "refused":
      return texts.connectionRefused(address);
    case "hostUnknown":
      return texts.hostUnknown(host);
    case "noRoute":
      return texts.unreachable(address, texts.noRoute);
    case "failed":
      return texts.unreachable(address, reason.detail);
    case "lost":
      if (state.lastWords !== undefined) return state.lastWords;
      return state.phase.type === "online" ? texts.connectionLost : texts.noAnswer(address);
    default:
      return assertNever(reason);
  }
}

function refuseNickname(state: SessionState, reason: string): Effects {
  if (!state.options.canAsk) return end(state, reason);
  state.phase = { type: "asking" };
  return [{ type: "ask", reason }];
}
