/**
 * What becomes of a text that a person enters: a request for the outbox, or an answer at once. Must not know how the
 * text was entered.
 */
import { lobby } from "../protocol/entry.ts";
import { assertNever } from "../protocol/faults.ts";
import type { Result } from "../protocol/faults.ts";
import { parseMessage } from "../protocol/requests.ts";
import { historyEntriesDefault } from "../protocol/limits.ts";
import { parseRoom } from "../protocol/room.ts";
import { cleanLine, excerpt } from "../protocol/text.ts";
import { helpText, parseInput } from "./input.ts";
import type { CommandInput } from "./input.ts";
import { leave } from "./leaving.ts";
import { goTo } from "./rooms.ts";
import type { Keyed } from "./outbox.ts";
import { put } from "./outbox.ts";
import type { SessionEffect, SessionState } from "./session-state.ts";
import { freshKey } from "./session-state.ts";

type Effects = readonly SessionEffect[];

export function submit(state: SessionState, text: string): Effects {
  const texts = state.options.catalogue.client;
  const input = parseInput(text);
  const { type } = input;
  switch (type) {
    case "empty":
      return [];
    case "message":
      return submitMessage(state, parseMessage(input.text), (clean, key) => {
        return { type: "broadcast", room: state.room, text: clean, key };
      });
    case "private":
      return submitMessage(state, parseMessage(input.text), (clean, key) => {
        return { type: "sendto", nickname: cleanLine(input.nickname), text: clean, key };
      });
    case "command":
      return submitCommand(state, input);
    case "help":
      return [{ type: "show", happening: { type: "said", text: helpText(texts.commands) } }];
    case "quit":
      return leave(state, "brief");
    case "usage":
      return refuse(state, texts.commandUsage(input.usage));
    case "unknown":
      return refuse(state, texts.unknownCommand(excerpt(input.name), input.nearest));
    default:
      return assertNever(type);
  }
}

function submitCommand(state: SessionState, { name, rest }: CommandInput): Effects {
  const { phase, room } = state;
  const key = freshKey(state);
  if (phase.type === "online" && phase.version === 1 && name !== "ls" && name !== "ignore")
    return refuse(state, state.options.catalogue.client.oldServer);
  switch (name) {
    case "ls":
      return enqueue(state, { type: name, room, key });
    case "ignore":
    case "rooms":
      return enqueue(state, { type: name, key });
    case "join":
      return withRoom(state, rest, (wanted) => {
        if (state.rooms.has(wanted)) return goTo(state, wanted);
        return [...enqueue(state, { type: name, room: wanted, key }), ...goTo(state, wanted)];
      });
    case "leave":
      return withRoom(state, rest === "" ? room : rest, (wanted) => {
        if (wanted === lobby) return leave(state, "brief");
        if (wanted === room) state.room = lobby;
        return enqueue(state, { type: name, room: wanted, key });
      });
    case "topic":
      return enqueue(state, { type: name, room, topic: rest === "" ? undefined : cleanLine(rest), key });
    case "history":
      return enqueue(state, { type: name, room, limit: Number(rest) || historyEntriesDefault, key });
    case "search":
      return enqueue(state, { type: name, room, query: cleanLine(rest), limit: historyEntriesDefault, key });
    default:
      return assertNever(name);
  }
}

function withRoom(state: SessionState, raw: string, act: (room: string) => Effects): Effects {
  const room = parseRoom(raw);
  if (room.ok) return act(room.value);
  state.refused += 1;
  return [{ type: "show", happening: { type: "refused", fault: room.fault } }];
}

function submitMessage(
  state: SessionState,
  message: Result<string>,
  request: (text: string, key: string) => Keyed,
): Effects {
  if (message.ok) return enqueue(state, request(message.value, freshKey(state)));
  state.refused += 1;
  return [{ type: "show", happening: { type: "refused", fault: message.fault } }];
}

function enqueue(state: SessionState, request: Keyed): Effects {
  return put(state.outbox, request) ? [] : refuse(state, state.options.catalogue.client.outboxFull);
}

function refuse(state: SessionState, text: string): Effects {
  state.refused += 1;
  return [{ type: "show", happening: { type: "refused", text } }];
}
