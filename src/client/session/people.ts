/** Who is there and what becomes of them, oneself included: comings and goings, nicknames, being away. */
import { lobby } from "../../protocol/entry.ts";
import { assertNever } from "../../base/assert-never.ts";
import type { ServerMessage } from "../../protocol/server-message.ts";
import { followPartner, present } from "./conversations.ts";
import { followHidden, hides } from "./hidden.ts";
import { goneAway, heardFrom, renamed, replaceAll } from "./known-nicknames.ts";
import { acknowledge, outboxSize } from "./outbox.ts";
import { countMembers } from "./rooms.ts";
import { show } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { SessionState } from "./state.ts";
import { allowTypingSignal } from "./typing.ts";

type Message<Type extends ServerMessage["type"]> = Extract<ServerMessage, { type: Type }>;
type Notice = Message<"notice">;

/** The key of the list that is asked for at login, to know whom to complete, and not shown. */
export function membersKey(state: SessionState): string {
  return `${state.options.keyPrefix}-members`;
}

export function receiveNotice(state: SessionState, notice: Notice): Effects {
  const { event, room, nickname, text = "" } = notice;
  switch (event) {
    case "topic":
      state.rooms.set(room, notice.topic);
      // One's own is told by the answer.
      return nickname === state.nickname ? [] : tell(notice);
    case "away":
      return tell({ ...notice, topic: text });
    case "join":
    case "leave":
      if (nickname === state.nickname) return recount(state, notice);
      comeOrGo(state, notice);
      return tell(notice, hides(state, nickname));
    case "nick":
      return receiveRenamed(state, notice);
    default:
      return assertNever(event);
  }
}

export function receiveMembers(state: SessionState, { room, members, key }: Message<"members">): Effects {
  const { phase } = state;
  const others = members.map(({ nickname }) => nickname).filter((nickname) => nickname !== state.nickname);
  replaceAll(state.known, others);
  // An old server does not say who comes and goes.
  if (phase.type === "online" && phase.version === 2) countMembers(state, room, members.length);
  const request = acknowledge(state.outbox, key);
  if (key === membersKey(state)) {
    state.listAwaited = false;
    return [];
  }
  return show({ type: "members", room, members, detailed: request?.purpose === "detailed" });
}

/** What is still on its way was perhaps sent under the nickname before, and comes back under it. */
export function receiveNickname(state: SessionState, { nickname, key }: Message<"nick">): Effects {
  acknowledge(state.outbox, key);
  if (outboxSize(state.outbox) > 0) state.formerNicknames.add(state.nickname);
  state.nickname = nickname;
  return show({ type: "renamed", nickname });
}

/** Said again after a lost line, it is no news. */
export function receiveAway(state: SessionState, { away, text, key }: Message<"away">): Effects {
  if (key === undefined) state.repeatedAtLogin.delete("away");
  const asked = acknowledge(state.outbox, key) !== undefined;
  const now = away ? text : undefined;
  if (!asked && state.away === now) return [];
  state.away = now;
  return show({ type: "away", away, text });
}

export function receiveWhois(state: SessionState, { key, ...whois }: Message<"whois">): Effects {
  acknowledge(state.outbox, key);
  return show(whois);
}

/**
 * One's own coming is told behind those that were still on their way to this reader when the login was answered: their
 * numbers are older than the answer's.
 */
function recount(state: SessionState, { room, members }: Notice): Effects {
  if (members === undefined || members === state.members.get(room)) return [];
  countMembers(state, room, members);
  return state.conversation === room ? present(state) : [];
}

/** A server that does not say how many are there is counted along with. */
function comeOrGo(state: SessionState, { event, room, nickname, members }: Notice): void {
  const count = state.members.get(room);
  if (event === "join") {
    heardFrom(state.known, nickname);
    allowTypingSignal(state, room);
    allowTypingSignal(state, `@${nickname}`);
  } else if (room === lobby) goneAway(state.known, nickname);
  const counted = count === undefined ? undefined : Math.max(1, count + (event === "join" ? 1 : -1));
  countMembers(state, room, members ?? counted);
}

/** Each room that one shares with somebody tells it; the first is enough. */
function receiveRenamed(state: SessionState, notice: Notice): Effects {
  const { nickname, to = nickname } = notice;
  if (nickname === state.nickname || to === state.nickname) return [];
  const told = !state.known.order.has(nickname) && state.known.order.has(to);
  const isHidden = hides(state, nickname) || hides(state, to);
  renamed(state.known, nickname, to);
  followHidden(state, nickname, to);
  const followed = followPartner(state, nickname, to);
  return told ? followed : [...tell(notice, isHidden), ...followed];
}

/** Those who are not to be told of are counted all the same. */
function tell(notice: Notice, isHidden = false): Effects {
  const { event, room, nickname, topic, to, time, members, silent = false } = notice;
  const hidden = silent || isHidden ? true : undefined;
  return show({ type: "notice", event, room, nickname, topic, to, time, members, hidden });
}
