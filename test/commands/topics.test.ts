/** The topics of the help: everything of the tables is there, in every language, and fits a terminal. */
import { expect, test } from "bun:test";
import { commandNames } from "../../src/client/session/input.ts";
import { keyTopics } from "../../src/client/terminal/input/keymap.ts";
import { joinCommand } from "../../src/commands/join.ts";
import { parseSettings } from "../../src/commands/settings.ts";
import { topicHelp, topicNames } from "../../src/commands/topics.ts";
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

test("topicHelp knows no other words", () => {
  expect(topicHelp("cooking", catalogueOf("en"), environment)).toBeUndefined();
});
