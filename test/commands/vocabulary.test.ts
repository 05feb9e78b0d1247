/** What the shells' completions are made from: all of the tables, and nothing that a shell would take apart. */
import { expect, test } from "bun:test";
import { commands } from "../../src/commands/chat.ts";
import type { Command } from "../../src/commands/command.ts";
import { switchFlag, textFlag } from "../../src/commands/flag.ts";
import { vocabularyOf } from "../../src/commands/vocabulary.ts";
import { en } from "../../src/locale/en.ts";

const { usage } = en;

function command(name: string, flagName = "data"): Command {
  const flag = textFlag({ name: flagName, text: "data", takes: "DIR", fallback: "", charactersMax: 5 });
  return {
    name,
    summary: () => "summary",
    positionals: [
      { name: "one|t|tw-0|THREE|Four|five%|-y|6", text: () => "", problem: () => undefined },
      { name: "[TEXT…]", text: () => "", many: true, problem: () => undefined },
    ],
    flags: [flag, switchFlag({ name: "json", text: "json" })],
    run: () => Promise.resolve(0),
  };
}

const help = { name: "help", text: usage.flags.help, value: undefined };
const version = { name: "version", text: usage.flags.version, value: undefined };

test("vocabularyOf has every command with its options and values, and the help", () => {
  const { commands: made, options } = vocabularyOf([command("open")], usage);
  expect(options).toEqual([help, version]);
  const folder = { label: "DIR", words: [], folder: true, many: false };
  const json = { name: "json", text: usage.flags.json, value: undefined };
  expect(made[0]).toEqual({
    name: "open",
    text: "summary",
    options: [{ name: "data", text: usage.flags.data, value: folder }, json, help, version],
    values: [
      { label: "one|t|tw-0|THREE|Four|five%|-y|6", words: ["one", "t", "tw-0"], folder: false, many: false },
      { label: "[TEXT…]", words: [], folder: false, many: true },
    ],
  });
  const words = ["open", "commands", "keys", "settings"];
  expect(made.slice(1)).toEqual([
    {
      name: "help",
      text: usage.helpCommand,
      options: [help],
      values: [{ label: "COMMAND", words, folder: false, many: false }],
    },
  ]);
});

test("vocabularyOf lets the language stand before a command, as the program does", () => {
  const lang = { label: "en|zh|fr", words: ["en", "zh", "fr"], folder: false, many: false };
  expect(vocabularyOf(commands, usage).options).toEqual([
    { name: "lang", text: usage.flags.lang, value: lang },
    help,
    version,
  ]);
});

test.each(["two words", "Upper", "$HOME", "a:b", "-a", "1st", "é", ""])(
  "vocabularyOf refuses the name %j, of a command or of an option",
  (name) => {
    const message = `a name that shells would take apart: ${name}`;
    expect(() => vocabularyOf([command("open"), command(name)], usage)).toThrow(message);
    expect(() => vocabularyOf([command("open", name)], usage)).toThrow(message);
  },
);
