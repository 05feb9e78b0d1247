/**
 * What can stand on the command line, as the shells' completions need it: made from the commands' tables, in one
 * language.
 */
import type { UsageTexts } from "../locale/usage-texts.ts";
import type { Command } from "./command.ts";
import { topicNames } from "./topics.ts";

export interface Vocabulary {
  /** What may stand before a command. */
  readonly options: readonly VocabularyOption[];
  readonly commands: readonly VocabularyCommand[];
}

export interface VocabularyCommand {
  readonly name: string;
  readonly text: string;
  readonly options: readonly VocabularyOption[];
  /** What stands behind it without an option's name, in order. */
  readonly values: readonly Value[];
}

export interface VocabularyOption {
  /** Without the dashes. */
  readonly name: string;
  readonly text: string;
  /** Undefined for a switch. */
  readonly value: Value | undefined;
}

/** `label` is how the help writes it. Where `words` are empty, a person has to know it. */
export interface Value {
  readonly label: string;
  readonly words: readonly string[];
  readonly folder: boolean;
  /** Any number of them. */
  readonly many: boolean;
}

/** @throws when a name is none that every shell takes as it is, which is a mistake in a table */
export function vocabularyOf(commands: readonly Command[], usage: UsageTexts): Vocabulary {
  const language = commands.flatMap(({ flags }) => flags).find(({ name }) => name === "lang");
  const about = optionsOf(language === undefined ? [] : [language], usage);
  const topics = [...commands.map(({ name }) => name), ...topicNames];
  const help: VocabularyCommand = {
    name: "help",
    text: usage.helpCommand,
    options: about.filter(({ name }) => name !== "version"),
    values: [{ label: "COMMAND", words: topics, folder: false, many: false }],
  };
  const vocabulary = {
    options: about,
    commands: [
      ...commands.map((command) => ({
        name: command.name,
        text: command.summary(usage),
        options: optionsOf(command.flags, usage),
        values: command.positionals.map(({ name, many }) => valueOf(name, many)),
      })),
      help,
    ],
  };
  for (const { name, options } of vocabulary.commands) assertPlain([name, ...options.map((o) => o.name)]);
  return vocabulary;
}

/** The words that `takes` offers: `text|json` has two, `TIME|all` has one, since capitals stand for something else. */
function wordsOf(takes: string): readonly string[] {
  return takes.split("|").filter((word) => /^[a-z][a-z0-9-]*$/.test(word));
}

function optionsOf(flags: Command["flags"], usage: UsageTexts): readonly VocabularyOption[] {
  return [
    ...flags.map(({ name, text, takes }) => ({
      name,
      text: usage.flags[text],
      value: takes === undefined ? undefined : valueOf(takes),
    })),
    { name: "help", text: usage.flags.help, value: undefined },
    { name: "version", text: usage.flags.version, value: undefined },
  ];
}

function valueOf(label: string, many = false): Value {
  return { label, words: wordsOf(label), folder: label === "DIR", many };
}

function assertPlain(names: readonly string[]): void {
  const odd = names.find((name) => !/^[a-z][a-z0-9-]*$/.test(name));
  if (odd !== undefined) throw new Error(`a name that shells would take apart: ${odd}`);
}
