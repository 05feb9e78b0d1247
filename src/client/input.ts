/**
 * What a person can type: one table of commands gives parsing, completion and help. Must not know what a command does.
 */
import type { CommandTexts } from "../locale/client-texts.ts";
import { nearest } from "../protocol/nearest.ts";

/** What a typed or pasted text asks for. */
export type Input =
  | { readonly type: "message"; readonly text: string }
  | { readonly type: "private"; readonly nickname: string; readonly text: string }
  | { readonly type: "help" | "quit" }
  | CommandInput
  /** A known command, wrongly used; `usage` is how it is written. */
  | { readonly type: "usage"; readonly usage: string }
  | { readonly type: "unknown"; readonly name: string; readonly nearest: string | undefined }
  | { readonly type: "empty" };

/** A command for the server; `rest` is what stands behind it, trimmed. */
export interface CommandInput {
  readonly type: "command";
  readonly name: ServerCommand;
  readonly rest: string;
}

type ServerCommand = "ls" | "ignore" | "join" | "leave" | "rooms" | "topic" | "history" | "search";
type CommandName = ServerCommand | "help" | "quit";

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
    ...commands.map((command) => ({ usage: usageOf(command), text: texts[command.name] })),
  ];
  const width = Math.max(...rows.map(({ usage }) => usage.length));
  return rows.map(({ usage, text }) => `${usage.padEnd(width)}   ${text}`).join("\n");
}

const privateUsage = "@nick text";

/** `takes` is what stands behind it: nothing, or in brackets what may be left out. */
interface ChatCommand {
  readonly name: CommandName;
  readonly names: readonly [string, ...string[]];
  readonly takes?: { readonly what: string; readonly matches: RegExp };
}

const oneWord = /^\S+$/;
const commands: readonly ChatCommand[] = [
  { name: "ls", names: ["/ls"] },
  { name: "join", names: ["/join", "/j"], takes: { what: "ROOM", matches: oneWord } },
  { name: "leave", names: ["/leave"], takes: { what: "[ROOM]", matches: /^\S*$/ } },
  { name: "rooms", names: ["/rooms"] },
  { name: "topic", names: ["/topic"], takes: { what: "[TEXT]", matches: /^/ } },
  { name: "history", names: ["/history"], takes: { what: "[N]", matches: /^(?:[1-9]\d{0,3})?$/ } },
  { name: "search", names: ["/search"], takes: { what: "WORDS", matches: /\S/ } },
  { name: "ignore", names: ["/i"] },
  { name: "help", names: ["/help", "/h"] },
  { name: "quit", names: ["/quit"] },
];

function usageOf({ names, takes }: ChatCommand): string {
  return takes === undefined ? names.join(", ") : `${names[0]} ${takes.what}`;
}

function parseCommand(text: string): Input {
  const [, name = "", rest = ""] = /^(\S+)\s*([^]*)$/.exec(text.trim()) ?? [];
  const command = commands.find(({ names }) => names.includes(name.toLowerCase()));
  if (command === undefined) return { type: "unknown", name, nearest: nearest(name, allNames) };
  const fits = command.takes === undefined ? rest === "" : command.takes.matches.test(rest);
  if (!fits) return { type: "usage", usage: usageOf(command) };
  if (command.name === "help" || command.name === "quit") return { type: command.name };
  return { type: "command", name: command.name, rest };
}

const allNames = commands.flatMap(({ names }) => names);
