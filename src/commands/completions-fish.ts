/** The completion script for fish. */
import type { Value, Vocabulary, VocabularyCommand, VocabularyOption } from "./vocabulary.ts";

export function fishCompletions({ options, commands }: Vocabulary): string {
  return `${[
    ...head,
    ...options.map((option) => optionLine("__chat_at", option)),
    ...commands.map(
      ({ name, text }) => `complete -c chat -n __chat_at -a ${quoted(name)} -d ${quoted(text)}`,
    ),
    ...commands.flatMap(commandLines),
  ].join("\n")}\n`;
}

function commandLines({ name, options, values }: VocabularyCommand): readonly string[] {
  const condition = `__chat_at ${name}`;
  const words = values[0]?.words ?? [];
  const first =
    words.length === 0
      ? []
      : [`complete -c chat -n '${condition}; and __chat_first' -a ${quoted(words.join(" "))}`];
  return [...first, ...options.map((option) => optionLine(quoted(condition), option))];
}

function optionLine(condition: string, { name, text, value }: VocabularyOption): string {
  const takes = value === undefined ? "" : ` -x${argument(value)}`;
  return `complete -c chat -n ${condition} -l ${name}${takes} -d ${quoted(text)}`;
}

function argument({ words, folder }: Value): string {
  if (folder) return " -a '(__fish_complete_directories)'";
  return words.length === 0 ? "" : ` -a ${quoted(words.join(" "))}`;
}

/** Within single quotes, fish knows only these two escapes. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}

const head: readonly string[] = [
  "# fish completion for chat, made by: chat completions fish",
  "function __chat_at --description 'Whether the command on the line is this one, or none'",
  "    set -l words (commandline -opc)",
  "    set -l takes no",
  "    for word in $words[2..-1]",
  "        if test $takes = yes",
  "            set takes no",
  '        else if test "$word" = --lang',
  "            set takes yes",
  "        else if not string match -q -- '-*' \"$word\"",
  '            test "$word" = "$argv[1]"',
  "            return",
  "        end",
  "    end",
  '    test -z "$argv[1]"',
  "end",
  "function __chat_first --description 'Whether nothing stands behind the command yet'",
  "    set -l words (commandline -opc)",
  "    __chat_at $words[-1]",
  "end",
  "complete -c chat -f",
];
