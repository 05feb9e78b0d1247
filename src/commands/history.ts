/** `chat history`: reads a room back. Turns flags into the client's options; must not know how a client works. */
import { pipeTimeoutMs } from "./limits.ts";
import { historyEntriesDefault } from "../protocol/limits.ts";
import type { Command } from "./command.ts";
import { durationFlag } from "./flag.ts";
import { addressPositional, languageFlag, nicknameFlag, roomFlag } from "./place.ts";
import { jsonFlag, linesFlag, readRoom, sinceFlag } from "./reading.ts";

const timeout = durationFlag({ name: "timeout", text: "timeout", fallback: undefined });

export const historyCommand: Command = {
  name: "history",
  summary: (usage) => usage.history,
  positionals: [addressPositional],
  flags: [nicknameFlag, roomFlag, jsonFlag, sinceFlag, linesFlag, timeout, languageFlag],
  run: (given, context) =>
    readRoom(given, context, {
      follow: false,
      timeoutMs: given.get(timeout) ?? pipeTimeoutMs,
      linesDefault: historyEntriesDefault,
    }),
};
