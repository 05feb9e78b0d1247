/** `chat join`: walks into a room. Turns flags into the client's options; must not know how a client works. */
import { join } from "../client/join.ts";
import type { JoinOptions } from "../client/join.ts";
import type { UsageTexts } from "../locale/catalogue.ts";
import { languages } from "../locale/language.ts";
import { nicknameBytesMax } from "../protocol/limits.ts";
import { excerpt } from "../protocol/text.ts";
import { parseAddress } from "./address.ts";
import type { Command, Context, Given } from "./command.ts";
import { choiceFlag, switchFlag, textFlag } from "./flag.ts";

const flags = {
  nickname: textFlag({
    name: "nick",
    text: "nick",
    takes: "NICK",
    fallback: undefined,
    charactersMax: nicknameBytesMax,
  }),
  language: choiceFlag({ name: "lang", text: "lang", fallback: undefined }, languages),
  plain: switchFlag({ name: "plain", text: "plain" }),
};

export const joinCommand: Command = {
  name: "join",
  summary: (usage) => usage.join,
  positionals: [{ name: "[NICK@]HOST[:PORT]", text: (usage) => usage.address, problem: addressProblem }],
  flags: Object.values(flags),
  run: (given, context) => walkIn(joinOptions(given, context)),
};

/** The nickname comes from the flag, else from before the `@`, else from the environment. */
export function joinOptions(given: Given, context: Context): JoinOptions {
  const parsed = parseAddress(given.positionals[0] ?? "");
  if (!parsed.ok) throw new Error("an address that the table's check let pass cannot be read");
  const { host, port, nickname } = parsed.address;
  return {
    host,
    port,
    nickname: given.getTyped(flags.nickname) ?? nickname ?? given.get(flags.nickname),
    catalogue: context.catalogue,
    plain: given.get(flags.plain),
    environment: context.environment,
    stdin: context.stdin,
    stdout: context.stdout,
    stderr: context.stderr,
    signal: context.signal,
  };
}

function addressProblem(text: string): ((usage: UsageTexts) => string) | undefined {
  const parsed = parseAddress(text);
  if (parsed.ok) return undefined;
  const { problem } = parsed;
  return (usage) =>
    problem.code === "bare_ipv6" ? usage.bareIpv6(problem.corrected) : usage.badAddress(excerpt(text));
}

async function walkIn(options: JoinOptions): Promise<number> {
  const end = await join(options);
  if (end.reason !== undefined) options.stderr.write(`${end.reason}\n`);
  return end.code;
}
