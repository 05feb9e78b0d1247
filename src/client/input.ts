/**
 * What a person can type: one table of commands gives parsing, completion and help. Must not know what a command does.
 */
import type { CommandTexts } from "../locale/catalogue.ts";
import { nearest } from "../protocol/nearest.ts";

/** What a typed or pasted text asks for. */
export type Input =
  | { readonly type: "message"; readonly text: string }
  | { readonly type: "private"; readonly nickname: string; readonly text: string }
  | { readonly type: CommandType }
  /** A known command, wrongly used; `usage` is how it is written. */
  | { readonly type: "usage"; readonly usage: string }
  | { readonly type: "unknown"; readonly name: string; readonly nearest: string | undefined }
  | { readonly type: "empty" };

export type CommandType = "ls" | "help" | "ignore" | "quit";

/**
 * A text that starts with `/` is a command or nothing, `//` stands for a `/` that is meant, `@nick text` is for one
 * person. Everything else is a message, with its line breaks.
 */
export function parseInput(text: string): Input {
  if (text.trim() === "") return { type: "empty" };
  if (text.startsWith("//")) return { type: "message", text: text.slice(1) };
  if (text.startsWith("/")) return parseCommand(text);
  if (!text.startsWith("@")) return { type: "message", text };
  const [, nickname, rest] = /^@(\S+)\s+(\S[^]*)$/.exec(text) ?? [];
  if (nickname === undefined || rest === undefined) return { type: "usage", usage: privateUsage };
  return { type: "private", nickname, text: rest };
}

/** The commands as they are typed, for completion. */
export function commandNames(): readonly string[] {
  return commands.map(({ names }) => names[0]);
}

/** `/help`: one command a line, in columns. */
export function helpText(texts: CommandTexts): string {
  const rows = [
    { usage: privateUsage, text: texts.private },
    ...commands.map(({ names, type }) => ({ usage: names.join(", "), text: texts[type] })),
  ];
  const width = Math.max(...rows.map(({ usage }) => usage.length));
  return rows.map(({ usage, text }) => `${usage.padEnd(width)}   ${text}`).join("\n");
}

const privateUsage = "@nick text";

interface ChatCommand {
  readonly type: CommandType;
  readonly names: readonly [string, ...string[]];
}

const commands: readonly ChatCommand[] = [
  { type: "ls", names: ["/ls"] },
  { type: "ignore", names: ["/i"] },
  { type: "help", names: ["/help", "/h"] },
  { type: "quit", names: ["/quit"] },
];

function parseCommand(text: string): Input {
  const [name = "", ...parameters] = text.trim().split(/\s+/);
  const command = commands.find(({ names }) => names.includes(name.toLowerCase()));
  if (command === undefined) return { type: "unknown", name, nearest: nearest(name, allNames) };
  return parameters.length === 0 ? { type: command.type } : { type: "usage", usage: command.names[0] };
}

const allNames = commands.flatMap(({ names }) => names);
