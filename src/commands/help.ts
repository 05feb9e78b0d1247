/** The help texts, made from the commands' tables. Must not know any command. */
import type { UsageTexts } from "../locale/usage-texts.ts";
import type { Command } from "./command.ts";
import type { Flag } from "./flag.ts";
import { variableOf } from "./flag.ts";

/** What `chat --help` shows: every command in one line. */
export function generalHelp(commands: readonly Command[], usage: UsageTexts): string {
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

function explanation(flag: Flag, usage: UsageTexts): string {
  const text = usage.flags[flag.text];
  if (flag.takes === undefined || flag.fallback === undefined) return text;
  return `${text} (${usage.defaultIs(String(flag.fallback))})`;
}

/** Sentences in lines that fit a terminal: broken at spaces, and behind the signs of a script that has none. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const part of text.split(/(?<= )|(?<=[，。：；])/u)) {
    if (Bun.stringWidth((line + part).trimEnd()) > textWidthMax) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += part;
  }
  return [...lines, line];
}

/** A capital first letter and a full stop, for a summary that stands alone; Chinese has its own full stop. */
function sentence(summary: string): string {
  const stop = /\p{Script=Han}/u.test(summary) ? "。" : ".";
  return summary.slice(0, 1).toUpperCase() + summary.slice(1) + stop;
}

/** Names and their texts in two columns; the text of a long name begins on the next line. */
function columns(rows: readonly Row[]): readonly string[] {
  const fitting = rows.map(([name]) => name.length).filter((width) => width <= nameWidthMax);
  const width = Math.max(0, ...fitting);
  return rows.flatMap(([name, text]) =>
    name.length <= width
      ? [`  ${name.padEnd(width)}  ${text}`]
      : [`  ${name}`, `  ${" ".repeat(width)}  ${text}`],
  );
}

type Row = readonly [name: string, text: string];

/** Leaves most of the 80 columns of a terminal to the texts. */
const nameWidthMax = 24;
const textWidthMax = 80;

function page(paragraphs: readonly (readonly string[])[]): string {
  return `${paragraphs.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}
