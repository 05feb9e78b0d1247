/** What the commands that use a data folder share: the flag, the default, the sentences. */
import { join } from "node:path";
import { dataFolder } from "../client/identity/platform-folders.ts";
import type { Catalogue } from "../locale/catalogue.ts";
import { pathCharactersMax } from "./limits.ts";
import { StoreError } from "../base/store-error.ts";
import type { Environment } from "./command.ts";
import { textFlag } from "./flag.ts";

export const dataFlag = textFlag({
  name: "data",
  text: "data",
  takes: "DIR",
  fallback: undefined,
  charactersMax: pathCharactersMax,
});

/**
 * Each room of a machine has its own port, and so its own folder.
 *
 * @throws StoreError for a user who has no home folder
 */
export function roomFolder(environment: Environment, port: number): string {
  const folder = dataFolder(environment);
  if (folder === undefined) throw new StoreError("homeless", "");
  return join(folder, `room-${port}`);
}

export function storeSentence({ problem, folder }: StoreError, catalogue: Catalogue): string {
  return catalogue.store[problem](folder);
}
