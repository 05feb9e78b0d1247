/**
 * What becomes of a text that a person enters: a message for the outbox, a command that is obeyed, or a refusal. Must not
 * know how the text was entered.
 */
import { assertNever } from "../../base/assert-never.ts";
import { excerpt } from "../../protocol/text.ts";
import { sayHere, sayTo } from "./saying.ts";
import { parseInput } from "./input.ts";
import { obey } from "./obey.ts";
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
      return sayHere(state, input.text);
    case "private":
      return sayTo(state, input.nickname, input.text);
    case "command":
      return obey(state, input);
    case "usage":
      return refuse(state, { text: texts.commandUsage(input.usage) });
    case "unknown":
      return refuse(state, { text: texts.unknownCommand(excerpt(input.name), input.nearest) });
    default:
      return assertNever(input);
  }
}
