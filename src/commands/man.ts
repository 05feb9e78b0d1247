/** `chat man`: prints the manual page, made from the commands' tables. */
import { helpText } from "../client/session/input.ts";
import { stateFolder } from "../client/identity/platform-folders.ts";
import type { Catalogue } from "../locale/catalogue.ts";
import type { UsageTexts } from "../locale/usage-texts.ts";
import { portDefault } from "../protocol/limits.ts";
import { version } from "../base/version.ts";
import type { Command } from "./command.ts";
import { exitCodes } from "./command.ts";
import type { Flag } from "./flag.ts";
import { fallbackText, variableOf } from "./flag.ts";
import { languageFlag } from "./place.ts";
import { bold, italic, item, lines, paragraph, section, subsection, text, title } from "./roff.ts";
import { settingsPath } from "./settings.ts";
import { roomFolder } from "./store.ts";

/** @param commands all of them, asked for when it runs, since it is one of them */
export function manCommand(commands: () => readonly Command[]): Command {
  return {
    name: "man",
    summary: (usage) => usage.man,
    positionals: [],
    flags: [languageFlag],
    note: (usage) => usage.manNote,
    run: async (_given, { stdout, catalogue }) => {
      stdout.write(manualPage(commands(), catalogue));
      return exitCodes.done;
    },
  };
}

/** The page in roff, with the macros of man(7). */
function manualPage(commands: readonly Command[], catalogue: Catalogue): string {
  const { manual, usage, client } = catalogue;
  const { headings, exits } = manual;
  return `${[
    '.\\" Made by: chat man',
    ...title("CHAT", `chat ${version}`),
    section(headings.name),
    `chat \\- ${text(phrase(usage.about))}`,
    section(headings.synopsis),
    ...lines([
      ...commands.map(usageLine),
      `${bold("chat help")} ${text("[COMMAND|TOPIC]")}`,
      bold("chat --version"),
    ]),
    section(headings.description),
    text(manual.description),
    ...paragraph(text(manual.variables)),
    section(headings.commands),
    ...commands.flatMap((command) => commandPart(command, usage)),
    subsection(`chat help — ${usage.helpCommand}`),
    text(usage.moreHelp),
    section(headings.typing),
    text(manual.typing),
    ...typingItems(helpText(client.commands)),
    section(headings.exitStatus),
    ...item(bold(String(exitCodes.done)), text(exits.done)),
    ...item(bold(String(exitCodes.failed)), text(exits.failed)),
    ...item(bold(String(exitCodes.usage)), text(exits.usage)),
    ...item(bold(String(exitCodes.defect)), text(exits.defect)),
    section(headings.files),
    ...item(italic(`${roomFolder(nobody, portDefault)}/`), text(manual.messagesFolder)),
    ...item(italic(`${stateFolder(nobody)}/identities/`), text(manual.identitiesFolder)),
    ...item(italic(settingsPath(nobody)), text(manual.settingsFile)),
    section(headings.examples),
    ...examples.flatMap(([name, line]) => exampleItem(line, commands, { name, usage })),
  ].join("\n")}\n`;
}

/** A line of the shell for each command that has one. */
export const examples: readonly (readonly [command: string, line: string])[] = [
  ["serve", "chat serve --name tea --keep 90d"],
  ["join", "chat join ann@example.org"],
  ["send", "make 2>&1 | chat send robot@example.org --room builds"],
  ["tail", "chat tail example.org --json --since 1h | jq .msg"],
  ["history", "chat history example.org --lines 50"],
  ["search", "chat search example.org --since 90d release"],
  ["export", "chat export --private >room.jsonl"],
  ["completions", 'eval "$(chat completions bash)"'],
  ["man", "chat man >~/.local/share/man/man1/chat.1"],
];

/** Whose folders are the platform's own. */
const nobody = { HOME: "~" };

/** Without its capital letter and full stop, as NAME has it. */
function phrase(sentence: string): string {
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1).replace(/[.。]$/u, "");
}

function usageLine({ name, positionals }: Command): string {
  const rest = [...positionals.map((positional) => positional.name), "[OPTIONS]"];
  return `${bold(`chat ${name}`)} ${text(rest.join(" "))}`;
}

function commandPart(command: Command, usage: UsageTexts): readonly string[] {
  return [
    subsection(`chat ${command.name} — ${command.summary(usage)}`),
    ...command.positionals.flatMap((positional) =>
      item(italic(positional.name), text(positional.text(usage))),
    ),
    ...command.flags.flatMap((flag) => item(signature(flag), meaning(flag, usage))),
    ...(command.note === undefined ? [] : paragraph(text(command.note(usage)))),
  ];
}

function signature({ name, takes }: Flag): string {
  return takes === undefined ? bold(`--${name}`) : `${bold(`--${name}`)} ${italic(takes)}`;
}

function meaning(flag: Flag, usage: UsageTexts): string {
  const fallback = fallbackText(flag);
  const value = fallback === undefined ? "" : text(`, ${usage.defaultIs(fallback)}`);
  return `${text(usage.flags[flag.text])} (${bold(variableOf(flag))}${value})`;
}

/** One for each line of the help in columns. */
function typingItems(help: string): readonly string[] {
  return help.split("\n").flatMap((line) => {
    const [, typed, meaning] = /^(.+?) {3,}(.+)$/.exec(line) ?? [];
    return typed === undefined || meaning === undefined
      ? paragraph(text(line))
      : item(bold(typed), text(meaning));
  });
}

function exampleItem(
  line: string,
  commands: readonly Command[],
  { name, usage }: { readonly name: string; readonly usage: UsageTexts },
): readonly string[] {
  const command = commands.find((candidate) => candidate.name === name);
  return command === undefined ? [] : item(bold(line), text(command.summary(usage)));
}
