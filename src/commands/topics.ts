/** The topics of the help that are no commands: made from the client's tables. */
import { helpText } from "../client/session/input.ts";
import { keyTopics } from "../client/terminal/input/keymap.ts";
import type { TopicTexts } from "../locale/arrival-texts.ts";
import type { Catalogue } from "../locale/catalogue.ts";
import type { Environment, Setting } from "./command.ts";
import { joinCommand } from "./join.ts";
import { columns, page, sentence, wrapped } from "./layout.ts";
import { settingsPath } from "./settings.ts";

export type TopicName = Extract<keyof TopicTexts, "commands" | "keys" | "settings">;

/** In the order in which a newcomer wants them. */
export const topicNames: readonly TopicName[] = ["commands", "keys", "settings"];

/** What `chat help TOPIC` shows; undefined for a word that is no topic. */
export function topicHelp(name: string, catalogue: Catalogue, environment: Environment): string | undefined {
  const topic = topicNames.find((known) => known === name);
  if (topic === undefined) return undefined;
  const title = sentence(catalogue.arrival.topics[topic]);
  return page([[title], ...parts(topic, catalogue, environment)]);
}

/** As TOML has it; undefined when there is none. */
export function defaultOf({ flag: { fallback }, holds }: Setting): string | undefined {
  if (fallback === undefined || (holds === "switch" && fallback === false)) return undefined;
  return holds === "text" ? `"${fallback}"` : String(fallback);
}

function parts(
  topic: TopicName,
  catalogue: Catalogue,
  environment: Environment,
): readonly (readonly string[])[] {
  switch (topic) {
    case "commands":
      return [helpText(catalogue.client.commands).split("\n")];
    case "keys":
      return [columns(keyTopics.map(({ keys, text }) => [keys, catalogue.keys[text]]))];
    case "settings": {
      const { topics } = catalogue.arrival;
      const { settings = [] } = joinCommand;
      return [
        wrapped(topics.settingsFile(settingsPath(environment) || settingsPath(atHome))),
        columns(settings.map((setting) => [setting.flag.name, meaning(setting, catalogue)])),
        [topics.example, ...settings.flatMap(exampleOf)],
        wrapped(topics.settingsOrder),
      ];
    }
  }
}

/** How a home folder is written where there is none. */
const atHome = { HOME: "~" } as const;

function meaning(setting: Setting, { usage }: Catalogue): string {
  const text = usage.flags[setting.flag.text];
  const value = defaultOf(setting);
  return value === undefined ? text : `${text} (${usage.defaultIs(value)})`;
}

/** Some that people want first. */
function exampleOf({ flag, holds }: Setting): readonly string[] {
  const example = { nick: "ann", typing: "no", notify: "all" }[flag.name];
  if (example === undefined) return [];
  return [`  ${flag.name} = ${holds === "text" ? `"${example}"` : example === "yes"}`];
}
