/** What the commands that use a data folder share: the flag, the default, the sentences. */
import { join } from "node:path";
import { dataFolder } from "../client/identity/platform-folders.ts";
import type { Catalogue } from "../locale/catalogue.ts";
import type { UpgradeProgress } from "../server/serve.ts";
import { pathCharactersMax, upgradeToldMs } from "./limits.ts";
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

const megabyte = 1_000_000;

/** Tells the operator how an upgrade goes on: a line at its beginning and its end, and each ten seconds between. */
export function upgradeTeller(
  folder: string,
  { serve }: Pick<Catalogue, "serve">,
  { print, now }: { readonly print: (line: string) => void; readonly now: () => number },
): (progress: UpgradeProgress) => void {
  let toldAt: number | undefined;
  return ({ step, copy, copiedBytes, totalBytes }) => {
    if (step === "done") print(serve.upgraded(copy));
    else if (toldAt === undefined) print(serve.upgrading(folder, copy));
    else if (now() - toldAt < upgradeToldMs) return;
    else print(serve.copied(Math.floor(copiedBytes / megabyte), Math.ceil(totalBytes / megabyte)));
    toldAt = now();
  };
}

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

export function storeSentence({ problem, folder, missingBytes }: StoreError, catalogue: Catalogue): string {
  return catalogue.store[problem](folder, Math.ceil(missingBytes / megabyte));
}
