/** Handles a text that a person submits: parses it, then sends a message, runs a command or refuses it. */
import { assertNever } from "../../base/assert-never.ts";
import { excerpt } from "../../protocol/text.ts";
import { sendToConversation, sendToPerson } from "./send-message.ts";
import { parseInput } from "./input.ts";
import { runCommand } from "./run-command.ts";
import { refuse } from "./effects.ts";
import type { Effects } from "./effects.ts";
import type { SessionState } from "./state.ts";

export function submit(state: SessionState, text: string): Effects {
  const texts = state.options.catalogue.client;
  const input = parseInput(text);
  switch (input.type) {
    case "empty":
      return [];
    case "message":
      return sendToConversation(state, input.text);
    case "private":
      return sendToPerson(state, input.nickname, input.text);
    case "command":
      return runCommand(state, input);
    case "usage":
      return refuse(state, { text: texts.commandUsage(input.usage) });
    case "unknown":
      return refuse(state, { text: texts.unknownCommand(excerpt(input.name), input.nearest) });
    default:
      return assertNever(input);
  }
}
