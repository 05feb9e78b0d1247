/** `chat history`: reads a room back. Turns flags into the client's options; must not know how a client works. */
import { pipeTimeoutMs } from "./limits.ts";
import { historyEntriesDefault, queryCharactersMax } from "../protocol/limits.ts";
import type { Command } from "./command.ts";
import { textFlag } from "./flag.ts";
import { addressPositional, languageFlag, nicknameFlag, roomFlag } from "./place.ts";
import { jsonFlag, linesFlag, readRoom, sinceFlag } from "./reading.ts";
import { findWords, timeoutFlag } from "./search.ts";

const search = textFlag({
  name: "search",
  text: "search",
  takes: "WORDS",
  fallback: undefined,
  charactersMax: queryCharactersMax,
});

export const historyCommand: Command = {
  name: "history",
  summary: (usage) => usage.history,
  positionals: [addressPositional],
  flags: [nicknameFlag, roomFlag, search, jsonFlag, sinceFlag, linesFlag, timeoutFlag, languageFlag],
  run: (given, context) => {
    const words = given.get(search);
    if (words !== undefined) return findWords(given, context, words);
    return readRoom(given, context, {
      follow: false,
      timeoutMs: given.get(timeoutFlag) ?? pipeTimeoutMs,
      linesDefault: historyEntriesDefault,
    });
  },
};
