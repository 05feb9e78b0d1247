/** The completion script for bash, from version 3.2 on, with or without the package bash-completion. */
import type { Value, Vocabulary } from "./vocabulary.ts";

/** Texts are left out, since bash shows none. Names are plain words, so that nothing here needs a quote. */
export function bashCompletions({ options, commands }: Vocabulary): string {
  const dashed = (names: readonly { readonly name: string }[]) => names.map(({ name }) => `--${name}`);
  const branches = [
    ...options.flatMap(({ name, value }) => branch(`:--${name}`, value)),
    branch(":*", list([...commands.map(({ name }) => name), ...dashed(options)])),
    ...commands.flatMap((command) => [
      ...command.options.flatMap(({ name, value }) => branch(`${command.name}:--${name}`, value)),
      ...command.values
        .slice(0, 1)
        .filter(({ words }) => words.length > 0)
        .map(({ words }) =>
          branch(`${command.name}:${command.name}`, list([...words, ...dashed(command.options)])),
        ),
      branch(`${command.name}:*`, list(dashed(command.options))),
    ]),
  ].flat();
  return `${[...head, ...branches, ...foot].join("\n")}\n`;
}

/** What is completed after a command and the word before: `serve:--lang`. */
function branch(pattern: string, wanted: Value | string | undefined): readonly string[] {
  if (wanted === undefined) return [];
  if (typeof wanted === "string") return [`    ${pattern}) words="${wanted}" ;;`];
  if (wanted.words.length === 0 && !wanted.folder) return [`    ${pattern}) ;;`];
  if (wanted.folder) return [`    ${pattern}) folder=yes ;;`];
  return [`    ${pattern}) words="${list(wanted.words)}" ;;`];
}

function list(words: readonly string[]): string {
  return words.join(" ");
}

/** bash takes `--lang=fr` for three words, unless somebody took the = out of COMP_WORDBREAKS. */
const head: readonly string[] = [
  "# bash completion for chat, made by: chat completions bash",
  "_chat() {",
  '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"',
  '  local command="" words="" folder="" prefix="" i',
  "  COMPREPLY=()",
  '  if [[ "$current" == "=" ]]; then',
  '    current=""',
  '  elif [[ "$previous" == "=" ]]; then',
  '    previous="${COMP_WORDS[COMP_CWORD-2]}"',
  '  elif [[ "$current" == --*=* ]]; then',
  '    previous="${current%%=*}"',
  '    prefix="$previous="',
  '    current="${current#*=}"',
  "  fi",
  "  for ((i = 1; i < COMP_CWORD; i++)); do",
  '    case "${COMP_WORDS[i]}" in',
  '      --lang) if [[ "${COMP_WORDS[i+1]}" == "=" ]]; then i=$((i + 2)); else i=$((i + 1)); fi ;;',
  "      -*) ;;",
  '      *) command="${COMP_WORDS[i]}"; break ;;',
  "    esac",
  "  done",
  '  case "$command:$previous" in',
];

const foot: readonly string[] = [
  "  esac",
  "  local IFS=$'\\n'",
  '  if [[ -n "$folder" ]]; then',
  "    compopt -o filenames 2>/dev/null",
  '    COMPREPLY=($(compgen -d -P "$prefix" -- "$current"))',
  "  else",
  '    COMPREPLY=($(IFS=" "; compgen -P "$prefix" -W "$words" -- "$current"))',
  "  fi",
  "}",
  "complete -F _chat chat",
];
