/** The commands of the chat line as data: one table gives parsing, completion and help. */
import { notifyLevels } from "../../base/notify-level.ts";
import { countDigitsMax } from "../limits.ts";
import type { CommandTexts } from "../../locale/command-texts.ts";

export interface ChatCommand {
  readonly name: CommandName;
  /** As they are typed; the first is the one that is offered. */
  readonly names: readonly [string, ...string[]];
  readonly takes?: Takes;
  /** It asks nothing of the server that an old one could not do. */
  readonly simple?: true;
}

export type CommandName = Exclude<keyof CommandTexts, "private">;

/** What stands behind a command: `what` as help writes it, in brackets what may be left out. */
export interface Takes {
  readonly what: string;
  /** The rest of the text, trimmed. */
  readonly matches: RegExp;
  /** What its first word is to be completed to. */
  readonly completes?: Argument;
}

/** `conversation`: a room one is in, or a private conversation that is open. */
export type Argument = "room" | "enteredRoom" | "conversation" | "nickname" | "command" | "level";

/** What stands before a text for one person. */
export const privateUsage = "@nick text";

const oneWord = /^\S+$/;
const oneWordOrNone = /^\S*$/;
const countOrNone = new RegExp(String.raw`^(?:[1-9]\d{0,${countDigitsMax - 1}})?$`);

/** In the order of the help: to speak, to go about, to look around, to be left alone. */
export const commands: readonly ChatCommand[] = [
  { name: "msg", names: ["/msg"], takes: { what: "NICK TEXT", matches: /^\S+\s+\S/, completes: "nickname" } },
  {
    name: "query",
    names: ["/query"],
    takes: { what: "NICK [TEXT]", matches: /^\S/, completes: "nickname" },
    simple: true,
  },
  { name: "me", names: ["/me"], takes: { what: "TEXT", matches: /\S/ }, simple: true },
  { name: "edit", names: ["/edit"], simple: true },
  { name: "join", names: ["/join", "/j"], takes: { what: "ROOM", matches: oneWord, completes: "room" } },
  {
    name: "leave",
    names: ["/leave"],
    takes: { what: "[ROOM]", matches: oneWordOrNone, completes: "conversation" },
  },
  { name: "rooms", names: ["/rooms"] },
  { name: "topic", names: ["/topic"], takes: { what: "[TEXT]", matches: /^/ } },
  { name: "ls", names: ["/ls"], simple: true },
  {
    name: "who",
    names: ["/who"],
    takes: { what: "[ROOM]", matches: oneWordOrNone, completes: "enteredRoom" },
  },
  { name: "whois", names: ["/whois"], takes: { what: "NICK", matches: oneWord, completes: "nickname" } },
  { name: "history", names: ["/history"], takes: { what: "[N]", matches: countOrNone } },
  { name: "search", names: ["/search"], takes: { what: "WORDS", matches: /\S/ } },
  {
    name: "notify",
    names: ["/notify"],
    takes: {
      what: `[${notifyLevels.join("|")}]`,
      matches: new RegExp(`^(?:${notifyLevels.join("|")})?$`, "i"),
      completes: "level",
    },
    simple: true,
  },
  { name: "nick", names: ["/nick"], takes: { what: "NICK", matches: oneWord } },
  { name: "away", names: ["/away"], takes: { what: "[TEXT]", matches: /^/ } },
  { name: "back", names: ["/back"] },
  {
    name: "hide",
    names: ["/ignore"],
    takes: { what: "[NICK]", matches: oneWordOrNone, completes: "nickname" },
    simple: true,
  },
  {
    name: "unhide",
    names: ["/unignore"],
    takes: { what: "NICK", matches: oneWord, completes: "nickname" },
    simple: true,
  },
  { name: "ignore", names: ["/i"], simple: true },
  { name: "clear", names: ["/clear"], simple: true },
  {
    name: "help",
    names: ["/help", "/h"],
    takes: { what: "[COMMAND]", matches: oneWordOrNone, completes: "command" },
    simple: true,
  },
  { name: "quit", names: ["/quit"], simple: true },
];

/** Every way to type a command, with its slash. */
export const allNames = commands.flatMap(({ names }) => names);

/** @param typed with its slash, in any case */
export function commandCalled(typed: string): ChatCommand | undefined {
  const wanted = typed.toLowerCase();
  return commands.find(({ names }) => names.includes(wanted));
}

/** How a command is written, with its other names. */
export function usageOf({ names, takes }: ChatCommand): string {
  return names.map((name) => (takes === undefined ? name : `${name} ${takes.what}`)).join(", ");
}

/** The same by its first name alone, for a list; all its names where nothing else is to be said. */
export function shortUsageOf({ names, takes }: ChatCommand): string {
  return takes === undefined ? names.join(", ") : `${names[0]} ${takes.what}`;
}
