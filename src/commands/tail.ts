/** `chat tail`: follows a room. Turns flags into the client's options; must not know how a client works. */
import { pipeTimeoutMs, tailLinesDefault } from "./limits.ts";
import type { Command } from "./command.ts";
import { switchFlag } from "./flag.ts";
import { addressPositional, languageFlag, nicknameFlag, roomFlag } from "./place.ts";
import { jsonFlag, linesFlag, readRoom, sinceFlag } from "./reading.ts";

const noFollow = switchFlag({ name: "no-follow", text: "noFollow" });

export const tailCommand: Command = {
  name: "tail",
  summary: (usage) => usage.tail,
  positionals: [addressPositional],
  flags: [nicknameFlag, roomFlag, jsonFlag, sinceFlag, linesFlag, noFollow, languageFlag],
  note: (usage) => usage.tailNote,
  run: (given, context) =>
    readRoom(given, context, {
      follow: !given.get(noFollow),
      timeoutMs: pipeTimeoutMs,
      linesDefault: tailLinesDefault,
    }),
};
