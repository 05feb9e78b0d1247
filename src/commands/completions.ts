/** `chat completions`: prints a script that completes the commands in a shell. */
import { excerpt } from "../protocol/text.ts";
import type { Command } from "./command.ts";
import { exitCodes } from "./command.ts";
import { bashCompletions } from "./completions-bash.ts";
import { fishCompletions } from "./completions-fish.ts";
import { zshCompletions } from "./completions-zsh.ts";
import { languageFlag } from "./place.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { vocabularyOf } from "./vocabulary.ts";

/** @param commands all of them, asked for when it runs, since it is one of them */
export function completionsCommand(commands: () => readonly Command[]): Command {
  return {
    name: "completions",
    summary: (usage) => usage.completions,
    positionals: [
      {
        name: shells.join("|"),
        text: (usage) => usage.shell,
        problem: (value) =>
          scriptFor(value) === undefined
            ? (usage) => usage.badFlag("SHELL", excerpt(value), usage.choiceExpected(shells))
            : undefined,
      },
    ],
    flags: [languageFlag],
    note: (usage) => usage.completionsNote,
    run: async (given, { stdout, catalogue }) => {
      const script = scriptFor(given.positionals[0] ?? "");
      if (script === undefined) throw new Error("a shell that the table's check let pass has no script");
      stdout.write(script(vocabularyOf(commands(), catalogue.usage)));
      return exitCodes.done;
    },
  };
}

const shells = ["bash", "zsh", "fish"] as const;
const scripts = { bash: bashCompletions, zsh: zshCompletions, fish: fishCompletions };

function scriptFor(name: string): ((vocabulary: Vocabulary) => string) | undefined {
  const shell = shells.find((known) => known === name);
  return shell === undefined ? undefined : scripts[shell];
}
