/** `chat search-process`: what a server starts beside itself to search its messages. In no help, since nobody types it. */
import { setPriority } from "node:os";
import { searchPriority } from "../server/limits.ts";
import { hostSearch } from "../server/search-host.ts";
import type { Command } from "./command.ts";
import { exitCodes } from "./command.ts";

export const searchProcessCommand: Command = {
  name: "search-process",
  summary: () => "",
  positionals: [{ name: "DIR", text: () => "", problem: () => undefined }],
  flags: [],
  async run({ positionals: [folder = ""] }, { stdin, stdout }) {
    // What people say comes first.
    setPriority(searchPriority);
    await hostSearch({ folder, input: stdin, write: (line) => void stdout.write(line) });
    return exitCodes.done;
  },
};

/** The command line that starts it; undefined if it is not known how this program was started. */
export function searchProcessLine(
  program: readonly string[] | undefined,
  folder: string,
): readonly string[] | undefined {
  return program === undefined ? undefined : [...program, searchProcessCommand.name, folder];
}
