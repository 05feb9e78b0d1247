/**
 * A client's connection as a state machine: one event in, the effects out. Pure but for the state it owns: no I/O, no
 * clock, no randomness, so that a simulation can drive it.
 */
import { assertNever } from "../../base/assert-never.ts";
import type { ServerMessage } from "../../protocol/server-message.ts";
import { encodeRequest } from "../../protocol/request-encoder.ts";
import { tellBroken } from "./broken.ts";
import { switchTo } from "./conversations.ts";
import { mostRecentFirst } from "./known-nicknames.ts";
import { readHistory, searchHistory, sendProgramMessage } from "./program.ts";
import { end, leave, settle } from "./leaving.ts";
import { closeReason, connect, enter, logIn, lose, takeNickname, turnAway } from "./link.ts";
import { journalAdditions, journalRemovals, save } from "./persistence.ts";
import { receive, sentence } from "./receive.ts";
import { outboxSize } from "./outbox.ts";
import { releaseOverdue } from "./backlog.ts";
import { noteShownFrom } from "./history.ts";
import { flush } from "./flush.ts";
import { pauseRefused } from "./resend.ts";
import { refuse } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { SessionEvent } from "./event.ts";
import { heartbeatDefault } from "./state.ts";
import type { SessionState } from "./state.ts";
import { submit } from "./submit.ts";
import { signalTyping } from "./typing.ts";
import { settleUnreadable } from "./unreadable.ts";
import { showPending } from "./pending.ts";

/** After the `end` effect, which is the last, events do nothing. */
export function step(state: SessionState, event: SessionEvent): Effects {
  if (state.phase.type === "ended") return [];
  // At every key, and nothing that waits changes by it: with thousands of messages in the outbox, the rest takes milliseconds.
  if (event.type === "typing") return signalTyping(state, event.time);
  state.inputLine = event.type === "submitted" || event.type === "programMessage" ? event.line : undefined;
  state.now = event.time;
  const handled = handle(state, event);
  state.inputLine = undefined;
  if (outboxSize(state.outbox) === 0) state.formerNicknames.clear();
  // The program may be killed between any two: what is sent is on disk before, and what counts as seen was shown.
  return inOneWrite([
    ...journalAdditions(state),
    ...handled,
    ...settleUnreadable(state),
    ...pauseRefused(state, event.random),
    ...save(state),
    ...flush(state),
    ...journalRemovals(state),
    ...tellNicknames(state),
    ...showPending(state),
    ...settle(state),
    ...tellBroken(state),
  ]);
}

function handle(state: SessionState, event: Exclude<SessionEvent, { type: "typing" }>): Effects {
  switch (event.type) {
    case "started":
      return state.options.nickname === undefined ? [{ type: "ask" }] : takeNickname(state, state.nickname);
    case "named":
      if (state.phase.type !== "asking") return [];
      return event.nickname === undefined ? end(state) : takeNickname(state, event.nickname);
    case "opened":
      return event.connection === state.connection && state.phase.type === "connecting" ? logIn(state) : [];
    case "received":
      if (event.connection !== state.connection) return [];
      noteSignOfLife(state, event.time);
      return withOnePing(event.messages).flatMap((message) => receiveInPhase(state, message, event));
    case "closed":
      return event.connection === state.connection
        ? lose(state, closeReason(state, event.reason), event)
        : [];
    case "timer":
      return timeOut(state, event);
    case "inputFailed":
      return refuse(state, { text: event.reason });
    case "submitted":
      // After a program's `/quit` nothing is read.
      if (state.leaving === "steady") return [];
      return submit(state, event.text);
    case "switchTo":
      return switchTo(state, event.conversation);
    case "shownFrom":
      noteShownFrom(state, event.conversation, event.seq);
      return [];
    case "programMessage":
      return sendProgramMessage(state, event.text);
    case "programHistory":
      return readHistory(state, event.range);
    case "programSearch": {
      const { query, before, limit } = event;
      return searchHistory(state, { query, before, limit });
    }
    case "leave":
      return leave(state, event.mode);
    default:
      return assertNever(event);
  }
}

/**
 * What arrives answers a ping, whatever the clock says: after a clock was set forward, the time since alone would make a
 * healthy connection look dead.
 */
