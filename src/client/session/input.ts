/**
 * What a person can type, and what helps them to: reads a text by the table of commands, and puts the table into words.
 */
import type { CommandText, CommandTexts } from "../../locale/command-texts.ts";
import { nearest } from "../../base/nearest.ts";
import { actionOf } from "../../protocol/text.ts";
import { allNames, commandCalled, commands, privateUsage, shortUsageOf, usageOf } from "./commands-table.ts";
import type { ChatCommand, CommandName } from "./commands-table.ts";

/** What a typed or pasted text asks for. */
export type Input =
  | { readonly type: "message"; readonly text: string }
  | { readonly type: "private"; readonly nickname: string; readonly text: string }
  | CommandInput
  /** A known command, wrongly used; `usage` is how it is written. */
  | { readonly type: "usage"; readonly usage: string }
  | UnknownCommand
  | { readonly type: "empty" };

/** `rest` is what stands behind the command, trimmed; it is what the command takes. */
export interface CommandInput {
  readonly type: "command";
  readonly name: Exclude<CommandName, "me" | "msg">;
  readonly rest: string;
  readonly simple: boolean;
}

export interface UnknownCommand {
  readonly type: "unknown";
  readonly name: string;
  readonly nearest: string | undefined;
}

/**
 * A text that starts with `/` is a command or nothing, `//` stands for a `/` that is meant, `@nick text` is for one
 * person. Everything else is a message, with its line breaks.
 */
export function parseInput(text: string): Input {
  if (text.trim() === "") return { type: "empty" };
  if (text.startsWith("//")) return { type: "message", text: literal(text.slice(1)) };
  if (text.startsWith("/")) return parseCommand(text);
  if (!text.startsWith("@")) return { type: "message", text };
  return parsePrivate(text.slice(1)) ?? { type: "usage", usage: privateUsage };
}

/** The commands as they are typed, for completion. */
export function commandNames(): readonly string[] {
  return commands.map(({ names }) => names[0]);
}

/** `/help`: one command a line, in columns. */
export function helpText(texts: CommandTexts): string {
  const rows = [
    { usage: privateUsage, text: texts.private },
    ...commands.map((command) => ({ usage: shortUsageOf(command), text: texts[command.name] })),
  ];
  const width = Math.max(...rows.map(({ usage }) => usage.length));
  return rows.map(({ usage, text }) => `${usage.padEnd(width)}   ${text.short}`).join("\n");
}

/** `/help COMMAND`: how it is written and what there is to say. The slash of `wanted` may be left out. */
export function helpAbout(wanted: string, texts: CommandTexts): string | UnknownCommand {
  if (wanted.startsWith("@")) return helpOn(privateUsage, texts.private);
  const name = wanted.startsWith("/") ? wanted : `/${wanted}`;
  const command = commandCalled(name);
  if (command === undefined) return unknownCommand(name);
  return helpOn(usageOf(command), texts[command.name]);
}

/** What would be shown as somebody's action has a space in front, and is shown as it is. */
function literal(text: string): string {
  return actionOf(text) === undefined ? text : ` ${text}`;
}

function parseCommand(text: string): Input {
  const [, typed = "", rest = ""] = /^(\S+)\s*([^]*)$/.exec(text.trim()) ?? [];
  const command = commandCalled(typed);
  if (command === undefined) return unknownCommand(typed);
  return fits(command, rest) ? inputOf(command, rest) : { type: "usage", usage: shortUsageOf(command) };
}

function fits({ takes }: ChatCommand, rest: string): boolean {
  return takes === undefined ? rest === "" : takes.matches.test(rest);
}

function inputOf(command: ChatCommand, rest: string): Input {
  const { name, simple = false } = command;
  if (name === "me") return { type: "message", text: `/me ${rest}` };
  if (name === "msg") return parsePrivate(rest) ?? { type: "usage", usage: shortUsageOf(command) };
  return { type: "command", name, rest, simple };
}

/** A nickname and what is said to them. */
function parsePrivate(text: string): Input | undefined {
  const [, nickname, said] = /^(\S+)\s+(\S[^]*)$/.exec(text) ?? [];
  return nickname === undefined || said === undefined ? undefined : { type: "private", nickname, text: said };
}

function unknownCommand(name: string): UnknownCommand {
  return { type: "unknown", name, nearest: nearest(name, allNames) };
}

function helpOn(usage: string, { short, long }: CommandText): string {
  return long === undefined ? `${usage}   ${short}` : `${usage}   ${short}\n${long}`;
}
