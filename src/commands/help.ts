/** The help texts, made from the commands' tables. */
import type { UsageTexts } from "../locale/usage-texts.ts";
import type { Command } from "./command.ts";
import type { Flag } from "./flag.ts";
import { explanation, variableOf } from "./flag.ts";
import type { Row } from "./layout.ts";
import { columns, page, sentence, wrapped } from "./layout.ts";

/** What `chat --help` shows: every command in one line. */
export function generalHelp(commands: readonly Command[], topics: readonly Row[], usage: UsageTexts): string {
  return page([
    [usage.about],
    [usage.usage, ...commands.map((command) => `  ${usageLine(command)}`)],
    [
      usage.commands,
      ...columns([
        ...commands.map((command): Row => [command.name, command.summary(usage)]),
        ["help", usage.helpCommand],
        ["--version", usage.flags.version],
      ]),
    ],
    [usage.topics, ...columns(topics)],
    [usage.moreHelp],
  ]);
}

/** What `chat COMMAND --help` shows: its arguments, and every flag with its default. */
export function commandHelp(command: Command, usage: UsageTexts): string {
  const argumentRows = command.positionals.map(({ name, text }): Row => [name, text(usage)]);
  return page([
    [sentence(command.summary(usage))],
    [usage.usage, `  ${usageLine(command)}`],
    ...(argumentRows.length === 0 ? [] : [[usage.arguments, ...columns(argumentRows)]]),
    [
      usage.options,
      ...columns([
        ...command.flags.map((flag): Row => [signature(flag), explanation(flag, usage)]),
        ["--help", usage.flags.help],
        ["--version", usage.flags.version],
      ]),
    ],
    ...command.flags.slice(0, 1).map((flag) => [usage.environment(`${variableOf(flag)}=…`)]),
    ...(command.note === undefined ? [] : [wrapped(command.note(usage))]),
  ]);
}

function usageLine(command: Command): string {
  return ["chat", command.name, ...command.positionals.map(({ name }) => name), "[OPTIONS]"].join(" ");
}

function signature(flag: Flag): string {
  return flag.takes === undefined ? `--${flag.name}` : `--${flag.name} ${flag.takes}`;
}
