/** The help, made from tables: all of it is there, and nothing is wider than a terminal that is not small. */
import { expect, test } from "bun:test";
import { commands as allCommands } from "../../src/commands/chat.ts";
import { commandHelp, generalHelp } from "../../src/commands/help.ts";
import { pipeTimeoutMs } from "../../src/commands/limits.ts";
import { sendCommand } from "../../src/commands/send.ts";
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
      expect(help).toMatch(new RegExp(`^  --${flag.name}\\b`, "m"));
      expect(unwrapped(help)).toContain(unwrapped(usage.flags[flag.text]));
    }
    for (const { name } of command.positionals) expect(help).toContain(name);
    expect(Math.max(...help.split("\n").map((line) => Bun.stringWidth(line)))).toBeLessThanOrEqual(columns);
  }
});

test.each(languages)("generalHelp in %s tells every command", (language) => {
  const { usage } = catalogueOf(language);
  const help = generalHelp(commands, [["help keys", "the keys"]], usage);
  const rows = [
    ...commands.map((command) => [command.name, command.summary(usage)] as const),
    ["help", usage.helpCommand] as const,
    ["--version", usage.flags.version] as const,
  ];
  for (const [name, summary] of rows) {
    expect(help).toMatch(new RegExp(`^  ${name} {2,}\\S`, "m"));
    expect(unwrapped(help)).toContain(unwrapped(name + summary));
  }
  for (const text of [usage.about, usage.usage, usage.commands, usage.topics, usage.moreHelp])
    expect(unwrapped(help)).toContain(unwrapped(text));
  for (const command of commands) expect(help).toContain(`\n  chat ${command.name} `);
  expect(help).toContain("  help keys  the keys\n");
});

test.each(languages)(
  "the help in %s shows every text that there is about a command or an option",
  (language) => {
    const { usage } = catalogueOf(language);
    const shown = unwrapped(allCommands.map((command) => commandHelp(command, usage)).join(""));
    const notes = Object.entries({ ...usage }).flatMap(([name, text]) =>
      name.endsWith("Note") && typeof text === "string" ? [text] : [],
    );
    expect(notes).toHaveLength(7);
    for (const text of [...notes, ...Object.values({ ...usage.flags })])
      expect(shown).toContain(unwrapped(text));
  },
);

test.each(languages)("the help in %s tells how long a pipe waits", (language) => {
  const { usage } = catalogueOf(language);
  const help = unwrapped(commandHelp(sendCommand, usage));
  expect(help).toMatch(new RegExp(`--timeoutTIME.*[(（]${pipeTimeoutMs / 1000}s[)）]`, "u"));
});

test("commandHelp reads like this", () => {
  expect(commandHelp(joinCommand, catalogueOf("en").usage)).toBe(`Join a room.

Usage:
  chat join [[NICK@]HOST[:PORT]] [OPTIONS]

Arguments:
  [[NICK@]HOST[:PORT]]  such as example.org, ann@example.org:5000 or [::1]

Options:
  --nick NICK             your nickname
  --lang en|zh|fr         the language
  --plain                 plain lines only: no colours, no cursor movement
  --json                  one JSON object for each event, for programs
  --typing yes|no         tell others that you are writing, and see who is
                          (default yes)
  --notify all|mentions|off
                          what calls you: every message, those that name you and
                          private ones, or none (default mentions)
  --bell yes|no           ring the terminal's bell when something calls you
                          (default yes)
  --notifications yes|no  show what calls you on the desktop, too, where the
                          terminal can (default yes)
  --colour auto|always|never
                          colours: as the terminal says (auto), always or never
                          (default auto)
  --history yes|no        keep what you typed on disk, for the next time
                          (default yes)
  --backlog N             messages from before that are shown on coming into a
                          room (default 20)
  --help                  show this
  --version               show version, commit and target

Every option can also be set in the environment: CHAT_NICK=… A flag wins.

Without an address it offers the places where you were before. Under the
nickname that you had there last, you come back into the rooms you were in.
These options can stand in a file, too: chat help settings.
`);
});

/** Without the places where lines were broken, and without the breaks of a script that has no spaces. */
function unwrapped(text: string): string {
  return text.replaceAll(/\s+/g, "");
}
