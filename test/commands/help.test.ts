/** The help, made from tables: all of it is there, and nothing is wider than a terminal that is not small. */
import { expect, test } from "bun:test";
import { commandHelp, generalHelp } from "../../src/commands/help.ts";
import { variableOf } from "../../src/commands/flag.ts";
import { joinCommand } from "../../src/commands/join.ts";
import { serveCommand } from "../../src/commands/serve.ts";
import { catalogueOf, languages } from "../../src/locale/language.ts";

const commands = [serveCommand, joinCommand];

test.each(languages)("commandHelp in %s tells every flag with its variable", (language) => {
  const { usage } = catalogueOf(language);
  for (const command of commands) {
    const help = commandHelp(command, usage);
    for (const flag of command.flags) {
      const line = help.split("\n").find((each) => each.trimStart().startsWith(`--${flag.name} `));
      expect(line).toContain(variableOf(flag));
      expect(line).toContain(usage.flags[flag.text]);
    }
    for (const { name } of command.positionals) expect(help).toContain(name);
    expect(Math.max(...help.split("\n").map((line) => Bun.stringWidth(line)))).toBeLessThanOrEqual(120);
  }
});

test.each(languages)("generalHelp in %s tells every command", (language) => {
  const { usage } = catalogueOf(language);
  const help = generalHelp(commands, usage);
  for (const command of commands) expect(help).toContain(`${command.name} `);
});

test("commandHelp reads like this", () => {
  expect(commandHelp(joinCommand, catalogueOf("en").usage)).toBe(`Join a room.

Usage:
  chat join [NICK@]HOST[:PORT] [OPTIONS]

Arguments:
  [NICK@]HOST[:PORT]  where the room is: example.org, ann@example.org:12231, [::1]:12231

Options:
  --nick NICK      CHAT_NICK   your nickname
  --lang en|zh|fr  CHAT_LANG   the language
  --plain          CHAT_PLAIN  plain lines only: no colours, no cursor movement
  --help                       show this
  --version                    show version, commit and target

Every option can also be set in the environment; a flag wins.
`);
});