function noteSignOfLife(state: SessionState, time: number): void {
  state.heardAt = time;
  if (state.phase.type === "online" && state.phase.version === 2) state.phase.pinged = false;
}

/** However often a server asks for a sign of life, one will do: else it could make the answers fill the memory. */
function withOnePing(messages: readonly ServerMessage[]): readonly ServerMessage[] {
  const last = messages.findLast(({ type }) => type === "ping");
  return messages.filter((message) => message.type !== "ping" || message === last);
}

function receiveInPhase(state: SessionState, message: ServerMessage, event: SessionEvent): Effects {
  const { type } = state.phase;
  if (type === "online") return receive(state, message, event.time);
  if (type !== "loggingIn") return [];
  if (message.type === "broken" && message.regarding === "login") return refuseServer(state, event);
  if (message.type === "login")
    return message.success ? enter(state, message, event) : turnAway(state, message, event);
  if (message.type === "error") state.lastWords = sentence(state, message);
  // A server that is full says so before it knows which dialect it speaks to.
  else if (message.type === "said" && message.text !== "") state.lastWords = message.text;
  return [];
}

/** A server whose login cannot be understood is none to talk to. */
function refuseServer(state: SessionState, event: SessionEvent): Effects {
  const reason = state.options.catalogue.client.brokenLogin(state.options.address);
  return [{ type: "close", gently: false }, ...lose(state, reason, event)];
}

function timeOut(state: SessionState, event: SessionEvent & { type: "timer" }): Effects {
  const { phase } = state;
  const { client } = state.options.catalogue;
  const { address } = state.options;
  switch (event.timer) {
    case "answer": {
      if (phase.type !== "connecting" && phase.type !== "loggingIn") return [];
      const reason =
        phase.type === "connecting" ? client.unreachable(address, client.timedOut) : client.noAnswer(address);
      return [{ type: "close", gently: false }, ...lose(state, reason, event)];
    }
    case "retry":
      return phase.type === "waiting" ? connect(state) : [];
    case "resend":
      state.resending.isPaused = false;
      return [];
    case "heartbeat":
      return checkHeartbeat(state, event);
    case "pace":
      if (phase.type !== "online" || phase.version !== 1) return [];
      phase.paced = false;
      return [];
    case "backlog":
      return releaseOverdue(state);
    case "leave":
      return state.leaving === undefined ? [] : end(state);
    default:
      return assertNever(event.timer);
  }
}

/** Silence is asked about; silence after that is a dead connection. */
function checkHeartbeat(state: SessionState, event: SessionEvent): Effects {
  const { phase, options } = state;
  const { pauseMs, timeoutMs } = options.heartbeat ?? heartbeatDefault;
  if (phase.type !== "online" || phase.version !== 2) return [];
  // A clock that was set back would make the silence endless.
  if (event.time < state.heardAt) state.heardAt = event.time;
  const silentMs = event.time - state.heardAt;
  if (silentMs < pauseMs) {
    phase.pinged = false;
    return [{ type: "arm", timer: "heartbeat", afterMs: pauseMs - silentMs }];
  }
  if (phase.pinged)
    return [{ type: "close", gently: false }, ...lose(state, options.catalogue.client.connectionLost, event)];
  phase.pinged = true;
  return [
    { type: "send", text: encodeRequest({ type: "ping" }) },
    { type: "arm", timer: "heartbeat", afterMs: timeoutMs },
  ];
}

function tellNicknames({ options, known, phase }: SessionState): Effects {
  if (!options.completes || !known.changed || phase.type === "ended") return [];
  return [{ type: "nicknames", nicknames: mostRecentFirst(known) }];
}

/** All that is sent because of one event goes out together, at the end of it; `end` comes last of all. */
function inOneWrite(effects: Effects): Effects {
  const sends = effects.filter((effect) => effect.type === "send");
  const last = sends.at(-1);
  const whole: Effects =
    sends.length < 2 ? sends : [{ type: "send", text: sends.map(({ text }) => text).join("") }];
  const ends = effects.filter((effect) => effect.type === "end");
  return [
    ...effects.flatMap((effect): Effects => {
      if (effect === last) return whole;
      return effect.type === "send" || effect.type === "end" ? [] : [effect];
    }),
    ...ends,
  ];
}
