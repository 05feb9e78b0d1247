/** The help, made from tables: all of it is there, and nothing is wider than a terminal that is not small. */
import { expect, test } from "bun:test";
import { commandHelp, generalHelp } from "../../src/commands/help.ts";
import { joinCommand } from "../../src/commands/join.ts";
import { serveCommand } from "../../src/commands/serve.ts";
import { catalogueOf, languages } from "../../src/locale/language.ts";

const commands = [serveCommand, joinCommand];

/** Of a terminal as most are. */
const columns = 80;

test.each(languages)("commandHelp in %s tells every flag and fits a terminal", (language) => {
  const { usage } = catalogueOf(language);
  for (const command of commands) {
    const help = commandHelp(command, usage);
    for (const flag of command.flags) {
      expect(help).toMatch(
        new RegExp(`^  --${flag.name}\\b.*\\n? *${RegExp.escape(usage.flags[flag.text])}`, "m"),
      );
    }
    for (const { name } of command.positionals) expect(help).toContain(name);
    expect(Math.max(...help.split("\n").map((line) => Bun.stringWidth(line)))).toBeLessThanOrEqual(columns);
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
  [NICK@]HOST[:PORT]  such as example.org, ann@example.org:5000 or [::1]

Options:
  --nick NICK      your nickname
  --lang en|zh|fr  the language
  --plain          plain lines only: no colours, no cursor movement
  --help           show this
  --version        show version, commit and target

Every option can also be set in the environment: CHAT_NICK=… A flag wins.
`);
});
