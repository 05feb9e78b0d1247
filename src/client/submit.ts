/**
 * What becomes of a text that a person enters: a request for the outbox, or an answer at once. Must not know how the
 * text was entered.
 */
import { assertNever } from "../protocol/faults.ts";
import type { Result } from "../protocol/faults.ts";
import { parseMessage } from "../protocol/requests.ts";
import { cleanLine, excerpt } from "../protocol/text.ts";
import { helpText, parseInput } from "./input.ts";
import { leave } from "./leaving.ts";
import type { Keyed } from "./outbox.ts";
import { put } from "./outbox.ts";
import type { SessionEffect, SessionState } from "./session-state.ts";

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
        return { type: "broadcast", text: clean, key };
      });
    case "private":
      return submitMessage(state, parseMessage(input.text), (clean, key) => {
        return { type: "sendto", nickname: cleanLine(input.nickname), text: clean, key };
      });
    case "ls":
    case "ignore":
      return enqueue(state, { type, key: freshKey(state) });
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

function freshKey(state: SessionState): string {
  state.keysMade += 1;
  return `${state.options.keyPrefix}-${state.keysMade}`;
}
