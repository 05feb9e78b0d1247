/** `chat join`: walks into a room. Turns flags into the client's options; must not know how a client works. */
import { join } from "../client/join.ts";
import type { JoinOptions } from "../client/join.ts";
import type { Command, Context, Given } from "./command.ts";
import { switchFlag } from "./flag.ts";
import { addressOf, addressPositional, languageFlag, nicknameFlag, nicknameOf } from "./place.ts";

const flags = {
  nickname: nicknameFlag,
  language: languageFlag,
  plain: switchFlag({ name: "plain", text: "plain" }),
};

export const joinCommand: Command = {
  name: "join",
  summary: (usage) => usage.join,
  positionals: [addressPositional],
  flags: Object.values(flags),
  run: (given, context) => walkIn(joinOptions(given, context)),
};

export function joinOptions(given: Given, context: Context): JoinOptions {
  const address = addressOf(given);
  return {
    host: address.host,
    port: address.port,
    nickname: nicknameOf(given, address),
    catalogue: context.catalogue,
    plain: given.get(flags.plain),
    environment: context.environment,
    stdin: context.stdin,
    stdout: context.stdout,
    stderr: context.stderr,
    signal: context.signal,
  };
}

async function walkIn(options: JoinOptions): Promise<number> {
  const end = await join(options);
  if (end.reason !== undefined) options.stderr.write(`${end.reason}\n`);
  return end.code;
}
