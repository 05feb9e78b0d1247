/** The topics of the help: everything of the tables is there, in every language, and fits a terminal. */
import { expect, test } from "bun:test";
import { commandNames } from "../../src/client/session/input.ts";
import { keyTopics } from "../../src/client/terminal/input/keymap.ts";
import { joinCommand } from "../../src/commands/join.ts";
import { parseSettings } from "../../src/commands/settings.ts";
import { choiceFlag, numberFlag, switchFlag, textFlag, yesFlag } from "../../src/commands/flag.ts";
import { defaultOf, topicHelp, topicNames } from "../../src/commands/topics.ts";
import { catalogueOf, languages } from "../../src/locale/language.ts";

const environment = { XDG_CONFIG_HOME: "/c", HOME: "/h" };
const { settings = [] } = joinCommand;

test.each(languages)("topicHelp in %s tells every command, key and setting", (language) => {
  const catalogue = catalogueOf(language);
  const [commands = "", keys = "", file = ""] = topicNames.map((topic) =>
    topicHelp(topic, catalogue, environment),
  );
  for (const name of commandNames()) expect(commands).toContain(name);
  for (const topic of keyTopics) expect(keys).toContain(`  ${topic.keys}`);
  for (const { flag } of settings) expect(file).toMatch(new RegExp(`^  ${flag.name} `, "m"));
  const lines = [keys, file].join("").split("\n");
  expect(Math.max(...lines.map((line) => Bun.stringWidth(line)))).toBeLessThanOrEqual(80);
});

test("topicHelp of settings says where the file is, and its example is one", () => {
  const help = topicHelp("settings", catalogueOf("en"), environment) ?? "";
  expect(help.replaceAll("\n", " ")).toContain("/config.toml");
  const example = /Such as:\n((?: {2}.+\n)+)/.exec(help)?.[1] ?? "";
  const parsed = parseSettings(example, settings);
  expect(parsed.ok && parsed.values.size).toBe(3);
});

test.each([
  [{ flag: switchFlag({ name: "plain", text: "plain" }), holds: "switch" }, undefined],
  [{ flag: yesFlag({ name: "bell", text: "bell" }), holds: "switch" }, "true"],
  [{ flag: numberFlag({ name: "backlog", text: "backlog", fallback: 0 }), holds: "number" }, "0"],
  [
    { flag: choiceFlag({ name: "colour", text: "colour", fallback: "auto" }, ["auto"]), holds: "text" },
    '"auto"',
  ],
  [
    {
      flag: textFlag({ name: "nick", text: "nick", takes: "NICK", fallback: undefined, charactersMax: 5 }),
      holds: "text",
    },
    undefined,
  ],
] as const)("defaultOf a setting is as it would stand in the file: %#", (setting, value) => {
  expect(defaultOf(setting)).toBe(value);
});

test("topicHelp of settings tells the defaults", () => {
  const help = topicHelp("settings", catalogueOf("en"), environment) ?? "";
  const shown = settings.map((setting) => [setting.flag.name, defaultOf(setting)] as const);
  expect(shown.filter(([, value]) => value !== undefined).length).toBeGreaterThan(5);
  for (const [name, value] of shown) {
    const [row = ""] = new RegExp(`^  ${name} (?:.*\\n)(?: {4,}.*\\n)*`, "m").exec(help) ?? [];
    const told = /\(default\s+([^)]*)\)/.exec(row)?.[1];
    expect([name, told]).toEqual([name, value]);
  }
});

test("topicHelp knows no other words", () => {
  expect(topicHelp("cooking", catalogueOf("en"), environment)).toBeUndefined();
});
