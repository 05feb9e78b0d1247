/** `chat search`: finds what was said in a room. Turns flags into the client's options. */
import { searchRoom } from "../client/pipe/search.ts";
import { historyEntriesDefault, queryCharactersMax } from "../protocol/limits.ts";
import { cleanLine } from "../protocol/text.ts";
import type { Command, Context, Given } from "./command.ts";
import { exitCodes } from "./command.ts";
import { durationFlag } from "./flag.ts";
import { pipeTimeoutMs } from "./limits.ts";
import { addressPositional, languageFlag, nicknameFlag, pipeTargetOf, roomFlag } from "./place.ts";
import { jsonFlag, linesFlag, parseSince, sinceFlag } from "./reading.ts";

export const timeoutFlag = durationFlag({ name: "timeout", text: "timeout", fallback: undefined });

export const searchCommand: Command = {
  name: "search",
  summary: (usage) => usage.search,
  positionals: [
    addressPositional,
    { name: "WORDS…", text: (usage) => usage.words, many: true, problem: () => undefined },
  ],
  flags: [nicknameFlag, roomFlag, jsonFlag, sinceFlag, linesFlag, timeoutFlag, languageFlag],
  note: (usage) => usage.searchNote,
  run: (given, context) => findWords(given, context, given.positionals.slice(1).join(" ")),
};

/** Writes the messages that hold all words onto stdout, and resolves to the exit code. */
export async function findWords(given: Given, context: Context, words: string): Promise<number> {
  const { stdout, stderr, catalogue } = context;
  const query = cleanLine(words).slice(0, queryCharactersMax).toWellFormed().trim();
  const target = query === "" ? catalogue.usage.missingArgument("WORDS") : pipeTargetOf(given, context);
  if (typeof target === "string") {
    stderr.write(`${target}\n`);
    return exitCodes.usage;
  }
  const end = await searchRoom({
    target,
    stdout,
    query,
    since: parseSince(given.get(sinceFlag) ?? "", Date.now()),
    lines: given.get(linesFlag) ?? historyEntriesDefault,
    json: given.get(jsonFlag),
    timeoutMs: given.get(timeoutFlag) ?? pipeTimeoutMs,
  });
  if (end.reason !== undefined) stderr.write(`${end.reason}\n`);
  return end.code;
}
