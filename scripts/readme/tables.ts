/** The parts of README.md that are made from the program's own tables, each between two marks. Knows no files. */
import { keyTopics } from "../../src/client/terminal/input/keymap.ts";
import { helpText } from "../../src/client/session/input.ts";
import type { Command } from "../../src/commands/command.ts";
import { exitCodes } from "../../src/commands/command.ts";
import type { Flag } from "../../src/commands/flag.ts";
import { fallbackText, variableOf } from "../../src/commands/flag.ts";
import { exportCommand } from "../../src/commands/export.ts";
import { historyCommand } from "../../src/commands/history.ts";
import { joinCommand } from "../../src/commands/join.ts";
import { searchCommand } from "../../src/commands/search.ts";
import { sendCommand } from "../../src/commands/send.ts";
import { tailCommand } from "../../src/commands/tail.ts";
import { defaultOf } from "../../src/commands/topics.ts";
import { serveCommand } from "../../src/commands/serve.ts";
import { en } from "../../src/locale/en.ts";

/** The text with each part made anew. Throws when a mark is missing, since a part that went would not be missed. */
export function withTables(readme: string): string {
  let text = readme;
  for (const [name, part] of Object.entries(parts)) {
    const [begin, end] = [`<!-- ${name}: made by bun run readme -->`, `<!-- end of ${name} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`README.md has no part "${name}"`);
    text = `${text.slice(0, from)}${begin}\n\n${part}\n\n${text.slice(to)}`;
  }
  return text;
}

const { exits } = en.manual;
const parts: Readonly<Record<string, string>> = {
  serve: flagTable(serveCommand),
  join: flagTable(joinCommand),
  send: flagTable(sendCommand),
  tail: flagTable(tailCommand),
  history: flagTable(historyCommand),
  search: flagTable(searchCommand),
  export: flagTable(exportCommand),
  settings: table(
    ["setting", "default", "meaning"],
    (joinCommand.settings ?? []).map((setting) => {
      const value = defaultOf(setting);
      const { name, text } = setting.flag;
      return [`\`${name}\``, value === undefined ? "" : `\`${value}\``, en.usage.flags[text]];
    }),
  ),
  keys: table(
    ["key", "does"],
    keyTopics.map(({ keys, text }) => [keys, en.keys[text]]),
  ),
  typing: ["```text", helpText(en.client.commands), "```"].join("\n"),
  "exit codes": table(
    ["code", "meaning"],
    [
      [String(exitCodes.done), exits.done],
      [String(exitCodes.failed), exits.failed],
      [String(exitCodes.usage), exits.usage],
      [String(exitCodes.defect), exits.defect],
    ],
  ),
};

function flagTable({ flags }: Command): string {
  return table(
    ["option", "environment", "default", "meaning"],
    flags.map((flag) => [
      `\`${signature(flag)}\``,
      `\`${variableOf(flag)}\``,
      fallback(flag),
      en.usage.flags[flag.text],
    ]),
  );
}

function signature({ name, takes }: Flag): string {
  return takes === undefined ? `--${name}` : `--${name} ${takes}`;
}

function fallback(flag: Flag): string {
  const value = fallbackText(flag);
  return value === undefined ? "" : `\`${value}\``;
}

/** Aligned, as the formatter has it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((text) => text.replaceAll("|", "\\|")));
  const widths = head.map((_, column) =>
    Math.max(3, ...cells.map((row) => Bun.stringWidth(row[column] ?? ""))),
  );
  const line = (row: readonly string[]): string => {
    const padded = row.map(
      (text, column) => text + " ".repeat((widths[column] ?? 0) - Bun.stringWidth(text)),
    );
    return `| ${padded.join(" | ")} |`;
  };
  const [first = [], ...others] = cells;
  return [line(first), line(widths.map((width) => "-".repeat(width))), ...others.map(line)].join("\n");
}
