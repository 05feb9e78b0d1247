/** The completion script for zsh: as a file `_chat` in a folder of $fpath, or read by `source`. */
import type { Value, Vocabulary, VocabularyCommand, VocabularyOption } from "./vocabulary.ts";

export function zshCompletions({ options, commands }: Vocabulary): string {
  return `${[
    "#compdef chat",
    "# zsh completion for chat, made by: chat completions zsh",
    "_chat() {",
    "  local context state state_descr line",
    "  typeset -A opt_args",
    "  local -a commands",
    "  commands=(",
    ...commands.map(({ name, text }) => `    ${quoted(`${name}:${text.replaceAll("\\", "\\\\")}`)}`),
    "  )",
    "  _arguments -C \\",
    ...options.map((option) => `    ${optionSpec(option)} \\`),
    "    '1: :->command' '*:: :->rest' && return",
    '  if [[ "$state" == command ]]; then',
    "    _describe -t commands command commands",
    "    return",
    "  fi",
    '  case "$words[1]" in',
    ...commands.flatMap(branch),
    "  esac",
    "}",
    'if [[ "$funcstack[1]" == _chat ]]; then _chat "$@"; else compdef _chat chat; fi',
  ].join("\n")}\n`;
}

function branch({ name, options, values }: VocabularyCommand): readonly string[] {
  const specs = [
    ...options.map(optionSpec),
    ...values.map((value, index) =>
      quoted(`${value.many ? "*" : String(index + 1)}:${message(value.label)}:${action(value)}`),
    ),
  ];
  return [`    ${name})`, `      _arguments ${specs.join(" \\\n        ")}`, "      ;;"];
}

/** The value may stand behind a = or be the next word; --help and --version stand alone. */
function optionSpec({ name, text, value }: VocabularyOption): string {
  const alone = name === "help" || name === "version" ? "(- *)" : "";
  const about = `[${text.replace(/[\\\]]/g, "\\$&")}]`;
  if (value === undefined) return quoted(`${alone}--${name}${about}`);
  return quoted(`--${name}=${about}:${message(value.label)}:${action(value)}`);
}

/** A colon would end it, a backslash would take what follows with it. */
function message(label: string): string {
  return label.replace(/[\\:]/g, "\\$&");
}

function action({ words, folder }: Value): string {
  if (folder) return "_files -/";
  return words.length === 0 ? " " : `(${words.join(" ")})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
